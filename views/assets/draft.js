/**
 * What is written on the page of a case is kept on the server while it is typed, for whoever types it alone: on any machine
 * it is there again. Once its form is sent nothing more is kept.
 */
const WAIT = 1000
const RETRY = 5000
const waiting = new Map()
const sent = new WeakSet()

const pageOf = (area) => area.closest('[data-drafts]')
const isDraft = (target) => target instanceof HTMLTextAreaElement && target.dataset.draft

document.addEventListener('input', (event) => {
  if (isDraft(event.target)) later(event.target, WAIT)
})
document.addEventListener('submit', (event) => {
  for (const area of event.target.querySelectorAll('[data-draft]')) forget(area)
  sent.add(event.target)
})
addEventListener('pagehide', () => {
  for (const area of waiting.keys()) {
    const { drafts } = pageOf(area).dataset
    navigator.sendBeacon(drafts, new Blob([bodyOf(area)], { type: 'application/json' }))
  }
})

/** What could not be kept while the screen was locked is kept now. */
document.addEventListener('session:unlocked', () => {
  for (const area of [...waiting.keys()]) later(area, 0)
})

function later(area, milliseconds) {
  if (area.form && sent.has(area.form)) return
  clearTimeout(waiting.get(area))
  waiting.set(
    area,
    setTimeout(() => void save(area), milliseconds),
  )
}
function forget(area) {
  clearTimeout(waiting.get(area))
  waiting.delete(area)
}

const bodyOf = (area) =>
  JSON.stringify({ form: area.dataset.draft, body: area.value, base: area.dataset.base ?? '' })

async function save(area) {
  const page = pageOf(area)
  if (!page) return
  const say = page.dataset
  const body = bodyOf(area)
  tell(area, 'wait', say.draftSaving)
  const answer = await fetch(say.drafts, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body,
  }).catch(() => null)
  if (body !== bodyOf(area)) return
  if (answer?.ok) {
    forget(area)
    const { time } = await answer.json()
    return tell(area, '', area.value.trim() === '' ? '' : `✓ ${say.draftSaved} ${time}`)
  }
  const { error } = (await answer?.json().catch(() => null)) ?? {}
  tell(area, 'wait', error ?? say.draftFailed)
  if (answer?.status === 423) document.dispatchEvent(new CustomEvent('session:locked'))
  if (!error) later(area, RETRY)
}

function tell(area, kind, words) {
  const status = area.parentElement.querySelector('[data-draft-status]')
  if (!status) return
  status.className = `saved ${kind}`
  status.textContent = words
}
