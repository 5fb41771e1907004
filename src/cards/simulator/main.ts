import { createSimulator } from './simulator.ts'

/**
 * The simulator as a process of its own: `main.ts <database file> [port]`. Told by its parent over IPC or, without
 * one, on standard output: `{ ready, port, url, clockOffsetMs }`, and `{ clockOffsetMs }` when its clock is moved.
 */
function tell(message: Record<string, unknown>): void {
  if (process.send) process.send(message)
  else console.log(JSON.stringify(message))
}

const [file, port = '0'] = process.argv.slice(2)
if (file === undefined) throw new Error('usage: main.ts <database file> [port]')

const simulator = createSimulator({
  file,
  onClockMoved: (clockOffsetMs) => tell({ clockOffsetMs }),
})
const stop = () => void simulator.close().finally(() => process.exit(0))
process.once('disconnect', stop)
process.once('SIGTERM', stop)
process.once('SIGINT', stop)

const url = await simulator.listen(Number(port))
const clockOffsetMs = simulator.clockOffsetMs()
tell({ ready: true, port: Number(new URL(url).port), url, clockOffsetMs })
