/**
 * Shows on the open page what has changed meanwhile. A stream says that something has; then the page is fetched anew and
 * its regions take the place of the old ones. What somebody types or has the focus in is never touched, nor the note.
 * Runs before the other scripts: it has to know the regions as they were drawn.
 */
const main = document.querySelector('main[data-live]')
const POLL = 5000
const AGAIN = 15000

const regionsIn = (root) =>
  [...root.querySelectorAll('.live[data-live]')].filter(
    (each) => (each.parentElement.closest('.live') ?? root.closest('main')) === root,
  )
const news = main?.querySelector('[data-news]')
const drawn = new WeakMap()
const asDrawn = (region) =>
  region.innerHTML.replace(/(name="submission" value="|data-seconds="|data-base=")[^"]*/g, '$1')
const remember = (region) => {
  drawn.set(region, asDrawn(region))
  for (const each of region.querySelectorAll('.live')) drawn.set(each, asDrawn(each))
}
/** A page that is being left is not changed under the hand that leaves it. */
let leaving = 0
document.addEventListener('submit', (event) => {
  if (event.target.method === 'dialog') return
  clearTimeout(leaving)
  leaving = setTimeout(() => {
    leaving = 0
  }, AGAIN)
})

function watch() {
  let source = null
  let timer = 0
  let stopped = false
  const close = () => {
    source?.close()
    source = null
    clearTimeout(timer)
  }
  const stop = () => {
    stopped = true
    close()
  }
  const refresh = once(async () => {
    const answer = await fetchPage()
    if (answer === null) setTimeout(refresh, POLL)
    else if (answer === 'over') stop()
    else draw(answer)
  })
  /** Without a stream: asked for now and then, as long as a result is awaited. */
  const poll = () => {
    clearTimeout(timer)
    timer = setTimeout(async () => {
      if (main.querySelector('[data-awaited]')) await refresh()
      if (!stopped && !document.hidden) poll()
    }, POLL)
  }
  const connect = () => {
    if (stopped || source || document.hidden) return
    if (!('EventSource' in window)) return poll()
    const since = encodeURIComponent(main.dataset.revision)
    source = new EventSource(`${main.dataset.live}/live?since=${since}`)
    source.addEventListener('open', () => {
      clearTimeout(timer)
      document.dispatchEvent(new CustomEvent('live:opened'))
    })
    source.addEventListener('changed', refresh)
    source.addEventListener('people', ({ data }) =>
      document.dispatchEvent(new CustomEvent('live:people', { detail: data })),
    )
    source.addEventListener('end', () => {
      stop()
      document.dispatchEvent(new CustomEvent('session:locked'))
    })
    source.addEventListener('error', () => {
      if (source?.readyState !== EventSource.CLOSED) return
      source = null
      poll()
      setTimeout(connect, AGAIN)
    })
  }
  document.addEventListener('visibilitychange', () => (document.hidden ? close() : connect()))
  addEventListener('pagehide', close)
  /** The stream has ended with the lock; what changed since is shown. */
  document.addEventListener('session:unlocked', () => {
    stopped = false
    close()
    connect()
    void refresh()
  })
  connect()
}

/** One at a time; what comes meanwhile is done once more afterwards. */
function once(work) {
  let going = false
  let again = false
  return async function run() {
    if (going) {
      again = true
      return
    }
    going = true
    await work()
    going = false
    if (!again) return
    again = false
    await run()
  }
}

async function fetchPage() {
  const { live, page } = main.dataset
  const answer = await fetch(location.pathname === live ? location.href : live, {
    headers: { 'annai-refresh': '1', accept: 'text/html' },
    redirect: 'manual',
  }).catch(() => null)
  if (answer === null || answer.status >= 500) return null
  if (!answer.ok) return 'over'
  const text = await answer.text().catch(() => null)
  if (text === null) return null
  const fresh = new DOMParser().parseFromString(text, 'text/html')
  return fresh.querySelector('main')?.dataset.page === page ? fresh : 'over'
}

function draw(page) {
  if (leaving) return
  const fresh = page.querySelector('main')
  tellResults(fresh)
  const { place } = main.dataset
  if (fresh.dataset.place !== place && !mayFollow(fresh)) {
    tellMoved()
    for (const name of ASIDE) swapNamed(name, fresh)
    return
  }
  for (const region of regionsIn(main)) swap(region, fresh)
  document.title = page.title
  Object.assign(main.dataset, { ...fresh.dataset })
}
/** What may change beside a step that the call has left in another window, or in other hands: who took it, and why. */
const ASIDE = ['messages', 'waiting', 'cards', 'promises', 'actions']

/** A call that stood and waited goes on by itself; where somebody may still choose or type, nothing moves. */
const mayFollow = (fresh) =>
  main.querySelector('[data-awaits]') !== null &&
  !isTouched(main.querySelector('.live[data-live="step"]')) &&
  noteOf(fresh) === noteOf(main)
const noteOf = (root) => root.querySelector('[data-note]')?.dataset.note

function swapNamed(name, fresh) {
  const region = main.querySelector(`.live[data-live="${name}"]`)
  if (region) swap(region, fresh)
}

function swap(region, fresh) {
  const next = fresh.querySelector(`.live[data-live="${region.dataset.live}"]`)
  if (!next || asDrawn(next) === drawn.get(region)) return
  if (isTouched(region)) {
    for (const each of regionsIn(region)) swap(each, fresh)
    return
  }
  const keep = placesIn(region)
  for (const each of next.querySelectorAll('[autofocus]')) each.removeAttribute('autofocus')
  region.replaceChildren(...document.importNode(next, true).childNodes)
  remember(region)
  keep()
  region.dispatchEvent(new CustomEvent('live:drawn', { bubbles: true }))
}

const FIELDS = 'input:not([type=hidden]), textarea, select'
/** Whether somebody has typed into it or is about to; what came back to be put right counts as typed. */
function isTouched(region) {
  const fields = [...region.querySelectorAll(FIELDS)]
  if ('kept' in main.dataset)
    return fields.length > 0 || region.querySelector('[role=alert]') !== null
  return fields.some((field) => field === document.activeElement || isChanged(field))
}
function isChanged(field) {
  if (field.type === 'radio' || field.type === 'checkbox')
    return field.checked !== field.defaultChecked
  if (field.tagName !== 'SELECT') return field.value !== field.defaultValue
  const first = [...field.options].findIndex((option) => option.defaultSelected)
  return field.selectedIndex !== Math.max(first, 0)
}

/** Where the reader was: the focus, how far was scrolled, what was unfolded. Gives what puts it back. */
function placesIn(region) {
  const active = region.contains(document.activeElement) ? document.activeElement : null
  const all = (selector) => [...region.querySelectorAll(selector)]
  const scrolled = all('.scroll').map((each) => each.scrollTop)
  const open = all('details').map((each) => each.open)
  return () => {
    for (const [nth, each] of all('.scroll').entries()) each.scrollTop = scrolled[nth] ?? 0
    for (const [nth, each] of all('details').entries()) each.open = open[nth] ?? each.open
    if (active)
      (twinOf(active, region) ?? document.querySelector('#step, h1'))?.focus({
        preventScroll: true,
      })
  }
}
function twinOf(element, region) {
  if (element.id) return document.getElementById(element.id)
  const same = (each) =>
    each.getAttribute('href') === element.getAttribute('href') &&
    each.name === element.name &&
    each.value === element.value
  return [...region.querySelectorAll(element.tagName)].find(same) ?? null
}

/** A result that came in is said, also to who does not see it. */
function tellResults(fresh) {
  for (const after of fresh.querySelectorAll('[data-action]')) {
    const before = main.querySelector(`[data-action="${after.dataset.action}"]`)
    const isNew = before && before.dataset.state !== after.dataset.state
    if (isNew && ['done', 'refused'].includes(after.dataset.state)) tell(after.dataset.told)
  }
}
function tell(words) {
  const line = document.createElement('span')
  line.textContent = words
  news.append(line)
}
function tellMoved() {
  if (news.querySelector('a')) return
  const link = document.createElement('a')
  link.href = main.dataset.live
  link.textContent = news.dataset.refresh
  tell(news.dataset.moved)
  news.append(link)
}

if (news || main?.querySelector('[data-people]')) {
  for (const region of regionsIn(main)) remember(region)
  watch()
}
