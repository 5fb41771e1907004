import { validate as isUuid, v7 as uuid } from 'uuid'
import { recordEvent } from '../audit/events.ts'
import { type Db, marks, read } from '../db.ts'

/** That a customer or a case must be kept as it is, whatever its age: set and lifted with a reason. */
export interface LegalHold {
  readonly id: string
  readonly customerId: string | null
  readonly caseId: string | null
  readonly reason: string
  readonly setAt: string
  readonly setBy: string
  readonly liftedAt: string | null
  readonly liftedBy: string | null
  readonly liftReason: string
}
/** What is held: one of the two. */
export type Held = { readonly customerId: string } | { readonly caseId: string }

interface By {
  readonly operatorId: string
  readonly at: Date
}
const COLUMNS = `id, customer_id as "customerId", case_id as "caseId", reason, set_at as "setAt", set_by as "setBy",
  lifted_at as "liftedAt", lifted_by as "liftedBy", lift_reason as "liftReason"`
const keyOf = (held: Held): string => ('caseId' in held ? held.caseId : held.customerId)

/** Sets a hold; false when there is one already, which stays as it is. */
export async function setHold(trx: Db, held: Held, reason: string, by: By): Promise<boolean> {
  const id = uuid()
  const inserted = await trx('legal_holds')
    .insert({
      id,
      customer_id: 'customerId' in held ? held.customerId : null,
      case_id: 'caseId' in held ? held.caseId : null,
      once_key: keyOf(held),
      reason,
      set_at: by.at.toISOString(),
      set_by: by.operatorId,
    })
    .onConflict('once_key')
    .ignore()
    .returning('id')
  if (inserted.length > 0)
    await recordEvent(trx, { name: 'legal_hold_set', ...by, ...held, detail: { hold: id } })
  return inserted.length > 0
}

/** Lifts a hold; false when it was lifted before. */
export async function liftHold(
  trx: Db,
  { id, customerId, caseId }: LegalHold,
  reason: string,
  by: By,
): Promise<boolean> {
  const lifted = await trx('legal_holds').where({ id }).whereNull('lifted_at').update({
    once_key: null,
    lifted_at: by.at.toISOString(),
    lifted_by: by.operatorId,
    lift_reason: reason,
  })
  if (lifted > 0)
    await recordEvent(trx, {
      name: 'legal_hold_lifted',
      ...by,
      customerId,
      caseId,
      detail: { hold: id },
    })
  return lifted > 0
}

export async function findHold(db: Db, id: string): Promise<LegalHold | null> {
  if (!isUuid(id)) return null
  const sql = `select ${COLUMNS} from legal_holds where id = ?`
  const [hold] = await read<LegalHold>(db, { sql, bindings: [id.toLowerCase()] })
  return hold ?? null
}

/** The holds that were ever set on any of these customers and cases, the newest first. */
export function holdsOn(
  db: Db,
  customerIds: readonly string[],
  caseIds: readonly string[],
): Promise<LegalHold[]> {
  const [customers, cases] = [customerIds, caseIds].map((ids) => (ids.length === 0 ? [null] : ids))
  return read<LegalHold>(db, {
    sql: `select ${COLUMNS} from legal_holds where customer_id in (${marks(customers ?? [])})
          union all select ${COLUMNS} from legal_holds where case_id in (${marks(cases ?? [])})
          order by "setAt" desc, id`,
    bindings: [...(customers ?? []), ...(cases ?? [])],
  })
}
export const stillHolds = ({ liftedAt }: Pick<LegalHold, 'liftedAt'>): boolean => liftedAt === null

const MOST = 200
/** Every hold that stands, the oldest first. */
export const standingHolds = (db: Db): Promise<LegalHold[]> =>
  read<LegalHold>(db, {
    sql: `select ${COLUMNS} from legal_holds where lifted_at is null order by set_at, id limit ${MOST}`,
    bindings: [],
  })
