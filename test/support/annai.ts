import { mkdtempSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DestinationStream } from 'pino'
import { createApp } from '../../src/app.ts'
import type { AuditSettings, Sealer } from '../../src/audit/sealer.ts'
import { httpCardSystem } from '../../src/cards/http.ts'
import type { Outbox } from '../../src/cards/outbox.ts'
import { createSimulator } from '../../src/cards/simulator/simulator.ts'
import { root } from '../../src/config.ts'
import { closeDatabase, type Db, isPostgres, migrate, openDatabase } from '../../src/db.ts'
import { type Route, routesOf } from '../../src/operators/guarded-router.ts'
import type { SignInSettings } from '../../src/operators/sign-in-settings.ts'
import { openLibrary } from '../../src/scripts/library.ts'
import { loadReferences } from '../../src/scripts/references.ts'
import { assets } from '../../src/web/assets.ts'
import type { Live } from '../../src/web/live.ts'
import { createLog } from '../../src/web/log.ts'
import { createHttpServer } from '../../src/web/server.ts'
import { contractProxy } from './contract-proxy.ts'
import { content, copySeeded } from './seeded.ts'
import { Visitor } from './visitor.ts'

/** A Monday morning; tests move it, nothing waits for it. */
export class MovableClock {
  private at: number
  constructor(start = '2026-11-23T00:30:00.000Z') {
    this.at = Date.parse(start)
  }
  now(): Date {
    return new Date(this.at)
  }
  forward(milliseconds: number): void {
    this.at += milliseconds
  }
}

/** The whole product running: the real app, a real database, the card system over real HTTP. */
export interface Annai {
  readonly url: string
  readonly stageUrl: string
  readonly db: Db
  readonly outbox: Outbox
  /** One round of what the running program does again and again. */
  rounds(): Promise<void>
  /** Until nothing that a form has begun goes on any more. */
  idle(): Promise<void>
  readonly live: Live
  /** Every route of the program, with what it demands. */
  readonly routes: readonly Route[]
  /** What seals the audit log, where the test has it sealed. */
  readonly sealer: Sealer | null
  readonly clock: MovableClock
  signIn(login: string): Promise<Visitor>
  /** Another instance of the program on the same database and card system. */
  second(): Promise<Pick<Annai, 'url' | 'outbox' | 'rounds' | 'idle' | 'sealer' | 'close'>>
  /** Starts the program anew on the same database, as after a crash. */
  restart(): Promise<void>
  close(): Promise<void>
}

const viewFolder = join(root, 'views')
const bundle = assets({ folder: join(viewFolder, 'assets') })

/** What a test may want to be set otherwise. */
export interface Settings {
  readonly webhookSecret?: string
  /** As in production, where a browser comes over TLS. */
  readonly secure?: boolean
  /** Where all of the log goes; without it errors go to the screen. */
  readonly logTo?: DestinationStream
  /** Seals the audit log: with which key, and where its anchors go. */
  readonly audit?: AuditSettings
  readonly signIn?: Partial<SignInSettings>
  readonly trustProxy?: string
  /** As many as a test likes where nothing is said: one hour of a test is many of work. */
  readonly peopleAnHour?: number
  /** The real time, by which sessions go. */
  readonly wallClock?: MovableClock
}

export async function startAnnai(databaseUrl?: string, settings: Settings = {}): Promise<Annai> {
  const folder = mkdtempSync(join(tmpdir(), 'annai-'))
  const clock = new MovableClock()
  const simulator = createSimulator({
    file: join(folder, 'simulator.sqlite'),
    clock: () => clock.now(),
  })
  const stageUrl = await simulator.listen(0)
  const proxy = await contractProxy(stageUrl)
  const url = databaseUrl ?? join(folder, 'annai.sqlite')
  await copySeeded(url, stageUrl, clock.now())
  let running = await run(url, proxy.url, clock, settings)
  const visitors = () => ({ url: running.url })
  return {
    get url() {
      return running.url
    },
    get db() {
      return running.db
    },
    get outbox() {
      return running.outbox
    },
    rounds: () => running.rounds(),
    idle: () => running.idle(),
    get live() {
      return running.live
    },
    get routes() {
      return running.routes
    },
    get sealer() {
      return running.sealer
    },
    stageUrl,
    clock,
    async signIn(login) {
      const visitor = new Visitor(() => visitors().url)
      await visitor.signIn(login)
      return visitor
    },
    second: () => run(url, proxy.url, clock, settings),
    async restart() {
      await running.close()
      running = await run(url, proxy.url, clock, settings)
    },
    async close() {
      await running.close()
      await proxy.close().finally(() => simulator.close())
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function run(
  databaseUrl: string,
  cardSystemUrl: string,
  clock: MovableClock,
  { logTo, audit, wallClock, ...others }: Settings,
) {
  const db = openDatabase(databaseUrl)
  await migrate(db)
  // No test pulls the plug of the machine, and waiting for its disk is what most of them would do.
  if (!isPostgres(db)) await db.raw('pragma synchronous = off')
  const cardSystem = httpCardSystem({ baseUrl: cardSystemUrl })
  const { app, outbox, rounds, idle, live, sealer } = createApp({
    db,
    clock,
    cardSystem,
    viewFolder,
    assets: bundle,
    log: logTo ? createLog('trace', logTo) : createLog('error'),
    library: await openLibrary(db, content, clock.now()),
    references: loadReferences(join(content, 'references')),
    settings: {
      timeZone: 'Asia/Tokyo',
      publicUrl: null,
      secure: false,
      demo: true,
      giveUpAfterMs: 900_000,
      peopleAnHour: 1_000_000,
      ...others,
    },
    ...(audit ? { audit } : {}),
    ...(wallClock ? { wallClock } : {}),
  })
  const server = await listening(createHttpServer(app))
  const { port } = server.address() as AddressInfo // it listens on a port
  return {
    url: `http://127.0.0.1:${port}`,
    db,
    outbox,
    rounds,
    idle,
    live,
    routes: routesOf(app),
    sealer,
    async close() {
      live.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await idle()
      await sealer?.stop()
      await cardSystem.close()
      await closeDatabase(db)
    },
  }
}

const listening = (server: Server): Promise<Server> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
