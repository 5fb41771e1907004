import type { CardSystem } from '../cards/card-system.ts'
import { demoPeople } from '../cards/simulator/people.ts'
import { saveCustomer } from '../customers/customers.ts'
import type { Db } from '../db.ts'

/** Makes the demo's customers known to Annai, as the card system tells them. */
export async function addDemoCustomers(db: Db, cardSystem: CardSystem, at: Date): Promise<void> {
  for (const { customerRef } of demoPeople) {
    const { customer } = await cardSystem.read('getCustomerOverview', { customerRef })
    await saveCustomer(db, customer, at.toISOString())
  }
}
