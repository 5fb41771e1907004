import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { startSimulatorProcess } from '../../src/cards/simulator/process.ts'
import { closeDatabase, type Db, openDatabase } from '../../src/db.ts'
import { type Program, program } from '../support/program.ts'
import { copySeeded } from '../support/seeded.ts'

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
  /** A fresh PostgreSQL database; without one, a SQLite file. */
  readonly postgres?: () => Promise<string>
}

export async function openCrashWorld(options: WorldOptions): Promise<CrashWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'annai-crash-'))
  const file = join(folder, 'simulator.sqlite')
  const simulator = await startSimulatorProcess({ file, port: 0 })
  const databaseUrl = (await options.postgres?.()) ?? join(folder, 'annai.sqlite')
  await copySeeded(databaseUrl, simulator.url, new Date())
  const setting = {
    cardSystemUrl: simulator.url,
    databaseUrl,
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
