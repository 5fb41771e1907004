import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../../src/config.ts'

/** `annai serve` as a process of its own on a database of its own, to be killed and started again. */
export interface Program {
  readonly url: string
  readonly stageUrl: string
  /** The file that it writes to. */
  readonly database: string
  start(): Promise<void>
  /** kill -9: no handler runs, nothing is tidied up. */
  kill(): Promise<void>
  close(): Promise<void>
}

export function program(): Program {
  const folder = mkdtempSync(join(tmpdir(), 'annai-program-'))
  const database = join(folder, 'annai.sqlite')
  let running: Running | undefined
  const kill = async () => {
    await running?.kill()
    running = undefined
  }
  return {
    database,
    get url() {
      return running?.url ?? ''
    },
    get stageUrl() {
      return running?.stageUrl ?? ''
    },
    async start() {
      running = await serve(folder)
    },
    kill,
    async close() {
      await kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

interface Running {
  readonly url: string
  readonly stageUrl: string
  kill(): Promise<void>
}

async function serve(folder: string): Promise<Running> {
  const child = spawn(process.execPath, ['--import=tsx', join(root, 'src', 'main.ts'), 'serve'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH ?? '',
      PORT: '0',
      SIMULATOR_PORT: '0',
      DATABASE_URL: join(folder, 'annai.sqlite'),
      SIMULATOR_DATABASE: join(folder, 'simulator.sqlite'),
      LOG_LEVEL: 'error',
    },
  })
  const gone = once(child, 'exit')
  const told = await greeting(child)
  return {
    url: /Annai[^\n]*(http:\S+)/.exec(told)?.[1] ?? '',
    stageUrl: /(http:\S+)\/stage/.exec(told)?.[1] ?? '',
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
  }
}

/** What it prints once it listens. */
function greeting(child: ChildProcess): Promise<string> {
  let told = ''
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (piece) => {
      told += String(piece)
      if (told.includes('/stage')) resolve(told)
    })
    child.once('exit', () => reject(new Error(`annai ended before it listened: ${told}`)))
  })
}
