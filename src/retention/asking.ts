import { levelInCall } from '../calls/level-in-call.ts'
import type { CaseFile } from '../cases/case-file.ts'
import { findCase } from '../cases/cases.ts'
import { survivorOf } from '../cases/families.ts'
import type { Customer } from '../customers/customer.ts'
import { findCustomer } from '../customers/customers.ts'
import type { Catalogue } from '../i18n/index.ts'
import type { Operator } from '../operators/operator.ts'
import { forbidden, notFound } from '../web/errors.ts'
import { type Form, LONGEST_TEXT } from '../web/forms.ts'
import type { RetentionDeps } from './deps.ts'

type Deps = Pick<RetentionDeps, 'db' | 'library'>

/** A customer who may be told of: not beside a caller who is not verified. */
export async function demandCustomer(
  deps: Deps,
  id: string,
  operator: Operator,
): Promise<Customer> {
  const customer = await findCustomer(deps.db, id)
  if (!customer) throw notFound()
  await demandTelling(deps, customer.id, operator)
  return customer
}
/** The same of a case, or of the one that goes on in its place. */
export async function demandCase(deps: Deps, id: string, operator: Operator): Promise<CaseFile> {
  const found = await findCase(deps.db, id)
  if (!found) throw notFound()
  const caseFile = await survivorOf(deps.db, found)
  await demandTelling(deps, caseFile.customerId, operator)
  return caseFile
}
export async function demandTelling(
  deps: Deps,
  customerId: string | null,
  { id }: Operator,
): Promise<void> {
  const inCall = await levelInCall(deps, id, customerId)
  if (inCall !== null && inCall.level !== 'full') throw forbidden()
}

/** What is wrong with a reason that has to be given; null when nothing is. */
export function reasonProblem(form: Form, label: string, { errors }: Catalogue): string | null {
  const reason = form.text('reason').trim()
  if (reason === '') return errors.field.required(label)
  return reason.length > LONGEST_TEXT ? errors.field.tooLong(label, LONGEST_TEXT) : null
}
