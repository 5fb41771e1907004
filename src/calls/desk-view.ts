import { countOpenApprovals } from '../cards/approvals.ts'
import { tokyoDate } from '../cards/delivery.ts'
import { countUnmatchedStops } from '../cards/manual-stops.ts'
import type { CaseFile } from '../cases/case-file.ts'
import { caseLine, commitmentView, type Names, withoutStatus } from '../cases/case-lines.ts'
import { type CaseFilter, countCases, listCases } from '../cases/cases.ts'
import { type CommitmentOnDesk, openCommitmentsOfOwner } from '../cases/commitments.ts'
import type { DeskPage, RecentCaller } from '../cases/desk-page.ts'
import { taskView } from '../cases/task-lines.ts'
import { openTasks, type TaskOnDesk } from '../cases/tasks.ts'
import { deskWaves } from '../cases/trouble-views.ts'
import { findCustomers } from '../customers/customers.ts'
import type { Operator } from '../operators/operator.ts'
import { operatorNames } from '../operators/operators.ts'
import { may } from '../operators/permissions.ts'
import { listedCalls } from './call-lines.ts'
import { type EndedCall, latestCalls, openCallIds } from './call-lists.ts'
import { linesIn } from './calls-view.ts'
import type { CallDeps } from './context.ts'
import { harmlessIn } from './harmless.ts'
import { mayTellStatus } from './level-in-call.ts'
import { type Wording, wordFor } from './wording.ts'

const CASES = 20
const RECENT = 8

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
  const mine: CaseFilter = { ownerId: operator.id, statusNot: ['closed', 'resolved'] }
  const everybodys = may(operator.role, 'approve')
  const [isTold, open, cases, caseCount, promises, tasks, recent, names] = await Promise.all([
    mayTellStatus(deps, operator.id),
    openCallIds(db, operator.id),
    listCases(db, mine, CASES),
    countCases(db, mine),
    openCommitmentsOfOwner(db, operator.id),
    openTasks(db, everybodys ? null : operator.id),
    latestCalls(db, operator.id, RECENT),
    operatorNames(db),
  ])
  const calls = await listedCalls(deps, open, wording)
  return {
    from: typed?.from ?? '',
    fromError: typed?.error ?? null,
    live: linesIn(calls, 'live', 'paused'),
    handed: linesIn(calls, 'handed'),
    cases: (await ownCases(deps, cases, names, wording)).map(isTold ? asItIs : hideStatus),
    caseCount,
    commitments: promises
      .map((each) => promiseOf(each, names, deps.clock.now(), wording))
      .map(isTold ? asItIs : hideWords(wording)),
    tasks: tasks
      .map((each) => taskOf(each, names, deps.clock.now(), wording))
      .map(isTold ? asItIs : hideTask(wording)),
    recent: recent.map((each) => callerOf(each, wording)),
    unmatchedStops: await countUnmatchedStops(db),
    troubles: await deskWaves({ db, isHarmless: harmlessIn(deps) }, operator, wording),
    approvals: everybodys ? await countOpenApprovals(db) : null,
  }
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

const promiseOf = (
  promise: CommitmentOnDesk,
  names: Names,
  now: Date,
  { t }: Wording,
): DeskPage['commitments'][number] => ({
  ...commitmentView(promise, promise.caseNumber, t, names, now),
  caseId: promise.caseId,
  customer: promise.customerName,
  today: isToday(promise.dueAt, now),
})

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

/** Beside a caller who is not verified the desk tells when something is due, and in which case. */
type DeskCase = DeskPage['cases'][number]
type DeskPromise = DeskPage['commitments'][number]
type DeskTask = DeskPage['tasks'][number]
const asItIs = <Line>(line: Line): Line => line
const hideStatus = (line: DeskCase): DeskCase => ({ ...line, ...withoutStatus(line) })
const hideWords =
  ({ t }: Wording) =>
  (line: DeskPromise): DeskPromise => ({ ...line, kind: '', wording: t.cases.guarded.title })
const hideTask =
  ({ t }: Wording) =>
  (line: DeskTask): DeskTask => ({ ...line, words: t.cases.guarded.title })

/** A promise for midnight is one for the day before it. */
const isToday = (dueAt: string, now: Date): boolean =>
  tokyoDate(new Date(Date.parse(dueAt) - 1).toISOString()) === tokyoDate(now.toISOString())

const callerOf = (call: EndedCall, { t }: Wording): RecentCaller => ({
  callId: call.id,
  at: call.startedAt,
  customer: call.customer,
  fromNumber: call.fromNumber,
  caseFile: call.caseFile && { id: call.caseFile.id, number: call.caseFile.number },
  reason: wordFor(t.terms.reason, call.caseFile?.reason),
})
