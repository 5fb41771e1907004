import { type AuditEvent, recordEvents } from '../audit/events.ts'
import { type Db, read } from '../db.ts'
import { lockCases } from './cases.ts'

/** Promises that are not kept in time rise by themselves: to their owner at once, to the supervisors after a while. */

interface Rising {
  readonly id: string
  readonly case_id: string
  readonly kind: string
  readonly due_at: string
  readonly rises_at: string
  readonly late_at: string | null
}

const MOST_AT_ONCE = 100
const MOST_TURNS = 20

/**
 * Raises what is due to be raised; gives how many were. Each step is taken once, however many instances look at once, and
 * what a person has ended in the meantime stays ended.
 */
export async function raiseLate(
  db: Db,
  now: Date,
  raisesAt: (kind: string, dueAt: Date) => Date,
): Promise<number> {
  let raised = 0
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const rising = await read<Rising>(db, {
      sql: `select id, case_id, kind, due_at, rises_at, late_at from commitments
            where state = 'open' and rises_at is not null and rises_at <= ?
            order by rises_at limit ${MOST_AT_ONCE}`,
      bindings: [now.toISOString()],
    })
    if (rising.length === 0) break
    raised += await db.transaction((trx) => raiseEach(trx, rising, now, raisesAt))
    if (rising.length < MOST_AT_ONCE && rising.every(({ late_at }) => late_at !== null)) break
  }
  return raised
}

async function raiseEach(
  trx: Db,
  rising: readonly Rising[],
  now: Date,
  raisesAt: (kind: string, dueAt: Date) => Date,
): Promise<number> {
  await lockCases(
    trx,
    rising.map((each) => each.case_id),
  )
  const at = now.toISOString()
  const events: AuditEvent[] = []
  for (const { id, case_id: caseId, kind, due_at, rises_at, late_at } of rising) {
    const next =
      late_at === null
        ? { late_at: at, rises_at: raisesAt(kind, new Date(due_at)).toISOString() }
        : { raised_at: at, rises_at: null }
    const taken = await trx('commitments').where({ id, rises_at, state: 'open' }).update(next)
    const name = late_at === null ? 'commitment_late' : 'commitment_raised'
    const detail = { kind, commitmentId: id, dueAt: due_at }
    if (taken === 1) events.push({ name, at: now, operatorId: null, caseId, detail })
  }
  await recordEvents(trx, events)
  return events.length
}
