import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { closeDatabase, migrate, openDatabase } from '../../src/db.ts'
import { makeHistory } from '../../src/demo/history.ts'
import { addDemoPeople } from '../../src/demo/people.ts'
import { createProgress } from '../../src/demo/progress.ts'
import { openLibrary } from '../../src/scripts/library.ts'
import { MovableClock, startAnnai } from '../support/annai.ts'
import { content } from '../support/seeded.ts'

/** The product in a process of its own on a database with this many cases, made first if it is not there yet. */
export interface ServedDesk {
  readonly url: string
  readonly cookie: string
  /** Some of them, from all ages. */
  readonly caseIds: readonly string[]
  readonly customerIds: readonly string[]
}

const SOME = 200

const [file = '', cases = '', customers = ''] = process.argv.slice(2)
await make(file, Number(cases), Number(customers))
const annai = await startAnnai(file)
const mori = await annai.signIn('mori')
process.send?.({
  url: annai.url,
  cookie: mori.cookie,
  caseIds: await spread('cases'),
  customerIds: await spread('customers'),
} satisfies ServedDesk)
process.once('disconnect', () => void annai.close().finally(() => process.exit(0)))

async function make(path: string, count: number, people: number): Promise<void> {
  if (!existsSync(dirname(path))) mkdirSync(dirname(path), { recursive: true })
  const now = new MovableClock().now()
  const db = openDatabase(path)
  await migrate(db)
  await addDemoPeople(db, now)
  const library = await openLibrary(db, content, now)
  const progress = createProgress(process.stderr)
  const deps = { db, now, scriptVersionId: library.current.id, onProgress: progress.show }
  await makeHistory(deps, { cases: count, customers: people })
  await closeDatabase(db)
}

/** Ids from the first to the last, evenly. */
async function spread(table: 'cases' | 'customers'): Promise<string[]> {
  const [first, last] = await Promise.all(
    (['asc', 'desc'] as const).map(
      async (order) => (await annai.db(table).orderBy('id', order).first('id')).id,
    ),
  )
  const [from, to] = [first, last].map((id) =>
    Number.parseInt(String(id).replaceAll('-', '').slice(0, 12), 16),
  )
  const found = new Set<string>()
  for (let n = 0; n < SOME; n += 1) {
    const at = Math.floor((from ?? 0) + (((to ?? 0) - (from ?? 0)) * n) / SOME)
    const hex = at.toString(16).padStart(12, '0')
    const row = await annai
      .db(table)
      .where('id', '>=', `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`)
      .orderBy('id')
      .first('id')
    if (row) found.add(row.id)
  }
  return [...found]
}
