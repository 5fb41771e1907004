/** Puts the usual words of a promise into its form while its time is chosen, as long as nobody has written others. */
const WAIT = 300
const filled = new WeakMap()
const timers = new WeakMap()
const PARTS = ['kind', 'when', 'due', 'count', 'owner']

document.addEventListener('input', (event) => {
  const form = event.target.form?.closest('[data-promise]')
  if (!form || !PARTS.includes(event.target.name)) return
  choose(form, event.target)
  clearTimeout(timers.get(form))
  timers.set(
    form,
    setTimeout(() => void fill(form), WAIT),
  )
})

/** A number that is typed means hours or days, a time means a time. */
function choose(form, { name, value }) {
  if (value === '') return
  const when = form.elements.when.value
  if (name === 'due') form.elements.when.value = 'at'
  if (name === 'count' && when === 'at') form.elements.when.value = 'hours'
}

async function fill(form) {
  const area = form.elements.wording
  const isOurs = () => area.value === '' || area.value === filled.get(form)
  if (!isOurs()) return
  const asked = new URLSearchParams({ promise: form.dataset.of ?? '' })
  for (const name of PARTS) asked.set(name, form.elements[name]?.value ?? '')
  const answer = await fetch(`${form.dataset.promise}?${asked}`, {
    redirect: 'manual',
    headers: { accept: 'application/json' },
  }).catch(() => null)
  if (!answer?.ok || !isOurs()) return
  const { wording } = await answer.json()
  area.value = wording
  filled.set(form, wording)
}
