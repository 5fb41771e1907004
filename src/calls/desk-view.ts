import { randomUUID } from 'node:crypto'
import { countOpenApprovals } from '../cards/approvals.ts'
import { countUnmatchedStops } from '../cards/manual-stops.ts'
import { type CaseFile, STATUSES } from '../cases/case-file.ts'
import { caseLine, type Names, nameOf, withoutStatus } from '../cases/case-lines.ts'
import { countCases, listCases } from '../cases/case-lists.ts'
import { type CaseQuery, EVERYTHING_OPEN } from '../cases/case-query.ts'
import { targetName } from '../cases/case-work-view.ts'
import { openCommitmentsOfOwner, raisedCommitments } from '../cases/commitments-owed.ts'
import type { DeskPage, RecentCaller } from '../cases/desk-page.ts'
import { type HandoverOnDesk, handoversFor } from '../cases/handovers.ts'
import { capped, tabsOf } from '../cases/list-views.ts'
import { countWaiting } from '../cases/next-cases.ts'
import { taskView } from '../cases/task-lines.ts'
import { openTasks, type TaskOnDesk } from '../cases/tasks.ts'
import { deskWaves } from '../cases/trouble-views.ts'
import { findCustomers } from '../customers/customers.ts'
import { countRequests } from '../customers/requests.ts'
import type { Operator } from '../operators/operator.ts'
import { operatorNames } from '../operators/operators.ts'
import { may } from '../operators/permissions.ts'
import { listedCalls } from './call-lines.ts'
import { type EndedCall, latestCalls, openCallIds } from './call-lists.ts'
import { linesIn } from './calls-view.ts'
import type { CallDeps } from './context.ts'
import { promiseOnDesk, raisedOnDesk, withoutWords } from './desk-promises.ts'
import { harmlessIn } from './harmless.ts'
import { mayTellStatus } from './level-in-call.ts'
import { openAlerts } from './verification-alerts.ts'
import { type Wording, wordFor } from './wording.ts'

const CASES = 20
const RECENT = 8
/** Cases that somebody still has to do something about. */
const BUSY: CaseQuery = {
  ...EVERYTHING_OPEN,
  owner: 'me',
  statuses: STATUSES.filter((each) => each !== 'closed' && each !== 'resolved'),
  sort: 'updated',
}

/** What was typed into the start form and not taken. */
export interface StartTyped {
  readonly from: string
  readonly error: string
}

/** Where an operator's day begins. */
export async function deskPage(
  deps: CallDeps,
  operator: Operator,
  wording: Wording,
  typed: StartTyped | null = null,
): Promise<DeskPage> {
  const { db } = deps
  const asker = { operatorId: operator.id, teamId: operator.teamId, now: deps.clock.now() }
  const mine = { query: BUSY, asker, ids: null }
  const everybodys = may(operator.role, 'approve')
  const now = deps.clock.now()
  const [isTold, open, cases, caseCount, promises, raised, tasks, handovers, recent, names] =
    await Promise.all([
      mayTellStatus(deps, operator.id),
      openCallIds(db, operator.id),
      listCases(db, mine),
      countCases(db, mine),
      openCommitmentsOfOwner(db, operator.id),
      everybodys ? raisedCommitments(db) : null,
      openTasks(db, everybodys ? null : operator.id),
      handoversFor(db, operator),
      latestCalls(db, operator.id, RECENT),
      operatorNames(db),
    ])
  const calls = await listedCalls(deps, open, wording)
  return {
    from: typed?.from ?? '',
    fromError: typed?.error ?? null,
    live: linesIn(calls, 'live', 'paused'),
    handed: linesIn(calls, 'handed'),
    cases: (await ownCases(deps, cases.cases.slice(0, CASES), names, wording)).map(
      isTold ? asItIs : hideStatus,
    ),
    caseCount,
    submission: randomUUID(),
    ...(await queueCounts(deps, operator, isTold, wording)),
    commitments: promises
      .map((each) => promiseOnDesk(each, names, now, wording))
      .map(isTold ? asItIs : withoutWords(wording)),
    raised: raised && raisedOnDesk(raised, names, now, isTold, wording),
    handovers: handovers
      .map((each) => handoverOf(each, names, now, wording))
      .map(isTold ? asItIs : hideHandover(wording)),
    tasks: tasks
      .map((each) => taskOf(each, names, deps.clock.now(), wording))
      .map(isTold ? asItIs : hideTask(wording)),
    recent: recent.map((each) => callerOf(each, wording)),
    unmatchedStops: await countUnmatchedStops(db),
    troubles: await deskWaves({ db, isHarmless: harmlessIn(deps) }, operator, wording),
    alerts: everybodys ? await alertsOn(db, operator, names) : [],
    approvals: everybodys ? await countOpenApprovals(db) : null,
    people: everybodys ? await countRequests(db, 'customer_merges') : null,
  }
}

const alertsOn = async (
  db: CallDeps['db'],
  { id }: Operator,
  names: Names,
): Promise<DeskPage['alerts']> =>
  (await openAlerts(db)).map(({ operatorId, ...alert }) => ({
    ...alert,
    operator: nameOf(names, operatorId),
    mayNote: operatorId !== id,
  }))

/** The views of the list, and what waits for whoever is free. */
async function queueCounts(
  { db, clock }: CallDeps,
  operator: Operator,
  mayTell: boolean,
  { t }: Wording,
): Promise<Pick<DeskPage, 'tabs' | 'waiting'>> {
  const scene = { db, operator, now: clock.now(), mayTell, views: [] }
  const [tabs, waiting] = await Promise.all([
    tabsOf(scene, { name: '', query: BUSY, kept: null }, t),
    mayTell ? countWaiting(db, operator) : null,
  ])
  return { tabs, waiting: waiting === null ? null : capped(waiting) }
}

async function ownCases(
  { db }: CallDeps,
  cases: readonly CaseFile[],
  names: Names,
  { t }: Wording,
): Promise<DeskPage['cases']> {
  const customers = await findCustomers(
    db,
    cases.flatMap((each) => each.customerId ?? []),
  )
  const customerNames = new Map(customers.map((each) => [each.id, each.nameKanji]))
  return cases.map((each) => ({
    ...caseLine(each, t, names),
    customer: customerNames.get(each.customerId ?? '') ?? '',
  }))
}

const taskOf = (
  task: TaskOnDesk,
  names: Names,
  now: Date,
  { t }: Wording,
): DeskPage['tasks'][number] => ({
  ...taskView(task, t, names, now),
  caseNumber: task.caseNumber,
  customer: task.customerName,
})

const handoverOf = (
  handover: HandoverOnDesk,
  names: Names,
  now: Date,
  { t }: Wording,
): DeskPage['handovers'][number] => ({
  ...handover,
  reason: wordFor(t.terms.reason, handover.reason),
  customer: handover.customerName,
  from: nameOf(names, handover.from),
  to: targetName(handover, names, t),
  late: Date.parse(handover.dueAt) < now.getTime(),
})

/** Beside a caller who is not verified the desk tells when something is due, and in which case. */
type DeskCase = DeskPage['cases'][number]
type DeskTask = DeskPage['tasks'][number]
const asItIs = <Line>(line: Line): Line => line
const hideStatus = (line: DeskCase): DeskCase => ({ ...line, ...withoutStatus(line) })
type DeskHandover = DeskPage['handovers'][number]
const hideHandover =
  ({ t }: Wording) =>
  (line: DeskHandover): DeskHandover => ({ ...line, words: t.cases.guarded.title })
const hideTask =
  ({ t }: Wording) =>
  (line: DeskTask): DeskTask => ({ ...line, words: t.cases.guarded.title })

const callerOf = (call: EndedCall, { t }: Wording): RecentCaller => ({
  callId: call.id,
  at: call.startedAt,
  customer: call.customer,
  fromNumber: call.fromNumber,
  caseFile: call.caseFile && { id: call.caseFile.id, number: call.caseFile.number },
  reason: wordFor(t.terms.reason, call.caseFile?.reason),
})
