import { validate as isUuid, v7 as uuid } from 'uuid'
import { recordEvent } from '../audit/events.ts'
import { type Db, marks, read } from '../db.ts'
import { type Flag, type FlagKind, isActive } from './flag.ts'
import { peopleBehind } from './one-person.ts'
import { phoneDigits } from './phone.ts'

const COLUMNS = `id, customer_id as "customerId", kind, reason, set_by as "setBy", set_at as "setAt",
  expires_at as "expiresAt", removed_by as "removedBy", removed_at as "removedAt",
  removal_reason as "removalReason"`

/** Every flag that customers ever had, the newest first. */
export function flagsOf(db: Db, customerIds: readonly string[]): Promise<Flag[]> {
  if (customerIds.length === 0) return Promise.resolve([])
  return read<Flag>(db, {
    sql: `select ${COLUMNS} from customer_flags where customer_id in (${marks(customerIds)})
          order by set_at desc, id desc`,
    bindings: customerIds,
  })
}

export async function findFlag(db: Db, id: string): Promise<Flag | null> {
  if (!isUuid(id)) return null
  const sql = `select ${COLUMNS} from customer_flags where id = ?`
  const [flag] = await read<Flag>(db, { sql, bindings: [id] })
  return flag ?? null
}

/**
 * Which of the customers are to be asked with care, because somebody may pretend to be them: noted here or told by the
 * card system, of any record of the same person.
 */
export async function watched(
  db: Db,
  customerIds: readonly string[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const people = await peopleBehind(db, customerIds)
  const records = [...new Set([...people.values()].flat())]
  if (records.length === 0) return new Set()
  const noted = (await flagsOf(db, records)).filter(
    (each) => each.kind === 'impostor_watch' && isActive(each, now),
  )
  const told = await read<{ id: string; flags: string }>(db, {
    sql: `select id, flags from customers where id in (${marks(records)})`,
    bindings: records,
  })
  const minded = new Set([
    ...noted.map((each) => each.customerId),
    ...told.filter(({ flags }) => flags.includes('"impostor_watch"')).map(({ id }) => id),
  ])
  return new Set(customerIds.filter((id) => people.get(id)?.some((one) => minded.has(one))))
}

/** Whether somebody who is registered with this number is watched for; nobody is named. */
export async function isNumberWatched(db: Db, number: string, now: Date): Promise<boolean> {
  const digits = phoneDigits(number)
  if (digits === null) return false
  const owners = await read<{ customer_id: string }>(db, {
    sql: 'select customer_id from customer_phones where number = ?',
    bindings: [digits],
  })
  const ids = owners.map(({ customer_id }) => customer_id)
  return (await watched(db, ids, now)).size > 0
}

interface By {
  readonly operatorId: string
  readonly at: Date
}

/** Sets a flag; the same form again sets it once, but for one that was gone back to and says something else now. */
export function setFlag(
  db: Db,
  flag: {
    readonly customerId: string
    readonly kind: FlagKind
    readonly reason: string
    readonly expiresAt: string
    readonly submission: string
  },
  by: By,
): Promise<void> {
  const { customerId, kind, reason, expiresAt, submission } = flag
  return db.transaction(async (trx) => {
    const id = uuid()
    const said = { customer_id: customerId, kind, reason, expires_at: expiresAt }
    const set = { ...said, set_by: by.operatorId, set_at: by.at.toISOString() }
    const inserted = await trx('customer_flags')
      .insert({ id, ...set, submission_id: submission || null })
      .onConflict('submission_id')
      .ignore()
      .returning<{ id: string }[]>('id')
    if (inserted.length === 0) {
      if (await trx('customer_flags').where(said).first('id')) return
      await trx('customer_flags').insert({ id, ...set })
    }
    const detail = { flagId: id, kind, expiresAt }
    await recordEvent(trx, { name: 'flag_set', ...by, customerId, detail })
  })
}

/** Takes a flag away before its time; once it is gone this does nothing. */
export function removeFlag(db: Db, flag: Flag, reason: string, by: By): Promise<void> {
  const { id, customerId, kind } = flag
  return db.transaction(async (trx) => {
    const removed = {
      removed_by: by.operatorId,
      removed_at: by.at.toISOString(),
      removal_reason: reason,
    }
    const changed = await trx('customer_flags').where({ id, removed_at: null }).update(removed)
    if (changed === 0) return
    await recordEvent(trx, {
      name: 'flag_removed',
      ...by,
      customerId,
      detail: { flagId: id, kind },
    })
  })
}
