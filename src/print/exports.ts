import { validate as isUuid, v7 as uuid } from 'uuid'
import { recordEvent } from '../audit/events.ts'
import { type Db, read } from '../db.ts'

/** That everything held on a person was asked for: why, on which request, and who prepared it. */
export interface PrivacyExport {
  readonly id: string
  readonly customerId: string
  readonly purpose: string
  readonly reference: string
  readonly requestedBy: string
  readonly requestedAt: string
}
const COLUMNS = `id, customer_id as "customerId", purpose, reference, requested_by as "requestedBy",
  requested_at as "requestedAt"`
const LASTS_MS = 86_400_000

/** Writes down a request; the same form again is the same request, unless it says something else now. Gives its id. */
export function requestExport(
  db: Db,
  asked: {
    readonly customerId: string
    readonly purpose: string
    readonly reference: string
    readonly submission: string
  },
  by: { readonly operatorId: string; readonly at: Date },
): Promise<string> {
  const { customerId, purpose, reference, submission } = asked
  return db.transaction(async (trx) => {
    const id = uuid()
    const said = { customer_id: customerId, purpose, reference, requested_by: by.operatorId }
    const row = { id, ...said, requested_at: by.at.toISOString() }
    const inserted = await trx('privacy_exports')
      .insert({ ...row, submission_id: submission })
      .onConflict('submission_id')
      .ignore()
      .returning<{ id: string }[]>('id')
    if (inserted.length === 0) {
      const twin = await trx('privacy_exports')
        .where(said)
        .orderBy('requested_at', 'desc')
        .first('id')
      if (twin) return twin.id
      await trx('privacy_exports').insert(row)
    }
    const detail = { exportId: id }
    await recordEvent(trx, { name: 'export_requested', ...by, customerId, detail })
    return id
  })
}

/** The requests about a person, the newest first. */
export const exportsOf = (db: Db, customerId: string): Promise<PrivacyExport[]> =>
  read<PrivacyExport>(db, {
    sql: `select ${COLUMNS} from privacy_exports where customer_id = ? order by requested_at desc`,
    bindings: [customerId],
  })

/** A request that this person made within the last day; anybody else, or later, makes their own. */
export async function openExport(
  db: Db,
  id: string,
  operatorId: string,
  now: Date,
): Promise<PrivacyExport | null> {
  if (!isUuid(id)) return null
  const sql = `select ${COLUMNS} from privacy_exports where id = ?`
  const [found] = await read<PrivacyExport>(db, { sql, bindings: [id] })
  if (!found || found.requestedBy !== operatorId) return null
  return now.getTime() - Date.parse(found.requestedAt) < LASTS_MS ? found : null
}
