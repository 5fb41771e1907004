import { type CaseFile, isOpen } from '../cases/case-file.ts'
import { caseLine, commitmentView, type Names, nameOf } from '../cases/case-lines.ts'
import { casesOfCustomer } from '../cases/cases.ts'
import { commitmentsOf } from '../cases/commitments.ts'
import { familiesOf } from '../cases/families.ts'
import type { Customer } from '../customers/customer.ts'
import type { CustomerPage } from '../customers/customer-page.ts'
import { recordsOf } from '../customers/one-person.ts'
import type { PersonTyped } from '../customers/person-page.ts'
import { personView } from '../customers/person-view.ts'
import type { Db } from '../db.ts'
import type { Operator } from '../operators/operator.ts'
import { operatorNames } from '../operators/operators.ts'
import { may } from '../operators/permissions.ts'
import { casesOfCalls } from './call-lists.ts'
import type { CallDeps } from './context.ts'
import { customerDetails } from './customer-details.ts'
import { isVerifiedAs, levelInCall } from './level-in-call.ts'
import { type Wording, wordFor } from './wording.ts'

const CALLS = 20

/**
 * The page of a customer. Registered details are there only within the operator's own call whose caller was verified;
 * in a call whose caller was not, no more than the open cases is shown.
 */
export async function customerPage(
  deps: CallDeps,
  customer: Customer,
  operator: Operator,
  wording: Wording,
  typed: PersonTyped | null = null,
): Promise<CustomerPage> {
  const { db, clock } = deps
  const level = (await levelInCall(deps, operator.id, customer.id))?.level ?? null
  const restricted = level !== null && level !== 'full'
  // Address and bank are what callers prove themselves by: they are those of the record that was verified alone.
  const isVerified = level === 'full' && (await isVerifiedAs(deps, operator.id, customer.id))
  const records = await recordsOf(db, customer.id)
  const [names, cases, calls] = await Promise.all([
    operatorNames(db),
    casesOfCustomer(db, records),
    callsWith(deps, records, wording),
  ])
  const open = cases.filter(isOpen)
  const closed = restricted ? [] : cases.filter((each) => !isOpen(each))
  const numbers = await numbersOf(db, open)
  const commitments = restricted ? [] : await commitmentsOf(db, [...numbers.keys()])
  return {
    customer: { id: customer.id, name: customer.nameKanji, kana: customer.nameKana },
    details: isVerified ? await customerDetails(deps, customer, wording) : null,
    restricted,
    flags: restricted ? [] : customer.flags.map((flag) => wording.t.terms.customerFlag[flag]),
    openCases: open.map((each) => caseLine(each, wording.t, names)),
    closedCases: closed.map((each) => caseLine(each, wording.t, names)),
    commitments: commitments
      .filter((each) => each.state === 'open')
      .map((each) =>
        commitmentView(each, numbers.get(each.caseId) ?? '', wording.t, names, clock.now()),
      ),
    calls: restricted
      ? []
      : calls.map((each) => ({ ...each, operator: nameOf(names, each.operator) })),
    preferredOperator: lastOperator(calls[0]?.operator ?? customer.preferredOperatorId, names),
    mayCall: may(operator.role, 'take_calls'),
    person: await personView(db, customer, operator, !restricted),
    typed,
  }
}

/** The number of each open case, for the cases that go on in it as well. */
async function numbersOf(db: Db, open: readonly CaseFile[]): Promise<ReadonlyMap<string, string>> {
  const families = await familiesOf(
    db,
    open.map((each) => each.id),
  )
  return new Map(
    open.flatMap(({ id, number }) => (families.get(id) ?? [id]).map((one) => [one, number])),
  )
}

const lastOperator = (id: string | null, names: Names): string | null =>
  id === null ? null : (names.get(id) ?? null)

/** The customer's latest calls, each with the case of its first matter; `operator` is still an id. */
async function callsWith({ db }: CallDeps, customerIds: readonly string[], { t }: Wording) {
  const rows: { id: string; started_at: string; operator_id: string }[] = await db('calls')
    .whereIn('customer_id', customerIds)
    .orderBy('started_at', 'desc')
    .limit(CALLS)
    .select('id', 'started_at', 'operator_id')
  const cases = await casesOfCalls(
    db,
    rows.map((row) => row.id),
  )
  return rows.map((row) => {
    const caseFile = cases.find((each) => each.call_id === row.id)
    return {
      id: row.id,
      at: row.started_at,
      operator: row.operator_id,
      reason: wordFor(t.terms.reason, caseFile?.reason),
      caseNumber: caseFile?.number ?? null,
    }
  })
}
