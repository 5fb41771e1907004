import { type ChildProcess, fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export interface SimulatorProcess {
  readonly url: string
  /** How far the stage has moved the clock; the demo follows it. */
  clockOffsetMs(): number
  stop(): void
}

/** Starts the simulator as a process of its own, on loopback; it stops when its parent does. */
export function startSimulatorProcess(options: {
  file: string
  port: number
}): Promise<SimulatorProcess> {
  const child = fork(entry(), [options.file, String(options.port)], { execArgv: process.execArgv })
  let offset = 0
  return new Promise((resolve, reject) => {
    child.once('exit', (code) =>
      reject(new Error(`The simulator ended with code ${code}: is port ${options.port} free?`)),
    )
    child.on('message', (message: unknown) => {
      const told = Object(message)
      if (typeof told.clockOffsetMs === 'number') offset = told.clockOffsetMs
      if (told.ready === true) resolve(handle(child, String(told.url), () => offset))
    })
  })
}

const handle = (
  child: ChildProcess,
  url: string,
  clockOffsetMs: () => number,
): SimulatorProcess => ({
  url,
  clockOffsetMs,
  stop: () => void child.kill(),
})

/** `main.js` in the build, `main.ts` in the source. */
function entry(): string {
  const built = fileURLToPath(new URL('./main.js', import.meta.url))
  return existsSync(built) ? built : fileURLToPath(new URL('./main.ts', import.meta.url))
}
