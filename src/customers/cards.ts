import type { Db } from '../db.ts'

/** A customer's card as far as Annai itself knows it: no more than the label and the last 4 digits. */
export interface KnownCard {
  readonly ref: string
  readonly label: string
  readonly last4: string
}

export async function findCustomerCard(db: Db, ref: string): Promise<KnownCard | null> {
  const row = await db('customer_cards').where({ card_ref: ref }).first()
  return row ? { ref: row.card_ref, label: row.label, last4: row.last4 } : null
}
export async function customerCards(db: Db, refs: readonly string[]): Promise<KnownCard[]> {
  const rows = await db('customer_cards').whereIn('card_ref', refs)
  return rows.map((row) => ({ ref: row.card_ref, label: row.label, last4: row.last4 }))
}
