/**
 * Covers a screen that nobody uses, as the server locks its session; the page stays as it is beneath, with every word
 * that was typed. The server alone says how long is left: whoever is at work in another tab, or unlocks there, keeps
 * this one open too. Runs before the other scripts, so that no key reaches them while the screen is covered.
 */
const cover = document.querySelector('[data-cover]')
const soon = document.querySelector('[data-soon]')
const left = cover?.dataset.left ?? document.body.dataset.left
const WARNING = 60_000
const TELL_EVERY = 15_000
const ASK_EVERY = 10_000
const SIGNS_OF_LIFE = ['keydown', 'pointerdown', 'pointermove', 'wheel']

if (left !== undefined) watch(Number(left))

function watch(seconds) {
  let deadline = Date.now() + seconds * 1000
  let isActive = false
  let asked = Date.now()
  let told = Date.now()
  let uncover = null
  const channel = 'BroadcastChannel' in window ? new BroadcastChannel('session') : null

  const isWarned = () => soon !== null && !soon.hidden
  function warn(yes) {
    if (soon === null || isWarned() === yes) return
    soon.hidden = !yes
    soon.textContent = yes ? soon.dataset.words : ''
  }
  /** What the server says; without an answer the screen is covered in time all the same. */
  async function ask(path, options = {}) {
    asked = Date.now()
    const answer = await fetch(path, {
      redirect: 'manual',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      ...options,
    }).catch(() => null)
    const said = answer?.ok ? await answer.json().catch(() => null) : null
    if (said === null) return
    // Somebody else has signed in meanwhile: what stands here is not theirs to see.
    if (cover !== null && said.operator !== cover.dataset.operator) return location.reload()
    deadline = Date.now() + said.left * 1000
    if (said.locked) lock()
    else {
      uncover?.()
      warn(said.left * 1000 <= WARNING)
    }
  }
  const tellActive = () => {
    isActive = false
    told = Date.now()
    void ask('/session/use', { method: 'POST', body: '{}' })
  }
  const look = () => ask('/session/left')

  async function tick() {
    if (uncover) return
    const now = Date.now()
    if (isActive && now < deadline && now - told >= TELL_EVERY) return tellActive()
    if (now >= deadline) {
      await look()
      if (!uncover && Date.now() >= deadline) lock()
    } else if (deadline - now <= WARNING && now - asked >= ASK_EVERY) await look()
  }

  function lock() {
    if (uncover) return
    warn(false)
    if (cover === null) return location.reload()
    for (const dialog of document.querySelectorAll('dialog[open]')) dialog.close()
    const before = document.activeElement
    const { title } = document
    const rest = [...document.body.children].filter((each) => each !== cover && !each.inert)
    for (const each of rest) each.inert = true
    document.title = cover.dataset.title
    cover.hidden = false
    cover.querySelector('input, a')?.focus()
    uncover = () => {
      uncover = null
      cover.hidden = true
      for (const each of rest) each.inert = false
      document.title = title
      before?.focus?.({ preventScroll: true })
      document.dispatchEvent(new CustomEvent('session:unlocked'))
    }
  }

  const isInField = ({ target }) =>
    target instanceof Element &&
    target.closest('input, textarea, select, [contenteditable]') !== null
  /** The key that answers the warning does nothing else; in a field it is a word being typed. */
  function alive(event) {
    if (uncover) return event.type === 'keydown' ? event.stopImmediatePropagation() : undefined
    if (!event.isTrusted) return
    isActive = true
    if (Date.now() >= deadline) return void tick()
    if (!isWarned()) return
    if (event.type === 'keydown' && !isInField(event)) {
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    warn(false)
    tellActive()
  }
  for (const sign of SIGNS_OF_LIFE)
    addEventListener(sign, alive, { capture: true, passive: sign === 'wheel' })
  /** Coming back to a covered page, from another tab where the session was unlocked, uncovers it. */
  const comeBack = () => void (uncover ? look() : tick())
  for (const moment of ['focus', 'pageshow', 'online']) addEventListener(moment, comeBack)
  document.addEventListener('visibilitychange', comeBack)
  document.addEventListener('session:locked', () => void look())
  channel?.addEventListener('message', () => void look())
  setInterval(() => void tick(), 1000)

  cover?.querySelector('[data-unlock]')?.addEventListener('submit', async (event) => {
    event.preventDefault()
    const form = event.target
    const answer = await fetch(form.action, {
      method: 'POST',
      redirect: 'manual',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify(Object.fromEntries(new FormData(form))),
    }).catch(() => null)
    const { error } = (await answer?.json().catch(() => null)) ?? {}
    const place = cover.querySelector('[data-cover-error]')
    place.hidden = Boolean(answer?.ok)
    place.textContent = answer?.ok ? '' : (error ?? cover.dataset.offline)
    form.reset()
    if (!answer?.ok) return form.querySelector('input')?.focus()
    await look()
    channel?.postMessage('unlocked')
  })
  for (const form of document.querySelectorAll('[data-lock]'))
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      const wish = { method: 'POST', body: '{}' }
      void fetch(form.action, { ...wish, headers: { 'content-type': 'application/json' } }).then(
        () => {
          channel?.postMessage('locked')
          return look()
        },
      )
    })
}
