import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { createApp } from '../app.ts'
import type { CallDeps } from '../calls/context.ts'
import { httpCardSystem } from '../cards/http.ts'
import { createSimulator } from '../cards/simulator/simulator.ts'
import { root } from '../config.ts'
import { closeDatabase, type Db, migrate, openDatabase } from '../db.ts'
import { openLibrary } from '../scripts/library.ts'
import { loadReferences } from '../scripts/references.ts'
import { assets } from '../web/assets.ts'
import { addDemoCustomers } from './customers.ts'
import { addDemoPeople } from './people.ts'

/** A world of its own, thrown away afterwards, with a clock that is moved by hand: whole calls are played in it. */
export interface Workshop {
  readonly db: Db
  readonly calls: CallDeps
  /** The customer's or the world's side, by the buttons of the stage. */
  stage(path: string, fields: Readonly<Record<string, string>>): Promise<void>
  /** Moves the clock, and lets happen what is due by then. */
  later(milliseconds: number): Promise<void>
  close(): Promise<void>
}

export async function openWorkshop(start: Date): Promise<Workshop> {
  const folder = mkdtempSync(join(tmpdir(), 'annai-workshop-'))
  let at = start.getTime()
  const clock = { now: () => new Date(at) }
  const simulator = createSimulator({ file: join(folder, 'cards.sqlite'), clock: clock.now })
  const stageUrl = await simulator.listen(0)
  const cardSystem = httpCardSystem({ baseUrl: stageUrl })
  const db = openDatabase(join(folder, 'annai.sqlite'))
  await migrate(db)
  await addDemoPeople(db, clock.now())
  await addDemoCustomers(db, cardSystem, clock.now())
  const content = join(root, 'src', 'scripts', 'content')
  const app = createApp({
    db,
    clock,
    cardSystem,
    library: await openLibrary(db, content, clock.now()),
    references: loadReferences(join(content, 'references')),
    assets: assets({ folder: join(root, 'views', 'assets') }),
    viewFolder: join(root, 'views'),
    log: pino({ level: 'error' }),
    settings: {
      timeZone: 'Asia/Tokyo',
      publicUrl: null,
      secure: false,
      demo: true,
      giveUpAfterMs: 900_000,
    },
  })
  return {
    db,
    calls: app.calls,
    async stage(path, fields) {
      const body = new URLSearchParams({ lang: 'ja', ...fields })
      await fetch(`${stageUrl}/stage/${path}`, { method: 'POST', body, redirect: 'manual' })
    },
    async later(milliseconds) {
      at += milliseconds
      await app.rounds()
    },
    async close() {
      app.live.close()
      await app.idle()
      await cardSystem.close()
      await closeDatabase(db)
      await simulator.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
