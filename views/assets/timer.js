/** Clocks that run on from where the server said they were; without this script they simply stand. */
const clocks = [...document.querySelectorAll('[data-clock]')].map((element) => ({
  element,
  from: Number(element.dataset.seconds) || 0,
  runs: element.dataset.clock === 'running',
  long: Number(element.dataset.long) || Infinity,
  warning: element.parentElement?.querySelector('[data-when-long]') ?? null,
}))
const start = performance.now()
const two = (n) => String(n).padStart(2, '0')

function show(seconds) {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${two(m)}:${two(s)}`
}

function tick() {
  const passed = (performance.now() - start) / 1000
  for (const { element, from, runs, long, warning } of clocks) {
    const seconds = Math.floor(from + (runs ? passed : 0))
    element.textContent = show(seconds)
    if (warning && seconds >= long) warning.hidden = false
  }
}

if (clocks.some((clock) => clock.runs)) {
  tick()
  setInterval(tick, 500)
}
