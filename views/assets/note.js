/**
 * The note of a call saves itself while it is typed. What is not saved yet is also kept in the tab, so that it outlives a
 * lost connection, an expired session and a reload; it is forgotten once saved, and at sign-out.
 */
const PREFIX = 'note:'
const WAIT = 700
const RETRY = 4000

/** A run of digits as long as a card number is never kept, not even in the tab. */
const CARD_NUMBER = /(?:[0-9０-９][\s\-‐-―−ー]*){13,}/
let signingOut = false

function forgetAll() {
  signingOut = true
  for (const key of Object.keys(sessionStorage))
    if (key.startsWith(PREFIX)) sessionStorage.removeItem(key)
}
for (const form of document.querySelectorAll('[data-sign-out]'))
  form.addEventListener('submit', forgetAll)

const area = document.querySelector('textarea[data-note]')
if (area && !area.readOnly) keep(area)

function keep(area) {
  const panel = area.closest('[data-note-panel]')
  const status = panel.querySelector('[data-note-status]')
  const say = status.dataset
  const key = `${PREFIX}${area.dataset.note}`
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
  addEventListener('pagehide', () => isChanged() && !isInConflict() && void send(true))

  const isChanged = () => area.value !== note.saved
  const isInConflict = () => panel.querySelector('[data-conflict]') !== null
  function remember() {
    if (signingOut || CARD_NUMBER.test(area.value)) return sessionStorage.removeItem(key)
    const unsaved = { body: area.value, version: note.version, sent: note.sent }
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
    saving = false
    if (answer === null) return retry(say.offline)
    if (answer.ok) return done(body, await answer.json())
    if (answer.status === 409) return conflict(await answer.json())
    if (answer.status === 401)
      return tell('wait', say.signedOut, { href: location.href, text: say.signIn })
    if (answer.status >= 500) return retry(say.offline)
    const { error } = await answer.json().catch(() => ({}))
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
  function done(body, { version, time }) {
    note.saved = body
    note.version = version
    area.dataset.version = String(version)
    if (isChanged()) {
      remember()
      return later(WAIT)
    }
    sessionStorage.removeItem(key)
    tell('', `✓ ${say.saved} ${time ?? ''}`)
  }

  /** The tab may hold words that never arrived: they come back, unless the server has them already. */
  function restore() {
    const kept = sessionStorage.getItem(key)
    if (kept === null) return
    const { body, version, sent } = JSON.parse(kept)
    if (body === area.value) return sessionStorage.removeItem(key)
    const isOurs = version === note.version || sent === area.value
    if (!isOurs) return conflict({ body: area.value, version: note.version }, body)
    area.value = body
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
