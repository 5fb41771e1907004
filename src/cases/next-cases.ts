import { type Db, marks, type Reading, read } from '../db.ts'
import type { Operator } from '../operators/operator.ts'
import { may } from '../operators/permissions.ts'
import { readTeams } from '../operators/teams.ts'
import { OPEN_CASE } from './case-conditions.ts'
import { MOST_COUNTED } from './case-lists.ts'
import { type CaseRow, toCase } from './case-rows.ts'
import { giveCase } from './case-turns.ts'
import type { Hand } from './cases.ts'
import { lockFamily } from './families.ts'
import { QUEUES, type Queue } from './urgency.ts'

/** Cases that wait for whoever is free: which comes next, and who does not want which for a while. */

const DUE_KEY = `coalesce(due_at, '9')`
const WAITING = `owner_id is null and ${OPEN_CASE}`
/** So long somebody who skipped a case is not served it again. */
export const SKIPPED_MS = 2 * 3_600_000
/** How often somebody else may be faster before it is given up. */
const MOST_TRIES = 50

/** Which queues somebody takes cases from: their team's; a supervisor from all. */
export async function queuesOf(db: Db, { role, teamId }: Operator): Promise<readonly Queue[]> {
  if (may(role, 'approve')) return QUEUES
  const team = (await readTeams(db)).find(({ id }) => id === teamId)
  const queue = QUEUES.find((each) => each === team?.queue)
  return [queue ?? (role === 'fraud_desk' ? 'fraud_desk' : 'front')]
}

const notSkipped = `not exists (select 1 from case_skips where operator_id = ?
  and case_skips.case_id = cases.id and until > ?)`

interface Turn {
  readonly queue: Queue
  readonly operatorId: string
  readonly now: string
}
/** The first of a queue: among those that come at once, or that are overdue, or by priority and due time. */
export const firstReadings = ({ queue, operatorId, now }: Turn): Reading[] => [
  first(`priority = 1`, `priority, ${DUE_KEY}, number`, [queue, operatorId, now]),
  first(`${DUE_KEY} < ?`, `${DUE_KEY}, number`, [queue, now, operatorId, now]),
  first('', `priority, ${DUE_KEY}, number`, [queue, operatorId, now]),
]
const first = (condition: string, order: string, bindings: string[]): Reading => ({
  sql: `select * from cases where ${WAITING} and queue = ? ${condition && `and ${condition}`}
        and ${notSkipped} order by ${order} limit 1`,
  bindings,
})

/** Of several queues' first cases the one to be seen to first: emergencies, then what is overdue, then the rest. */
async function nextIn(db: Db, queues: readonly Queue[], hand: Hand): Promise<CaseRow | null> {
  const now = hand.at.toISOString()
  const turns = queues.map((queue) => firstReadings({ queue, operatorId: hand.operatorId, now }))
  for (const nth of [0, 1, 2]) {
    const rows = await Promise.all(
      turns.map(async (readings) => {
        const reading = readings[nth]
        return reading ? await read<CaseRow>(db, reading) : []
      }),
    )
    const found = rows.flat().sort((a, b) => byUrgency(nth === 1, a, b))
    if (found[0]) return found[0]
  }
  return null
}

const dueKey = ({ due_at }: CaseRow): string => due_at ?? '9'
const byUrgency = (isByDue: boolean, a: CaseRow, b: CaseRow): number =>
  (isByDue ? 0 : a.priority - b.priority) ||
  (dueKey(a) < dueKey(b) ? -1 : dueKey(a) > dueKey(b) ? 1 : 0) ||
  (a.number < b.number ? -1 : 1)

/** Takes the next case for somebody; null when there is none. Two who ask at once never get the same. */
export async function takeNext(db: Db, operator: Operator, hand: Hand): Promise<string | null> {
  const queues = await queuesOf(db, operator)
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const next = await nextIn(db, queues, hand)
    if (next === null) return null
    if (await takeWaiting(db, next.id, hand)) return next.id
  }
  return null
}

/** Takes a case that nobody has; false when somebody was faster. */
async function takeWaiting(db: Db, id: string, hand: Hand): Promise<boolean> {
  return await db.transaction(async (trx) => {
    await lockFamily(trx, [id])
    const [row] = await read<CaseRow>(trx, {
      sql: `select * from cases where id = ? and ${WAITING}`,
      bindings: [id],
    })
    if (!row) return false
    const { version, queue } = toCase(row)
    const giving = {
      ownerId: hand.operatorId,
      event: 'case_taken' as const,
      detail: { queue, served: true },
    }
    return await giveCase(trx, id, version, giving, hand)
  })
}

/** Remembers that somebody does not want to be served a case for a while. */
export async function skipCase(trx: Db, caseId: string, hand: Hand): Promise<void> {
  const until = new Date(hand.at.getTime() + SKIPPED_MS).toISOString()
  await trx('case_skips')
    .insert({ case_id: caseId, operator_id: hand.operatorId, until })
    .onConflict(['operator_id', 'case_id'])
    .merge({ until })
}

/** The statement that counts what waits in some queues, as far as is counted. */
export const waitingReading = (queues: readonly Queue[]): Reading => ({
  sql: `select count(*) as count from (select 1 from cases where ${WAITING}
        and queue in (${marks(queues)}) limit ${MOST_COUNTED + 1}) as counted`,
  bindings: [...queues],
})
/** How many cases wait for this operator or the colleagues. */
export async function countWaiting(db: Db, operator: Operator): Promise<number> {
  const [row] = await read<{ count: number | string }>(
    db,
    waitingReading(await queuesOf(db, operator)),
  )
  return Number(row?.count)
}
