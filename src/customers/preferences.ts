import { recordEvent } from '../audit/events.ts'
import { type Db, marks, read } from '../db.ts'
import { NO_PREFERENCES, type Preferences } from './flag.ts'
import { lockPeople, recordsOf } from './one-person.ts'

interface Row {
  version: number
  language: 'ja' | 'en' | null
  relay_service: number
  preferred_operator_id: string | null
  best_time: string
  changed_by: string
  changed_at: string
}
const toPreferences = (row: Row): Preferences => ({
  version: row.version,
  language: row.language,
  relayService: row.relay_service === 1,
  preferredOperatorId: row.preferred_operator_id,
  bestTime: row.best_time,
  changedBy: row.changed_by,
  changedAt: row.changed_at,
})

/**
 * How a customer likes to be served: as it was noted last of any record of the same person. Its version counts the notes
 * of all records, so that one page tells whether another one has noted anything since.
 */
export async function preferencesNow(db: Db, customerId: string): Promise<Preferences> {
  const records = await recordsOf(db, customerId)
  const rows = await read<Row>(db, {
    sql: `select * from customer_preferences where customer_id in (${marks(records)})
          order by changed_at desc, version desc`,
    bindings: records,
  })
  return rows[0] ? { ...toPreferences(rows[0]), version: rows.length } : NO_PREFERENCES
}

export type NewPreferences = Omit<Preferences, 'changedBy' | 'changedAt'>

/** Adds a version behind the one that the form was drawn from; false when somebody was faster. */
export async function savePreferences(
  db: Db,
  customerId: string,
  wanted: NewPreferences,
  by: { readonly operatorId: string; readonly at: Date },
): Promise<boolean> {
  return await db.transaction(async (trx) => {
    await lockPeople(trx, [customerId])
    const now = await preferencesNow(trx, customerId)
    if (now.version !== wanted.version) return isTwin(now, wanted, by.operatorId)
    const own = await trx('customer_preferences')
      .where({ customer_id: customerId })
      .max({ version: 'version' })
      .first()
    const version = Number(own?.version ?? 0) + 1
    await trx('customer_preferences').insert({
      customer_id: customerId,
      version,
      language: wanted.language,
      relay_service: wanted.relayService ? 1 : 0,
      preferred_operator_id: wanted.preferredOperatorId,
      best_time: wanted.bestTime,
      changed_by: by.operatorId,
      changed_at: by.at.toISOString(),
    })
    const detail = { version }
    await recordEvent(trx, { name: 'preferences_changed', ...by, customerId, detail })
    return true
  })
}

/** The same form sent twice: what it wants stands there already, at the version that it made. */
const isTwin = (now: Preferences, wanted: NewPreferences, operatorId: string): boolean =>
  now.version === wanted.version + 1 &&
  now.changedBy === operatorId &&
  now.language === wanted.language &&
  now.relayService === wanted.relayService &&
  now.preferredOperatorId === wanted.preferredOperatorId &&
  now.bestTime === wanted.bestTime
