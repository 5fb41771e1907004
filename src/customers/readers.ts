import type { Operator } from '../operators/operator.ts'
import type { Wording } from '../web/wording.ts'
import type { Customer } from './customer.ts'
import type { CustomerLine, CustomerPage } from './customer-page.ts'

/** What the pages of this room show of the rooms above it (cases, calls, the card system); the app hands it in. */
export interface CustomerReaders {
  page(customer: Customer, operator: Operator, wording: Wording): Promise<CustomerPage>
  /** The customers as lists show them, each with the cases that are open. */
  lines(customers: readonly Customer[], wording: Wording): Promise<readonly CustomerLine[]>
}
