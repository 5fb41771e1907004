/**
 * Keys of the screens. They go by the place of a key (`event.code`), so that an input method or another layout does not
 * change them, and they never work inside a field, while composing, or together with keys of the browser.
 */
const singleKeys = document.body.dataset.singleKeys === 'on'
const find = (selector) => document.querySelector(selector)
const help = find('#keys')

const isComposing = (event) => event.isComposing || event.keyCode === 229
const inField = (target) =>
  target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null
const onControl = (target) =>
  target instanceof Element && target.closest('a, button, summary, dialog') !== null
const digitOf = (code) => /^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1] ?? null

document.addEventListener('keydown', (event) => {
  if (isComposing(event) || event.defaultPrevented) return
  if (help?.open) return
  if (event.code === 'Escape') return leave(event)
  if (event.altKey && event.code === 'ArrowLeft') return toPrevious(event)
  if (event.ctrlKey || event.altKey || event.metaKey) return
  if (isSearchKey(event)) return use(event, '[data-hotkey="Slash"]')
  if (inField(event.target)) return event.code === 'Enter' ? enterInField(event) : undefined
  if (event.code === 'Enter' || event.code === 'NumpadEnter') return confirmProposed(event)
  if (singleKeys && !event.repeat) pressSingle(event)
})

/** No number and no name begins with a slash: an empty field for one, where pages begin, lets it through to the search. */
const isSearchKey = (event) =>
  singleKeys &&
  event.key === '/' &&
  event.target instanceof Element &&
  event.target.matches('input[type="tel"], input[type="search"]:not(#find)') &&
  event.target.value === ''

function pressSingle(event) {
  if (event.key === '?' || (event.shiftKey && event.code === 'Slash')) return openHelp(event)
  if (event.shiftKey) return
  const digit = digitOf(event.code)
  if (digit) return choose(event, find(`[data-key="${digit}"]`))
  use(event, `[data-hotkey="${event.code}"]`)
}

/** A field is entered, a button is pressed. */
function use(event, selector) {
  const element = find(selector)
  if (!element) return
  event.preventDefault()
  if (inField(element)) {
    element.focus()
    if (element.type === 'search') element.select()
  } else if (element.tagName === 'SUMMARY') {
    element.focus()
    element.click()
  } else element.click()
}

function confirmProposed(event) {
  if (onControl(event.target)) return
  choose(event, find('[data-proposed]') ?? find('[data-only]'))
}

/** What a choice still asks for is asked before it is sent: the last 4 digits, or why it is not the proposed one. */
function choose(event, button) {
  if (!button) return
  event.preventDefault()
  const missing = missingFor(button)
  if (missing) ask(missing, button)
  else button.click()
}
let waiting = null

function ask(field, button) {
  waiting = button
  const folded = field.closest('[data-asked-later]')
  if (folded) folded.hidden = false
  field.focus()
}
/** What only scripts can fold away or open; a part of the page that is drawn anew is prepared anew. */
function prepare(root) {
  for (const folded of root.querySelectorAll('[data-asked-later]'))
    folded.hidden = folded.querySelector('input').value === ''
  for (const opener of root.querySelectorAll('[data-opens="keys"]')) {
    opener.hidden = false
    opener.addEventListener('click', () => openHelp())
  }
}
prepare(document)
document.addEventListener('live:drawn', (event) => prepare(event.target))

function missingFor(button) {
  const form = button.form
  const empty = (selector) =>
    [...(form?.querySelectorAll(selector) ?? [])].find((field) => field.value.trim() === '')
  if (button.dataset.needs === 'last4') return empty('[name="last4"]')
  if (button.dataset.needs === 'reason') return empty('[name="reason"]')
  return undefined
}

document.addEventListener('click', (event) => {
  const button = event.target instanceof Element ? event.target.closest('button[data-needs]') : null
  const missing = button ? missingFor(button) : undefined
  if (!missing) return
  event.preventDefault()
  ask(missing, button)
})

/** Enter in a field of a step goes on: to the choice that waits for it, or to the choices. It never picks one by itself. */
function enterInField(event) {
  const field = event.target
  if (field.tagName === 'TEXTAREA' || !field.form?.hasAttribute('data-step-form')) return
  event.preventDefault()
  if (!waiting?.isConnected) waiting = null
  if (waiting && !missingFor(waiting)) return waiting.click()
  const target = waiting ? missingFor(waiting) : (find('[data-proposed]') ?? find('[data-key="1"]'))
  target?.focus()
}

function toPrevious(event) {
  const link = find('[data-previous]')
  if (!link || inField(event.target)) return
  event.preventDefault()
  link.click()
}

function leave(event) {
  const menu = find('details.menu[open]')
  if (menu) {
    menu.open = false
    return menu.querySelector('summary').focus()
  }
  if (!inField(event.target)) return
  event.target.blur()
  find('#step')?.focus({ preventScroll: true })
}

function openHelp(event) {
  event?.preventDefault()
  help?.showModal()
}
