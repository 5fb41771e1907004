import type { Clock } from '../clock.ts'
import type { Db } from '../db.ts'
import type { Operator } from '../operators/operator.ts'
import type { Pages } from '../web/pages.ts'
import type { Wording } from '../web/wording.ts'
import type { Customer } from './customer.ts'
import type { SharedCases } from './customer-merges.ts'
import type { CareTyped, CustomerLine, CustomerPage } from './customer-page.ts'
import type { PersonTyped } from './person-page.ts'

/** Which part of the timeline is asked for, and what was typed into a form that was not taken. */
export interface CustomerAsked {
  readonly filter: string
  readonly behind: string
  readonly typed: CareTyped | null
  readonly person: PersonTyped | null
}
/** The page as it is first opened. */
export const PLAIN: CustomerAsked = { filter: '', behind: '', typed: null, person: null }

/** What the pages of this room show of the rooms above it (cases, calls, the card system); the app hands it in. */
export interface CustomerReaders {
  page(
    customer: Customer,
    operator: Operator,
    wording: Wording,
    asked: CustomerAsked,
  ): Promise<CustomerPage>
  /** Whether more than the name may be told of this customer, or of any: not beside a caller who is not verified. */
  mayTell(customer: Customer | null, operator: Operator): Promise<boolean>
  /** The numbers of the cases by which two people are one. */
  readonly sharedCases: SharedCases
  /** The customers as lists show them, each with the cases that are open. */
  lines(customers: readonly Customer[], wording: Wording): Promise<readonly CustomerLine[]>
}

/** What the routes of this room need. */
export interface CustomerDeps {
  readonly db: Db
  readonly clock: Clock
  readonly timeZone: string
  readonly readers: CustomerReaders
  readonly pages: Pages
}
