/**
 * Keys of a list: J and K (or the arrows) go from case to case, X ticks, Shift with a click or X ticks all between. They
 * go by the place of a key, and never work inside a field that is typed into.
 */
const table = document.querySelector('[data-list]')
const boxes = [...(table?.querySelectorAll('tbody input[name="case"]') ?? [])]
const rows = [...(table?.querySelectorAll('tbody tr') ?? [])]
const all = table?.querySelector('[data-tick-all]')
const told = document.querySelector('[data-ticked]')
const singleKeys = document.body.dataset.singleKeys === 'on'
let last = null

const boxOf = (row) => row?.querySelector('input[name="case"]')
const linkOf = (row) => row?.querySelector('th a')

function tell() {
  const ticked = boxes.filter((each) => each.checked).length
  if (told) {
    told.hidden = ticked === 0
    told.textContent = `✓ ${ticked}`
  }
  if (all) {
    all.checked = ticked > 0 && ticked === boxes.length
    all.indeterminate = ticked > 0 && ticked < boxes.length
  }
}

/** Everything between the last one that was ticked and this one becomes as this one. */
function tick(box, isRange) {
  const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b)
  if (isRange && from >= 0) for (const each of boxes.slice(from, to + 1)) each.checked = box.checked
  last = box
  tell()
}

for (const box of boxes) box.addEventListener('click', (event) => tick(box, event.shiftKey))
if (all) {
  all.hidden = false
  all.addEventListener('change', () => {
    for (const each of boxes) each.checked = all.checked
    tell()
  })
}
tell()

const current = () => rows.findIndex((row) => row.contains(document.activeElement))
function go(by) {
  const at = current()
  const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by
  linkOf(rows[Math.min(Math.max(next, 0), rows.length - 1)])?.focus()
}

const STEPS = { KeyJ: 1, KeyK: -1, ArrowDown: 1, ArrowUp: -1 }
const typesInto = (target) =>
  target instanceof Element &&
  target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]') !== null

document.addEventListener('keydown', (event) => {
  if (!table || !singleKeys || event.isComposing || event.keyCode === 229) return
  if (event.ctrlKey || event.altKey || event.metaKey || typesInto(event.target)) return
  if (document.querySelector('dialog[open]')) return
  const isArrow = event.code.startsWith('Arrow')
  if (STEPS[event.code] && (!isArrow || current() >= 0)) {
    event.preventDefault()
    return go(STEPS[event.code])
  }
  if (event.code !== 'KeyX' || event.repeat) return
  const box = boxOf(rows[current()])
  if (!box) return
  event.preventDefault()
  box.checked = !box.checked
  tick(box, event.shiftKey)
})
