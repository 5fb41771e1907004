import { randomUUID } from 'node:crypto'
import { type CaseFile, isOpen } from '../cases/case-file.ts'
import { caseLine, commitmentView, type Names } from '../cases/case-lines.ts'
import { casesOfCustomer } from '../cases/cases.ts'
import { commitmentsOf } from '../cases/commitments.ts'
import { familiesOf } from '../cases/families.ts'
import { customerKeeping } from '../cases/keeping-view.ts'
import type { Customer } from '../customers/customer.ts'
import type { CustomerPage } from '../customers/customer-page.ts'
import { recordsOf } from '../customers/one-person.ts'
import { personView } from '../customers/person-view.ts'
import type { CustomerAsked } from '../customers/readers.ts'
import type { Db } from '../db.ts'
import type { Operator } from '../operators/operator.ts'
import { readStaff } from '../operators/operators.ts'
import { may } from '../operators/permissions.ts'
import type { CallDeps } from './context.ts'
import { careView } from './customer-care.ts'
import { customerDetails } from './customer-details.ts'
import { isVerifiedAs, levelInCall } from './level-in-call.ts'
import { timelineView } from './timeline-view.ts'
import type { Wording } from './wording.ts'

/**
 * The page of a customer. Registered details are there only within the operator's own call whose caller was verified;
 * in a call whose caller was not, no more than the open cases is shown, and that somebody may pretend to be them.
 */
export async function customerPage(
  deps: CallDeps,
  customer: Customer,
  operator: Operator,
  wording: Wording,
  asked: CustomerAsked,
): Promise<CustomerPage> {
  const { db, clock } = deps
  const { role } = operator
  const level = (await levelInCall(deps, operator.id, customer.id))?.level ?? null
  const restricted = level !== null && level !== 'full'
  // Address and bank are what callers prove themselves by: they are those of the record that was verified alone.
  const isVerified = level === 'full' && (await isVerifiedAs(deps, operator.id, customer.id))
  const records = await recordsOf(db, customer.id)
  const [{ names, operators }, cases] = await Promise.all([
    readStaff(db),
    casesOfCustomer(db, records),
  ])
  const open = cases.filter(isOpen)
  const closed = restricted ? [] : cases.filter((each) => !isOpen(each))
  const numbers = await numbersOf(db, open)
  const [commitments, care, timeline, last] = await Promise.all([
    restricted ? [] : commitmentsOf(db, [...numbers.keys()]),
    careView(deps, customer, operator, names, wording, restricted),
    restricted ? null : timelineView(db, records, names, wording, asked),
    lastOperatorOf(deps, customer, records),
  ])
  return {
    customer: { id: customer.id, name: customer.nameKanji, kana: customer.nameKana },
    details: isVerified ? await customerDetails(deps, customer, wording) : null,
    restricted,
    ...care,
    timeline,
    openCases: open.map((each) => caseLine(each, wording.t, names)),
    closedCases: closed.map((each) => caseLine(each, wording.t, names)),
    commitments: commitments
      .filter((each) => each.state === 'open')
      .map((each) =>
        commitmentView(each, numbers.get(each.caseId) ?? '', wording.t, names, clock.now()),
      ),
    preferredOperator: nameIn(names, last),
    mayCall: may(role, 'take_calls'),
    mayChange: may(role, 'change_cases') && !restricted && customer.erasedAt === null,
    mayExport: may(role, 'export_personal_data') && !restricted && customer.erasedAt === null,
    mayErase: may(role, 'erase_personal_data') && !restricted && customer.erasedAt === null,
    keeping: restricted
      ? null
      : await customerKeeping(
          db,
          { ids: records, erasedAt: customer.erasedAt },
          operator,
          names,
          wording,
        ),
    operators: operators.filter((each) => may(each.role, 'take_calls')),
    submission: randomUUID(),
    typed: asked.typed,
    person: await personView(db, customer, operator, !restricted && customer.erasedAt === null),
    personTyped: asked.person,
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

const nameIn = (names: Names, id: string | null): string | null =>
  id === null ? null : (names.get(id) ?? null)

/** Who talked with the customer last; where nobody did, whom the card system names. */
async function lastOperatorOf(
  { db }: CallDeps,
  customer: Customer,
  records: readonly string[],
): Promise<string | null> {
  const row = await db('calls')
    .whereIn('customer_id', records)
    .orderBy('started_at', 'desc')
    .first('operator_id')
  return row?.operator_id ?? customer.preferredOperatorId
}
