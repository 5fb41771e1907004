/**
 * A form is sent once: until the answer comes, or the page is left and come back to, another click does nothing.
 * The button that was pressed still gives its value, since it is marked and not disabled before the form is read.
 */
const sent = new WeakSet()

document.addEventListener('submit', (event) => {
  const form = event.target
  if (event.defaultPrevented || form.method === 'get' || form.method === 'dialog') return
  if (sent.has(form)) return event.preventDefault()
  sent.add(form)
  const button = event.submitter
  if (!button) return
  button.classList.add('sent')
  button.setAttribute('aria-disabled', 'true')
})

addEventListener('pageshow', (event) => {
  if (!event.persisted) return
  location.reload()
})
