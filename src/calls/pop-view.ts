import { recordEvents } from '../audit/events.ts'
import type { CaseFile } from '../cases/case-file.ts'
import { type Names, nameOf } from '../cases/case-lines.ts'
import { openCasesOf } from '../cases/cases.ts'
import { customersByPhone } from '../customers/customers.ts'
import { watched } from '../customers/flags.ts'
import { onePerPerson, peopleBehind } from '../customers/one-person.ts'
import type { Operator } from '../operators/operator.ts'
import { operatorNames } from '../operators/operators.ts'
import { presentOperators } from '../operators/sessions.ts'
import { lastCallsOfCases } from './call-lists.ts'
import type { CallDeps } from './context.ts'
import type { PopCase, PopPage } from './pop-page.ts'
import { type Wording, wordFor } from './wording.ts'

/**
 * Who a ring may be from. Several people with one number are all shown and none is guessed; of each no more than the
 * name, and of an open case its number, its reason and who had it last.
 */
export async function popPage(
  { db, clock, wallClock }: Pick<CallDeps, 'db' | 'clock' | 'wallClock'>,
  from: string | null,
  wording: Wording,
): Promise<PopPage> {
  const found = from === null ? [] : await customersByPhone(db, from)
  const customers = await onePerPerson(db, found)
  const ids = customers.map((each) => each.id)
  const people = await peopleBehind(db, ids)
  const cases = await openCasesOf(db, [...new Set([...people.values()].flat())])
  const [watch, last, names, present] = await Promise.all([
    watched(db, ids, clock.now()),
    lastCallsOfCases(
      db,
      cases.map((each) => each.id),
    ),
    operatorNames(db),
    presentOperators(db, wallClock.now()),
  ])
  const popCase = (caseFile: CaseFile) =>
    caseOf(caseFile, last.get(caseFile.id), names, present, wording)
  return {
    from,
    candidates: customers.map((customer) => ({
      id: customer.id,
      name: customer.nameKanji,
      kana: customer.nameKana,
      isWatched: watch.has(customer.id),
      openCases: cases
        .filter(({ customerId }) => people.get(customer.id)?.some((id) => id === customerId))
        .map(popCase),
    })),
  }
}

function caseOf(
  caseFile: CaseFile,
  last: { readonly operatorId: string; readonly at: string } | undefined,
  names: Names,
  present: ReadonlySet<string>,
  { t }: Wording,
): PopCase {
  const operatorId = last?.operatorId ?? caseFile.ownerId
  return {
    id: caseFile.id,
    number: caseFile.number,
    reason: wordFor(t.terms.reason, caseFile.reason),
    statusLabel: t.terms.caseStatus[caseFile.status],
    lastOperator: nameOf(names, operatorId),
    lastOperatorPresent: operatorId !== null && present.has(operatorId),
    lastCallAt: last?.at ?? caseFile.openedAt,
  }
}

/** Whose names were shown is on the record; a ring that nobody is known for as well. */
export async function recordPop(
  { db, clock }: Pick<CallDeps, 'db' | 'clock'>,
  operator: Operator,
  { candidates }: PopPage,
): Promise<void> {
  const shown = { name: 'pop_shown', at: clock.now(), operatorId: operator.id } as const
  const ids = candidates.length === 0 ? [null] : candidates.map((each) => each.id)
  await recordEvents(
    db,
    ids.map((customerId) => ({ ...shown, customerId, detail: { found: candidates.length } })),
  )
}
