/**
 * Promises that come due, and waves of trouble for whoever handles them, told on every open page of whoever owes them, and by the desktop once they have switched that on.
 * One page of the browser listens for all of them, so that each is told once; nothing takes the focus.
 */
const line = document.querySelector('[data-reminders]')
const SETTLED = 1500
const SHOWN_MS = 10 * 60_000
const KEPT_MS = 3 * 86_400_000

if (line) remind(line)

function remind(line) {
  const say = line.dataset
  const store = `reminders:${say.reminders}`
  const channel = 'BroadcastChannel' in window ? new BroadcastChannel(store) : null
  let due = []

  /** `told` and `hidden`: when each reminder was told, and which were closed; `on`: whether the desktop tells them. */
  const read = () => {
    try {
      return { told: {}, hidden: {}, on: false, ...JSON.parse(localStorage.getItem(store)) }
    } catch {
      return { told: {}, hidden: {}, on: false }
    }
  }
  const write = (change) => {
    const now = { ...read(), ...change }
    const fresh = Date.now() - KEPT_MS
    for (const kind of ['told', 'hidden'])
      now[kind] = Object.fromEntries(Object.entries(now[kind]).filter(([, at]) => at > fresh))
    localStorage.setItem(store, JSON.stringify(now))
  }
  const keyOf = ({ id, stage }) => `${id}/${stage}`

  function draw() {
    const { told, hidden } = read()
    const since = Date.now() - SHOWN_MS
    const news = due.filter((each) => told[keyOf(each)] > since && !hidden[keyOf(each)])
    line.replaceChildren(
      ...news.slice(0, 3).map(sentence),
      ...(news.length > 0 ? [closer(news)] : []),
    )
  }
  function sentence({ words, url, open }) {
    const part = document.createElement('span')
    const link = document.createElement('a')
    link.href = url
    link.textContent = open
    part.append(words, ' ', link)
    return part
  }
  function closer(news) {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'link'
    button.textContent = say.hide
    button.addEventListener('click', () => {
      const closed = news.map((each) => [keyOf(each), Date.now()])
      write({ hidden: { ...read().hidden, ...Object.fromEntries(closed) } })
      draw()
      channel?.postMessage(due)
    })
    return button
  }

  function tell(list) {
    due = list
    const { told, on } = read()
    const news = due.filter((each) => !told[keyOf(each)])
    const now = news.map((each) => [keyOf(each), Date.now()])
    write({ told: { ...told, ...Object.fromEntries(now) } })
    if (on && 'Notification' in window && Notification.permission === 'granted')
      for (const each of news) notify(each)
    draw()
    channel?.postMessage(due)
  }
  /** The number of the case and the kind of promise: whoever looks over a shoulder learns of no customer. */
  function notify(reminder) {
    const { title, words, url } = reminder
    const shown = new Notification(title, { body: words, tag: keyOf(reminder) })
    shown.addEventListener('click', () => {
      window.open(url)
      shown.close()
    })
  }

  async function ask() {
    const answer = await fetch('/reminders', {
      redirect: 'manual',
      headers: { accept: 'application/json' },
    }).catch(() => null)
    if (answer?.ok) tell((await answer.json()).reminders)
  }
  function listen() {
    let source = null
    const start = () => {
      source?.close()
      source = new EventSource('/reminders/live?since=-')
      source.addEventListener('changed', () => void ask())
      source.addEventListener('end', () => source.close())
    }
    start()
    document.addEventListener('session:unlocked', start)
    addEventListener('pagehide', () => source.close())
  }
  /** Whichever page has the lock listens, until it is closed; without locks each does. */
  function lead() {
    if (!navigator.locks) return listen()
    void navigator.locks.request(store, () => {
      listen()
      return new Promise(() => {})
    })
  }

  channel?.addEventListener('message', ({ data }) => {
    if (data === 'hello') return due.length > 0 ? channel.postMessage(due) : undefined
    due = data
    draw()
  })
  channel?.postMessage('hello')
  if ('EventSource' in window) setTimeout(lead, SETTLED)
  offer(document.querySelector('[data-notify]'))

  /** Asked for only when somebody presses the button. */
  function offer(button) {
    if (!button || !('Notification' in window)) return
    const isOn = () => read().on && Notification.permission === 'granted'
    const label = () => {
      button.hidden = false
      const { on, off, denied } = button.dataset
      button.textContent = Notification.permission === 'denied' ? denied : isOn() ? off : on
    }
    button.addEventListener('click', async () => {
      if (isOn()) write({ on: false })
      else write({ on: (await Notification.requestPermission()) === 'granted' })
      label()
    })
    label()
  }
}
