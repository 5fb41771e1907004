import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { closeDatabase, type Db, migrate, openDatabase } from '../../src/db.ts'
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
  await fillLists(db)
  await closeDatabase(db)
}

/** The page of every list is full, with few cases as with many: pages of the same length are compared. */
async function fillLists(db: Db): Promise<void> {
  const unowned = await db('cases').where({ status: 'waiting_delivery', owner_id: null }).limit(60)
  const closed = db('cases').where({ status: 'closed' }).orderBy('updated_at', 'desc')
  await db('cases')
    .whereIn('id', await closed.limit(60 - unowned.length).pluck('id'))
    .update({
      status: 'waiting_delivery',
      owner_id: null,
      team_id: null,
      commitment_due_at: db.ref('updated_at'),
      due_at: db.ref('updated_at'),
    })
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
