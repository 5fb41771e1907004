import type { Operator } from '../operators/operator.ts'
import type { Wording } from '../web/wording.ts'
import type { Customer } from './customer.ts'
import type { CustomerLine, CustomerPage } from './customer-page.ts'
import type { PersonTyped } from './person-page.ts'

/** What the pages of this room show of the rooms above it (cases, calls, the card system); the app hands it in. */
export interface CustomerReaders {
  page(
    customer: Customer,
    operator: Operator,
    wording: Wording,
    typed?: PersonTyped | null,
  ): Promise<CustomerPage>
  /** Whether more than the name may be told of this customer, or of any: not beside a caller who is not verified. */
  mayTell(customer: Customer | null, operator: Operator): Promise<boolean>
  /** The customers as lists show them, each with the cases that are open. */
  lines(customers: readonly Customer[], wording: Wording): Promise<readonly CustomerLine[]>
}
