import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { recordsOf } from '../customers/one-person.ts'
import { OWN_FILE } from '../database-file.ts'
import { type Db, marks, read } from '../db.ts'
import { erasePerson, lockPerson } from './erased-people.ts'
import { GROUNDS } from './erasure.ts'
import { obstaclesOfPerson } from './obstacles.ts'

/**
 * The ledger of erasures: a file outside the database, in which stands who was erased by a decision, by ids and codes
 * alone. A copy of the database that is older brings those people back; by the ledger they are found and erased again.
 */
const schema = z.object({
  id: z.uuid(),
  /** Every record that was the person. */
  customers: z.array(z.uuid()),
  ground: z.enum(GROUNDS),
  requested_at: z.string(),
  requested_by: z.uuid(),
  decided_at: z.string(),
  decided_by: z.uuid(),
})
type Entry = z.infer<typeof schema>
const line = z.object({ erased: schema })

/** What stands in the file; nothing where there is none. A line that is none, as a crash may leave it, is passed over. */
export function readLedger(file: string): Entry[] {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((text) => entryOf(text) ?? [])
}
function entryOf(text: string): Entry | null {
  try {
    return line.parse(JSON.parse(text)).erased
  } catch {
    return null
  }
}

/** Adds every erasure that was approved and does not stand in the file yet. */
export async function writeLedger(db: Db, file: string): Promise<void> {
  const known = new Set(readLedger(file).map(({ id }) => id))
  const rows = await read<Omit<Entry, 'customers'> & { customer_id: string }>(db, {
    sql: `select id, customer_id, ground, requested_at, requested_by, decided_at, decided_by
          from erasures where state = 'approved' order by requested_at`,
    bindings: [],
  })
  for (const { customer_id, ...row } of rows.filter(({ id }) => !known.has(id))) {
    const erased: Entry = { ...row, customers: [...(await recordsOf(db, customer_id))] }
    // The first line break ends what a crash may have left.
    appendFileSync(file, `\n${JSON.stringify({ erased })}\n`, { mode: OWN_FILE, flush: true })
  }
}

/** Whoever stands in the ledger and is there again. */
export async function peopleBack(db: Db, entries: readonly Entry[]): Promise<Entry[]> {
  const back: Entry[] = []
  for (const each of entries) if ((await notErased(db, each)).length > 0) back.push(each)
  return back
}
async function notErased(db: Db, { customers }: Entry): Promise<string[]> {
  const rows = await read<{ id: string }>(db, {
    sql: `select id from customers where id in (${marks(customers)}) and erased_at is null`,
    bindings: customers,
  })
  return rows.map(({ id }) => id)
}

/** Erases them again, each in a transaction; `kept`: how many are kept by something that is not over in this copy. */
export async function eraseAgain(
  db: Db,
  entries: readonly Entry[],
  at: Date,
): Promise<{ readonly erased: number; readonly kept: number }> {
  let [erased, kept] = [0, 0]
  for (const each of await peopleBack(db, entries))
    if (await db.transaction((trx) => eraseOne(trx, each, at))) erased += 1
    else kept += 1
  return { erased, kept }
}

async function eraseOne(trx: Db, entry: Entry, at: Date): Promise<boolean> {
  for (const customerId of await notErased(trx, entry)) {
    const person = await lockPerson(trx, customerId)
    if ((await obstaclesOfPerson(trx, person)).length > 0) return false
    await erasePerson(trx, person, { operatorId: null, at, by: { erasure: entry.id } })
  }
  await keepDecision(trx, entry)
  return true
}

/** The decision as it was, without its words, where those who made it are known in this copy. */
async function keepDecision(trx: Db, { customers, ...entry }: Entry): Promise<void> {
  const makers = [...new Set([entry.requested_by, entry.decided_by])]
  const known = await trx('operators').whereIn('id', makers).pluck('id')
  const [customerId] = customers
  if (known.length < makers.length || customerId === undefined) return
  const row = { ...entry, customer_id: customerId, once_key: customerId, state: 'approved' }
  await trx('erasures').where({ once_key: customerId }).update({ once_key: null })
  await trx('erasures')
    .insert({ ...row, reason: '' })
    .onConflict('id')
    .merge()
}

/** Said to whoever runs a command. */
export const keptLine = (kept: number): string =>
  `${kept} people who were erased are back, and something keeps them (an open case, a hold): see to it, then annai retention --apply`
