/**
 * The note of a call saves itself while it is typed. What is not saved yet is also kept in the tab, so that it outlives a
 * lost connection, an expired session and a reload; it is forgotten once saved, and at sign-out. What somebody else has
 * saved in the meantime is put together with it, here and on the server alike.
 */
const PREFIX = 'note:'
const WAIT = 700
const RETRY = 4000

/** A run of digits as long as a card number is never kept, not even in the tab. */
const CARD_NUMBER = /(?:[0-9０-９][\s\-‐-―−ー]*){13,}/
let signingOut = false

const isLow = (code) => code >= 0xdc00 && code <= 0xdfff
/** The one stretch of `base` in whose place `text` has something else. */
function changeOf(base, text) {
  const most = Math.min(base.length, text.length)
  let start = 0
  while (start < most && base[start] === text[start]) start += 1
  if (start > 0 && (isLow(base.charCodeAt(start)) || isLow(text.charCodeAt(start)))) start -= 1
  let same = 0
  while (same < most - start && base.at(-1 - same) === text.at(-1 - same)) same += 1
  if (same > 0 && isLow(base.charCodeAt(base.length - same))) same -= 1
  return { start, end: base.length - same, put: text.slice(start, text.length - same) }
}
function joined(theirs, mine) {
  if (mine.startsWith(theirs)) return mine
  if (theirs.startsWith(mine)) return theirs
  if (theirs.startsWith('\n')) return mine + theirs
  return mine.startsWith('\n') ? theirs + mine : `${theirs}\n${mine}`
}
/** Both changes of a text in one: `src/calls/note-merge.ts`, for the page that is open. */
export function mergeTexts(base, theirs, mine) {
  if (theirs === base || theirs === mine) return mine
  if (mine === base) return theirs
  const [a, b] = [changeOf(base, theirs), changeOf(base, mine)]
  const isOnePlace = a.start === b.start && a.end === b.end
  const isInOrder = a.start < b.start || (a.start === b.start && a.end <= b.end)
  const [first, second] = isInOrder ? [a, b] : [b, a]
  if (first.end <= second.start && !isOnePlace)
    return [
      base.slice(0, first.start) + first.put,
      base.slice(first.end, second.start) + second.put,
      base.slice(second.end),
    ].join('')
  const [start, end] = [Math.min(a.start, b.start), Math.max(a.end, b.end)]
  const within = (each) => base.slice(start, each.start) + each.put + base.slice(each.end, end)
  return base.slice(0, start) + joined(within(a), within(b)) + base.slice(end)
}

function forgetAll() {
  signingOut = true
  for (const key of Object.keys(sessionStorage))
    if (key.startsWith(PREFIX)) sessionStorage.removeItem(key)
}
for (const form of globalThis.document?.querySelectorAll('[data-sign-out]') ?? [])
  form.addEventListener('submit', forgetAll)

const area = globalThis.document?.querySelector('textarea[data-note]')
if (area && !area.readOnly) keep(area)

function keep(area) {
  const panel = area.closest('[data-note-panel]')
  const status = panel.querySelector('[data-note-status]')
  const say = status.dataset
  /** Each operator's words are their own, also at a screen that somebody else signs in at. */
  const whose = document.querySelector('[data-cover]')?.dataset.operator ?? ''
  const key = `${PREFIX}${whose}:${area.dataset.note}`
  const note = { saved: area.value, version: Number(area.dataset.version), sent: '' }
  let timer = 0
  let saving = false

  panel.querySelector('[data-note-button]').hidden = true
  restore()
  area.addEventListener('input', () => {
    remember()
    tell('wait', say.unsaved)
    later(WAIT)
  })
  area.addEventListener('blur', () => isChanged() && later(0))
  addEventListener('online', () => isChanged() && later(0))
  document.addEventListener('session:unlocked', () => isChanged() && later(0))
  addEventListener('pagehide', () => isChanged() && !isInConflict() && void send(true))

  const isChanged = () => area.value !== note.saved
  const isInConflict = () => panel.querySelector('[data-conflict]') !== null
  function remember() {
    const isKept = !CARD_NUMBER.test(area.value) && !CARD_NUMBER.test(note.saved)
    if (signingOut || !isKept) return sessionStorage.removeItem(key)
    const { saved: base, version, sent } = note
    const unsaved = { body: area.value, base, version, sent }
    sessionStorage.setItem(key, JSON.stringify(unsaved))
  }
  function later(milliseconds) {
    clearTimeout(timer)
    timer = setTimeout(save, milliseconds)
  }
  function tell(kind, text, link) {
    status.className = `saved ${kind}`
    status.textContent = text
    if (!link) return
    const anchor = document.createElement('a')
    anchor.href = link.href
    anchor.textContent = link.text
    status.append(' ', anchor)
  }

  async function save() {
    if (saving) return later(200)
    if (!isChanged() || isInConflict()) return
    saving = true
    tell('wait', say.saving)
    const body = area.value
    const answer = await send(false).catch(() => null)
    if (answer?.ok) await takeIn(body, await answer.json())
    saving = false
    if (answer === null) return retry(say.offline)
    if (answer.ok) return
    if (answer.status === 409) return conflict(await answer.json())
    if (answer.status === 401)
      return tell('wait', say.signedOut, { href: location.href, text: say.signIn })
    if (answer.status >= 500) return retry(say.offline)
    const { error } = await answer.json().catch(() => ({}))
    if (answer.status === 423) {
      tell('wait', error)
      return document.dispatchEvent(new CustomEvent('session:locked'))
    }
    sessionStorage.removeItem(key)
    tell('wait', error ?? say.refused)
  }
  function send(last) {
    note.sent = area.value
    remember()
    return fetch(area.dataset.url, {
      method: 'POST',
      credentials: 'same-origin',
      redirect: 'manual',
      keepalive: last,
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify({
        matter: Number(area.dataset.matter),
        body: area.value,
        base: note.saved,
        version: note.version,
      }),
    }).then((answer) =>
      answer.type === 'opaqueredirect' ? new Response('{}', { status: 401 }) : answer,
    )
  }
  function retry(text) {
    tell('wait', text)
    later(RETRY)
  }
  /** What was saved is what was sent, or that and what somebody else had written: it comes in around what is typed. */
  async function takeIn(sent, { body, version, time }) {
    await composed
    const merged = mergeTexts(sent, body, area.value)
    if (merged !== area.value) {
      const { start, end, put } = changeOf(area.value, merged)
      area.setRangeText(put, start, end, 'preserve')
    }
    done(body, { version, time }, body === sent ? say.saved : say.merged)
  }
  function done(body, { version, time }, words = say.saved) {
    note.saved = body
    note.version = version
    area.dataset.version = String(version)
    if (isChanged()) {
      remember()
      return later(WAIT)
    }
    sessionStorage.removeItem(key)
    tell('', `✓ ${words} ${time ?? ''}`)
  }
  /** Nothing is put under an input method that is composing. */
  let composed = Promise.resolve()
  area.addEventListener('compositionstart', () => {
    composed = new Promise((resolve) =>
      area.addEventListener('compositionend', resolve, { once: true }),
    )
  })

  /** The tab may hold words that never arrived: they come back, unless the server has them already. */
  function restore() {
    const kept = sessionStorage.getItem(key)
    if (kept === null) return
    const { body, base, version, sent } = JSON.parse(kept)
    if (body === area.value) return sessionStorage.removeItem(key)
    const isOurs = version === note.version || sent === area.value
    if (!isOurs && base === undefined)
      return conflict({ body: area.value, version: note.version }, body)
    area.value = isOurs ? body : mergeTexts(base, area.value, body)
    tell('wait', say.restored)
    later(0)
  }

  /** Both texts are shown, and a person says which one stays. */
  function conflict({ body: theirs, version }, mine = area.value) {
    note.version = version
    area.value = mine
    if (theirs === mine) return done(mine, { version })
    const template = panel.querySelector('template')
    const box = template.content.firstElementChild.cloneNode(true)
    box.querySelector('[data-mine]').textContent = mine
    box.querySelector('[data-theirs]').textContent = theirs
    const choices = { mine, theirs, both: `${theirs}\n${mine}` }
    for (const button of box.querySelectorAll('[data-keep]'))
      button.addEventListener('click', () => {
        area.value = choices[button.dataset.keep]
        note.saved = theirs
        box.remove()
        area.focus()
        if (isChanged()) later(0)
        else done(theirs, { version })
      })
    panel.append(box)
    tell('wait', say.conflictText)
  }
}
