import { type Names, nameOf } from '../cases/case-lines.ts'
import { openCasesOf } from '../cases/cases.ts'
import type { Customer } from '../customers/customer.ts'
import type { CustomerLine } from '../customers/customer-page.ts'
import { peopleBehind } from '../customers/one-person.ts'
import type { CustomerReaders } from '../customers/readers.ts'
import { operatorNames } from '../operators/operators.ts'
import { lastCallsOfCases } from './call-lists.ts'
import type { CallDeps } from './context.ts'
import { customerPage } from './customer-view.ts'
import { levelInCall } from './level-in-call.ts'
import { sharedCases } from './shared-cases.ts'
import { type Wording, wordFor } from './wording.ts'

/** What the pages of customers show of cases, calls and the card system. */
export const customerReaders = (deps: CallDeps): CustomerReaders => ({
  page: (customer, operator, wording, asked) =>
    customerPage(deps, customer, operator, wording, asked),
  mayTell: async (customer, operator) => {
    const inCall = await levelInCall(deps, operator.id, customer?.id ?? null)
    return inCall === null || inCall.level === 'full'
  },
  sharedCases,
  lines: (customers, wording) => customerLines(deps, customers, wording),
})

/**
 * No more than the name and of open cases the number, the reason and who had it last: nobody has been verified where
 * customers are only looked for, so the birth date is asked and not read from the screen.
 */
async function customerLines(
  { db }: Pick<CallDeps, 'db'>,
  customers: readonly Customer[],
  { t }: Wording,
): Promise<CustomerLine[]> {
  const people = await peopleBehind(
    db,
    customers.map((each) => each.id),
  )
  const cases = await openCasesOf(db, [...people.values()].flat())
  const last = await lastCallsOfCases(
    db,
    cases.map((each) => each.id),
  )
  const names: Names = await operatorNames(db)
  return customers.map((customer) => ({
    id: customer.id,
    name: customer.nameKanji,
    kana: customer.nameKana,
    birthDate: null,
    openCases: cases
      .filter(({ customerId }) => people.get(customer.id)?.some((id) => id === customerId))
      .map((each) => ({
        number: each.number,
        reason: wordFor(t.terms.reason, each.reason),
        owner: nameOf(names, last.get(each.id)?.operatorId ?? each.ownerId),
      })),
  }))
}
