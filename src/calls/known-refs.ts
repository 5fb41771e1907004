import { validate as isUuid } from 'uuid'
import type { EventSubject } from '../cards/webhook.ts'
import { findCustomerCard } from '../customers/cards.ts'
import { findByRef } from '../customers/customers.ts'
import type { Db } from '../db.ts'

/** Whether Annai knows anything of what an event of the card system is about. */
export function knowsSubject(db: Db, { type, refs }: EventSubject): Promise<boolean> {
  switch (type) {
    case 'operation.completed':
      return isKey(db, refs.idempotencyKey)
    case 'reissue.updated':
      return isOrder(db, refs.reissueRef, null)
    case 'shipment.updated':
      return isOrder(db, refs.reissueRef, refs.shipmentRef)
    case 'hold.updated':
    case 'lock.updated':
      return isCard(db, refs.cardRef)
    case 'token.updated':
      return isCustomer(db, refs.customerRef)
    case 'card.updated':
      // A new card is known by its customer at first.
      return either(isCard(db, refs.cardRef), () => isCustomer(db, refs.customerRef))
  }
}

const either = async (one: Promise<boolean>, other: () => Promise<boolean>) =>
  (await one) || (await other())

const isCard = async (db: Db, ref: string) => (await findCustomerCard(db, ref)) !== null
const isCustomer = async (db: Db, ref: string) => (await findByRef(db, ref)) !== null
const isKey = async (db: Db, key: string) =>
  isUuid(key) && (await exists(db('card_actions').where({ id: key.toLowerCase() })))

const exists = async (query: { first(column: string): PromiseLike<unknown> }): Promise<boolean> =>
  (await query.first('id')) !== undefined

/** Promised, ordered or sent again here; or perhaps what an order has brought whose answer is still on its way. */
async function isOrder(db: Db, reissueRef: string, shipmentRef: string | null): Promise<boolean> {
  const refs = shipmentRef === null ? [reissueRef] : [reissueRef, shipmentRef]
  const queries = [
    db('commitments').where({ subject_ref: reissueRef }),
    db('card_actions').whereIn('receipt', refs),
    db('card_actions').where({ operation: 'requestReshipment', target_ref: shipmentRef ?? '' }),
    db('card_actions')
      .where({ operation: 'requestReissue' })
      .whereIn('state', ['pending', 'sent', 'unknown']),
  ]
  for (const query of queries) if (await exists(query)) return true
  return false
}
