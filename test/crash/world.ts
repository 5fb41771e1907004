import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { httpCardSystem } from '../../src/cards/http.ts'
import { startSimulatorProcess } from '../../src/cards/simulator/process.ts'
import { closeDatabase, type Db, migrate, openDatabase } from '../../src/db.ts'
import { addDemoCustomers } from '../../src/demo/customers.ts'
import { addDemoPeople } from '../../src/demo/people.ts'
import { type Program, program } from '../support/program.ts'

/** One card system that outlives everything, one database, and the program once or twice on it. */
export interface CrashWorld {
  readonly simulatorUrl: string
  readonly programs: readonly Program[]
  readonly db: Db
  /** What the card system itself has recorded, read past its interface. */
  effects(): Effects
  close(): Promise<void>
}
export interface Effects {
  readonly stops: readonly { stopRef: string; cardRef: string; alsoStopped: readonly string[] }[]
  readonly reissues: readonly { reissueRef: string; stopRef: string }[]
  /** Every stop and order that was asked for, by the key that it came with. */
  readonly asked: readonly { key: string; operation: string }[]
}

export interface WorldOptions {
  readonly instances: number
  readonly entry?: string
  /** A fresh PostgreSQL database; without one, a SQLite file. */
  readonly postgres?: () => Promise<string>
}

/** The demo's people and customers in a SQLite file, made once and copied for each world. */
let template: string | undefined

export async function openCrashWorld(options: WorldOptions): Promise<CrashWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'annai-crash-'))
  const file = join(folder, 'simulator.sqlite')
  const simulator = await startSimulatorProcess({ file, port: 0 })
  const databaseUrl = options.postgres
    ? await options.postgres()
    : await copyOfTemplate(join(folder, 'annai.sqlite'), simulator.url)
  if (options.postgres) await seed(databaseUrl, simulator.url)
  const setting = {
    cardSystemUrl: simulator.url,
    databaseUrl,
    ...(options.entry ? { entry: options.entry } : {}),
  }
  const programs = Array.from({ length: options.instances }, () => program(setting))
  for (const each of programs) await each.start()
  const db = openDatabase(databaseUrl)
  return {
    simulatorUrl: simulator.url,
    programs,
    db,
    effects: () => effectsIn(file),
    async close() {
      for (const each of programs) await each.close()
      await closeDatabase(db)
      simulator.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function copyOfTemplate(file: string, simulatorUrl: string): Promise<string> {
  if (template === undefined) {
    template = join(mkdtempSync(join(tmpdir(), 'annai-template-')), 'annai.sqlite')
    await seed(template, simulatorUrl)
  }
  copyFileSync(template, file)
  return file
}

async function seed(databaseUrl: string, simulatorUrl: string): Promise<void> {
  const db = openDatabase(databaseUrl)
  const cards = httpCardSystem({ baseUrl: simulatorUrl })
  const now = new Date()
  await migrate(db)
  await addDemoPeople(db, now)
  await addDemoCustomers(db, cards, now)
  if (!databaseUrl.startsWith('postgres')) await db.raw('pragma wal_checkpoint(truncate)')
  await cards.close()
  await closeDatabase(db)
}

function effectsIn(file: string): Effects {
  const sqlite = new Database(file, { readonly: true })
  const read = sqlite.prepare<[string], { body: string }>('select body from records where kind = ?')
  const all = (kind: string) => read.all(kind).map(({ body }) => JSON.parse(body))
  const asked = sqlite
    .prepare<[], { key: string; operation: string }>(
      "select key, operation from operations where operation in ('stopCard', 'requestReissue')",
    )
    .all()
  const effects = { stops: all('stop'), reissues: all('reissue'), asked }
  sqlite.close()
  return effects
}
