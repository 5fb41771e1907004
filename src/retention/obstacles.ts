import { type Db, marks, read } from '../db.ts'
import type { Person } from './erased-people.ts'
import { OBSTACLES, type Obstacle, type ObstacleKind } from './erasure.ts'

const RUNNING = "('waiting', 'pending', 'sent', 'unknown')"

/** What of a case is not over yet: a select of case ids for each, given those to look at. */
const IN_CASES: readonly (readonly [ObstacleKind, string])[] = [
  ['legal_hold', 'select case_id as id from legal_holds where lifted_at is null and case_id in'],
  ['open_case', "select id from cases where status <> 'closed' and merged_into is null and id in"],
  [
    'call_going_on',
    "select m.case_id as id from matters m join calls c on c.id = m.call_id where c.state <> 'ended' and m.case_id in",
  ],
  [
    'running_action',
    `select case_id as id from card_actions where state in ${RUNNING} and case_id in`,
  ],
  ['open_promise', "select case_id as id from commitments where state = 'open' and case_id in"],
  ['open_task', "select case_id as id from tasks where state = 'open' and case_id in"],
  [
    'waiting_handover',
    "select case_id as id from case_handovers where state = 'waiting' and case_id in",
  ],
  [
    'open_manual_stop',
    "select case_id as id from manual_stops where state in ('open', 'differs') and case_id in",
  ],
]
const IN_CUSTOMERS: readonly (readonly [ObstacleKind, string])[] = [
  [
    'legal_hold',
    'select customer_id as id from legal_holds where lifted_at is null and customer_id in',
  ],
  [
    'call_going_on',
    "select customer_id as id from calls where state <> 'ended' and customer_id in",
  ],
  [
    'waiting_merge',
    "select from_customer as id from customer_merges where state = 'waiting' and from_customer in",
  ],
  [
    'waiting_merge',
    "select into_customer as id from customer_merges where state = 'waiting' and into_customer in",
  ],
]

interface Found {
  readonly kind: ObstacleKind
  readonly id: string
}
async function found(
  db: Db,
  questions: readonly (readonly [ObstacleKind, string])[],
  ids: readonly string[],
): Promise<Found[]> {
  if (ids.length === 0) return []
  const sql = questions
    .map(([kind, select]) => `select '${kind}' as kind, id from (${select} (${marks(ids)})) as q`)
    .join(' union ')
  return await read<Found>(db, { sql, bindings: questions.flatMap(() => ids) })
}

/** What stands against erasing any of these cases, by the case's id. */
export async function obstaclesOfCases(
  db: Db,
  caseIds: readonly string[],
): Promise<readonly Found[]> {
  return await found(db, IN_CASES, caseIds)
}
/** The same for what hangs on the customers themselves. */
export const obstaclesOfCustomers = (db: Db, ids: readonly string[]): Promise<readonly Found[]> =>
  found(db, IN_CUSTOMERS, ids)

/** What stands against erasing a person, with the case in which it is seen to. */
export async function obstaclesOfPerson(
  db: Db,
  { customerIds, caseIds }: Person,
): Promise<Obstacle[]> {
  const own = await obstaclesOfCustomers(db, customerIds)
  const inCases = await obstaclesOfCases(db, caseIds)
  const numbers = await read<{ id: string; number: string }>(db, {
    sql: `select id, number from cases where id in (${marks(caseIds)})`,
    bindings: caseIds,
  })
  const numberOf = new Map(numbers.map(({ id, number }) => [id, number]))
  const all = [
    ...own.map(({ kind }) => ({ kind, caseId: null, caseNumber: null })),
    ...inCases.map(({ kind, id }) => ({ kind, caseId: id, caseNumber: numberOf.get(id) ?? null })),
  ]
  // A call that goes on is told once, in its case where it has one.
  const told = all.filter(
    ({ kind, caseId }) =>
      caseId !== null || kind !== 'call_going_on' || !inCases.some((each) => each.kind === kind),
  )
  return told.toSorted(
    (a, b) =>
      OBSTACLES.indexOf(a.kind) - OBSTACLES.indexOf(b.kind) ||
      (a.caseNumber ?? '').localeCompare(b.caseNumber ?? ''),
  )
}
