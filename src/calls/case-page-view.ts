import { randomUUID } from 'node:crypto'
import { eventsOfCase, type StoredEvent } from '../audit/events.ts'
import { actionsOfCase } from '../cards/actions.ts'
import { type Approval, approvalsOfCase } from '../cards/approvals.ts'
import { type AttemptRecord, attemptsOf } from '../cards/attempts.ts'
import type { CardAction } from '../cards/card-action.ts'
import type { ManualStop } from '../cards/manual-stop.ts'
import { manualStopsOfCase } from '../cards/manual-stops.ts'
import type { ShipmentSighting } from '../cards/sighting.ts'
import { shipmentSighting } from '../cards/sightings.ts'
import { type CaseFile, isOpen, obstaclesToClosure } from '../cases/case-file.ts'
import { historyView, VIEWED } from '../cases/case-history.ts'
import type { CasePage } from '../cases/case-page.ts'
import { caseHead, commitmentOf, noteViews } from '../cases/case-parts.ts'
import type { Commitment } from '../cases/commitment.ts'
import { commitmentsOf } from '../cases/commitments.ts'
import { type Note, notesOf } from '../cases/notes.ts'
import type { Task } from '../cases/task.ts'
import { taskView } from '../cases/task-lines.ts'
import { tasksOfCase } from '../cases/tasks.ts'
import { similarViews } from '../cases/trouble-views.ts'
import type { Customer } from '../customers/customer.ts'
import { findCustomer } from '../customers/customers.ts'
import type { Db } from '../db.ts'
import type { Operator } from '../operators/operator.ts'
import { readStaff, type Staff } from '../operators/operators.ts'
import { may } from '../operators/permissions.ts'
import { notesOfCalls } from './call-notes.ts'
import { callsOfCase } from './calls.ts'
import { actionLines, approvalLines, targetOf } from './case-actions.ts'
import { caseCalls } from './case-calls.ts'
import { deliveryFacts, newCardOf } from './case-delivery.ts'
import { caseText } from './case-summary.ts'
import { type CallContext, type CallDeps, contextOf } from './context.ts'
import { orderOfCase, stillSeen } from './order-dates.ts'
import { cardWords } from './panels.ts'
import { restsOnHand } from './suggestions.ts'
import { waitingViews } from './waiting.ts'
import type { Wording } from './wording.ts'
import { wrapUpsIn } from './wrap-up.ts'

/** Everything of a case, read at once: the same few reads for one call or for many. */
interface CaseHoldings {
  readonly customer: Customer | null
  readonly contexts: readonly CallContext[]
  readonly callNotes: ReadonlyMap<string, string>
  readonly actions: readonly CardAction[]
  readonly attempts: ReadonlyMap<string, readonly AttemptRecord[]>
  readonly commitments: readonly Commitment[]
  /** The order whose card the case is about. */
  readonly order: string | null
  readonly sighting: ShipmentSighting | null
  readonly tasks: readonly Task[]
  readonly manualStops: readonly ManualStop[]
  readonly notes: readonly Note[]
  readonly approvals: readonly Approval[]
  readonly events: readonly StoredEvent[]
  readonly staff: Staff
}

async function readCase(deps: CallDeps, caseFile: CaseFile): Promise<CaseHoldings> {
  const { db } = deps
  const { id, customerId } = caseFile
  const calls = await callsOfCase(db, id)
  const [customer, contexts, callNotes, actions, commitments] = await Promise.all([
    customerId === null ? null : findCustomer(db, customerId),
    Promise.all(calls.map((call) => contextOf(deps, call))),
    notesOfCalls(
      db,
      calls.map((call) => call.id),
    ),
    actionsOfCase(db, id),
    commitmentsOf(db, [id]),
  ])
  const order = orderOfCase(actions, commitments)
  const [attempts, sighting, manualStops, tasks, notes, approvals, events, staff] =
    await Promise.all([
      attemptsOf(
        db,
        actions.map((each) => each.id),
      ),
      shipmentSighting(db, order),
      manualStopsOfCase(db, id),
      tasksOfCase(db, id),
      notesOf(db, id),
      approvalsOfCase(db, id),
      eventsOf(db, id),
      readStaff(db),
    ])
  return {
    customer,
    contexts,
    callNotes,
    actions,
    attempts,
    commitments,
    order,
    sighting: stillSeen(sighting, actions),
    tasks,
    manualStops,
    notes,
    approvals,
    events,
    staff,
  }
}
const eventsOf = async (db: Db, caseId: string) =>
  (await eventsOfCase(db, caseId)).filter((each) => each.name !== VIEWED)

/** The page of a case: what it was about, every call of it, what was done and promised, and what may be done next. */
export async function casePage(
  deps: CallDeps,
  caseFile: CaseFile,
  operator: Operator,
  wording: Wording,
  typed: CasePage['typed'] = null,
): Promise<CasePage> {
  const held = await readCase(deps, caseFile)
  const { customer, actions, events } = held
  const { names, operators } = held.staff
  const { t } = wording
  const now = deps.clock.now()
  const cards = cardWords(customer?.cards ?? [])
  const wrapUps = wrapUpsIn(
    held.contexts.map(({ call }) => call),
    caseFile,
  )
  const telling = { caseId: caseFile.id, actions, notes: held.callNotes, cards, names, now }
  return {
    caseFile: caseHead(caseFile, t, names),
    isCauseByHand: restsOnHand(held.contexts, caseFile),
    customer: customer && { id: customer.id, name: customer.nameKanji, kana: customer.nameKana },
    card: caseFile.card && { label: caseFile.card.label, last4: caseFile.card.last4 },
    newCard: newCardOf(actions, held, customer?.cards ?? [], wording),
    summary: caseText(caseFile, wrapUps, actions, wording),
    calls: caseCalls(held.contexts, telling, wording),
    actions: actionLines(actions, caseFile, cards, names, wording, held),
    waiting: waitingViews(actions, (each) => targetOf(each, caseFile, cards), names, wording),
    commitments: held.commitments.map((each) => commitmentOf(each, caseFile, t, names, now)),
    delivery: deliveryFacts(caseFile.customerId, { ...held, now }, cards, wording),
    notes: noteViews(otherNotes(held), names),
    similar: await similarViews(deps.db, { caseId: caseFile.id }, operator, now, wording),
    approvals: approvalLines(held.approvals, names, wording),
    happened: historyView(events, t, names),
    may: permissions(caseFile, operator),
    tasks: held.tasks.map((each) => taskView(each, t, names, now)),
    obstacles: obstaclesToClosure(caseFile, held.commitments, actions, held.tasks).map(
      (obstacle) => t.cases.obstacles[obstacle],
    ),
    owners: operators.filter((each) => may(each.role, 'change_cases')),
    submission: randomUUID(),
    typed,
  }
}

/** A call's own note stands with the call and is not told twice. */
const otherNotes = ({ notes, callNotes }: CaseHoldings): Note[] => {
  const told = new Set([...callNotes].map(([key, body]) => `${key.split('/')[0]}/${body}`))
  return notes.filter((each) => !told.has(`${each.callId}/${each.body}`))
}

function permissions(caseFile: CaseFile, { role }: Operator): CasePage['may'] {
  const changes = may(role, 'change_cases')
  return {
    call: may(role, 'take_calls') && isOpen(caseFile),
    note: changes,
    commitments: changes,
    close: changes && isOpen(caseFile),
    reopen: changes && !isOpen(caseFile),
    own: changes && isOpen(caseFile),
    settle: may(role, 'approve'),
    print: true,
  }
}
