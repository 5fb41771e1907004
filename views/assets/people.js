/** Who else has the same thing open: told by the page's stream, asked for by itself, and never in the way. */
const main = document.querySelector('main[data-live]')
const place = main?.querySelector('[data-people]')

async function show() {
  const answer = await fetch(`${main.dataset.live}/people`, {
    redirect: 'manual',
    headers: { accept: 'application/json' },
  }).catch(() => null)
  if (!answer?.ok) return
  const { lines } = await answer.json()
  const shown = [...place.children].map((line) => line.textContent)
  if (lines.length === shown.length && lines.every((line, nth) => line === shown[nth])) return
  place.replaceChildren(
    ...lines.map((words) => {
      const line = document.createElement('p')
      line.textContent = words
      return line
    }),
  )
}
if (place) {
  document.addEventListener('live:people', (event) => {
    if (event.detail === '-') place.replaceChildren()
    else void show()
  })
  // Whoever left while nothing was listened to is not told of any more.
  document.addEventListener('live:opened', () => {
    if (place.childElementCount > 0) void show()
  })
}
