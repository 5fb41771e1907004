import { randomUUID } from 'node:crypto'
import { hoursWords } from '../cards/business-hours.ts'
import { asOne, type CaseFile, isOpen } from '../cases/case-file.ts'
import { historyView, othersIn } from '../cases/case-history.ts'
import type { CasePage } from '../cases/case-page.ts'
import { caseHead, commitmentOf, handKinds, noteViews } from '../cases/case-parts.ts'
import { wordsMark } from '../cases/case-words.ts'
import type { CaseWorkView } from '../cases/case-work-page.ts'
import { caseWorkView } from '../cases/case-work-view.ts'
import { checklist } from '../cases/checklist.ts'
import { draftsOf } from '../cases/drafts.ts'
import { caseKeeping } from '../cases/keeping-view.ts'
import type { Note } from '../cases/notes.ts'
import { peopleLines } from '../cases/people-view.ts'
import { peopleAt } from '../cases/presences.ts'
import { queuedCase } from '../cases/queued-case.ts'
import { taskView } from '../cases/task-lines.ts'
import { similarViews } from '../cases/trouble-views.ts'
import type { Operator } from '../operators/operator.ts'
import { may } from '../operators/permissions.ts'
import { actionLines, approvalLines, targetOf } from './case-actions.ts'
import { type CallOfCase, caseCalls } from './case-calls.ts'
import { deliveryFacts, newCardOf } from './case-delivery.ts'
import { type CaseHoldings, readCase } from './case-holdings.ts'
import { caseText } from './case-summary.ts'
import { missingWrapUps } from './closing-facts.ts'
import type { CallDeps } from './context.ts'
import { cardWords } from './panels.ts'
import { restsOnHand } from './suggestions.ts'
import { waitingViews } from './waiting.ts'
import type { Wording } from './wording.ts'
import { type WrapUp, wrapUpsIn } from './wrap-up.ts'

/** The page of a case: what it was about, every call of it, what was done and promised, and what may be done next. */
export async function casePage(
  deps: CallDeps,
  caseFile: CaseFile,
  operator: Operator,
  wording: Wording,
  typed: CasePage['typed'] = null,
): Promise<CasePage> {
  const here = `case/${caseFile.id}`
  const now = deps.clock.now()
  const [held, people] = await Promise.all([
    readCase(deps, caseFile),
    peopleAt(deps.db, [here], now),
  ])
  const { customer, actions, events, family } = held
  const { names, operators } = held.staff
  const { t } = wording
  const cards = cardWords(customer?.cards ?? [])
  const ids = [...family.keys()]
  const drafts = await draftsOf(deps.db, operator.id, ids)
  const wrapUps = wrapUpsIn(
    held.contexts.map(({ call }) => call),
    ids,
    held.customerIds,
  )
  const fromOf = (caseId: string | null) => family.get(caseId ?? '')
  const from = (caseId: string | null) =>
    caseId === caseFile.id ? null : (fromOf(caseId)?.number ?? null)
  const telling = { caseIds: ids, actions, notes: held.callNotes, cards, names, now }
  const calls = caseCalls(held.contexts, telling, wording)
  const work = await caseWorkView(
    deps.db,
    {
      caseFile,
      family,
      previous: previousIn(held),
      calls: overIn(calls, wording),
      staff: held.staff,
      now,
    },
    operator,
    t,
  )
  return {
    caseFile: caseHead(caseFile, t, names),
    isCauseByHand: restsOnHand(held.contexts, caseFile, ids),
    customer: customer && { id: customer.id, name: customer.nameKanji, kana: customer.nameKana },
    card: caseFile.card && { label: caseFile.card.label, last4: caseFile.card.last4 },
    newCard: caseFile.erasedAt ? null : newCardOf(actions, held, customer?.cards ?? [], wording),
    summary: caseText(asOne(caseFile, [...family.values()].slice(1)), wrapUps, actions, wording),
    calls: calls.map(({ caseId, number: _matter, ...each }) => ({ ...each, from: from(caseId) })),
    actions: actionLines(actions, caseFile, cards, names, wording, held).map((each, nth) => ({
      ...each,
      from: from(actions[nth]?.caseId ?? null),
    })),
    waiting: waitingViews(actions, (each) => targetOf(each, caseFile, cards), names, wording),
    commitments: held.commitments.map((each) => ({
      ...commitmentOf(each, fromOf(each.caseId) ?? caseFile, t, names, now),
      from: from(each.caseId),
    })),
    delivery: deliveryFacts(held.customerIds, { ...held, now }, cards, wording),
    notes: noteViews(otherNotes(held), names, from),
    similar: await similarViews(deps.db, { caseIds: ids }, operator, now, wording),
    approvals: approvalLines(held.approvals, names, wording),
    happened: historyView(events, t, names, from, await othersIn(deps.db, events)),
    queued: await queuedCase(deps.db, caseFile, operator, events, t),
    may: permissions(caseFile, operator),
    tasks: held.tasks.map((each) => ({
      ...taskView(each, t, names, now),
      from: from(each.caseId),
    })),
    checklist: checklist(caseFile, closingOf(held, wrapUps, work), t),
    owners: operators.filter((each) => may(each.role, 'change_cases')),
    work,
    promising: { kinds: handKinds(t), hours: hoursWords(deps.businessHours) },
    words: { ...wordsOf(caseFile), seen: wordsMark(caseFile) },
    drafts,
    keeping: await caseKeeping(
      deps.db,
      { ids, customerIds: held.customerIds, erasedAt: caseFile.erasedAt },
      operator,
      names,
      wording,
    ),
    people: peopleLines(people.get(here) ?? [], operator.id, names, wording),
    submission: randomUUID(),
    typed,
  }
}

/** Who took calls of the case, the last one first. */
const previousIn = ({ contexts }: CaseHoldings): string[] => [
  ...new Set(contexts.map(({ call }) => call.operatorId).reverse()),
]

/** The calls that may be filed with another case: those that are over, each with its matter. */
const overIn = (calls: readonly CallOfCase[], { t, fmt }: Wording) =>
  calls
    .filter(({ endedAt }) => endedAt !== null)
    .map(({ id, number, nth, matter, startedAt, operator }) => ({
      value: `${id}/${number}`,
      label:
        t.caseWork.split.callLine(nth, fmt.instant(startedAt), operator) +
        (matter === null ? '' : t.layout.aside(t.cases.matter(matter))),
    }))

/** What the closing rule goes by, from what was read for the page. */
const closingOf = (held: CaseHoldings, wrapUps: readonly WrapUp[], work: CaseWorkView) => ({
  ...held,
  callsGoingOn: held.contexts.filter(({ call }) => call.state !== 'ended').length,
  missingWrapUps: missingWrapUps(
    wrapUps,
    new Map(held.contexts.map(({ call }) => [call.id, call.endedAt])),
    held.notes,
  ),
  handovers: work.handover?.isWaiting ? 1 : 0,
})
const wordsOf = ({ wanted, nextSteps }: CaseFile) => ({ wanted, nextSteps })

/** A call's own note stands with the call and is not told twice. */
const otherNotes = ({ notes, callNotes }: CaseHoldings): Note[] => {
  const told = new Set([...callNotes].map(([key, body]) => `${key.split('/')[0]}/${body}`))
  return notes.filter((each) => !told.has(`${each.callId}/${each.body}`))
}

function permissions(caseFile: CaseFile, { role }: Operator): CasePage['may'] {
  const changes = may(role, 'change_cases') && caseFile.erasedAt === null
  return {
    call: may(role, 'take_calls') && isOpen(caseFile),
    note: changes,
    commitments: changes,
    promise: changes && isOpen(caseFile),
    close: changes && isOpen(caseFile),
    reopen: changes && !isOpen(caseFile),
    own: changes && isOpen(caseFile),
    settle: may(role, 'approve'),
    print: true,
  }
}
