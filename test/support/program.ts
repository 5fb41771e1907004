import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../../src/config.ts'
import { main } from './main.ts'

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

export interface ProgramOptions {
  /** A card system that outlives the program; without one the program brings its own. */
  readonly cardSystemUrl?: string
  readonly databaseUrl?: string
}

export function program(options: ProgramOptions = {}): Program {
  const folder = mkdtempSync(join(tmpdir(), 'annai-program-'))
  const database = options.databaseUrl ?? join(folder, 'annai.sqlite')
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
      running = await serve(folder, database, options)
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

async function serve(
  folder: string,
  database: string,
  { cardSystemUrl }: ProgramOptions,
): Promise<Running> {
  const child = spawn(process.execPath, main('serve'), {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH ?? '',
      PORT: '0',
      SIMULATOR_PORT: '0',
      DATABASE_URL: database,
      ...(cardSystemUrl ? { CARD_SYSTEM_URL: cardSystemUrl } : {}),
      SIMULATOR_DATABASE: join(folder, 'simulator.sqlite'),
      LOG_LEVEL: 'error',
    },
  })
  const gone = once(child, 'exit')
  const told = await greeting(child, cardSystemUrl ? /Annai[^\n]*http:\S+\n/ : /\/stage/)
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
function greeting(child: ChildProcess, last: RegExp): Promise<string> {
  let told = ''
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (piece) => {
      told += String(piece)
      if (last.test(told)) resolve(told)
    })
    child.once('exit', () => reject(new Error(`annai ended before it listened: ${told}`)))
  })
}
