import { randomUUID } from 'node:crypto'
import { isOpen } from '../cases/case-file.ts'
import { caseLine, commitmentView, type Names } from '../cases/case-lines.ts'
import { casesOfCustomer } from '../cases/cases.ts'
import { commitmentsOf } from '../cases/commitments.ts'
import type { Customer } from '../customers/customer.ts'
import type { CustomerPage } from '../customers/customer-page.ts'
import type { CustomerAsked } from '../customers/readers.ts'
import type { Operator } from '../operators/operator.ts'
import { readStaff } from '../operators/operators.ts'
import { may } from '../operators/permissions.ts'
import type { CallDeps } from './context.ts'
import { careView } from './customer-care.ts'
import { customerDetails } from './customer-details.ts'
import { levelInCall } from './level-in-call.ts'
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
  const [{ names, operators }, cases] = await Promise.all([
    readStaff(db),
    casesOfCustomer(db, customer.id),
  ])
  const open = cases.filter(isOpen)
  const closed = restricted ? [] : cases.filter((each) => !isOpen(each))
  const numbers = new Map(open.map((each) => [each.id, each.number]))
  const [commitments, care, timeline, last] = await Promise.all([
    restricted ? [] : commitmentsOf(db, [...numbers.keys()]),
    careView(deps, customer, operator, names, wording, restricted),
    restricted ? null : timelineView(db, customer, names, wording, asked),
    lastOperatorOf(deps, customer),
  ])
  return {
    customer: { id: customer.id, name: customer.nameKanji, kana: customer.nameKana },
    details: level === 'full' ? await customerDetails(deps, customer, wording) : null,
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
    mayChange: may(role, 'change_cases') && !restricted,
    mayExport: may(role, 'export_personal_data') && !restricted,
    operators: operators.filter((each) => may(each.role, 'take_calls')),
    submission: randomUUID(),
    typed: asked.typed,
  }
}

const nameIn = (names: Names, id: string | null): string | null =>
  id === null ? null : (names.get(id) ?? null)

/** Who talked with the customer last; where nobody did, whom the card system names. */
async function lastOperatorOf({ db }: CallDeps, customer: Customer): Promise<string | null> {
  const row = await db('calls')
    .where({ customer_id: customer.id })
    .orderBy('started_at', 'desc')
    .first('operator_id')
  return row?.operator_id ?? customer.preferredOperatorId
}
