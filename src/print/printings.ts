import { recordEvent } from '../audit/events.ts'
import type { Db } from '../db.ts'

/** Writes down that a case was printed, and by whom; gives the number of this printing. */
export function recordPrinting(
  db: Db,
  name: 'summary_printed' | 'letter_printed',
  printing: { caseId: string; customerId: string | null; operatorId: string; at: Date },
): Promise<number> {
  return db.transaction(async (trx) => {
    const before = await trx('audit_events')
      .where({ case_id: printing.caseId, name })
      .count<{ count: number | string }[]>({ count: '*' })
    const number = Number(before[0]?.count ?? 0) + 1
    await recordEvent(trx, { name, ...printing, detail: { number } })
    return number
  })
}

/** The same for the booklet of a script version. */
export function recordBookletPrinting(
  db: Db,
  printing: { versionId: string; language: string; operatorId: string; at: Date },
): Promise<number> {
  const { versionId, language, operatorId, at } = printing
  const name = 'booklet_printed'
  return db.transaction(async (trx) => {
    const before = await trx('audit_events')
      .where({ name })
      .whereLike('detail', `%${versionId}%`)
      .count<{ count: number | string }[]>({ count: '*' })
    const number = Number(before[0]?.count ?? 0) + 1
    await recordEvent(trx, { name, operatorId, at, detail: { versionId, language, number } })
    return number
  })
}
