import { type Db, read } from '../db.ts'
import type { ShipmentSighting } from './sighting.ts'

/** What the card system last told of the things that a promise waits for, and when it was asked. */

export type SightingKind = 'shipment' | 'holds'

interface Row {
  asked_at: string
  state: string
}

/** Where the card of an order was seen last; null when nobody has asked yet. */
export async function shipmentSighting(
  db: Db,
  reissueRef: string | null,
): Promise<ShipmentSighting | null> {
  if (reissueRef === null) return null
  const [row] = await read<Row>(db, {
    sql: `select asked_at, state from card_sightings where kind = 'shipment' and ref = ?`,
    bindings: [reissueRef],
  })
  return row ? { ...JSON.parse(row.state), reissueRef, askedAt: row.asked_at } : null
}

/**
 * Writes down what was seen; false when something newer is known, for then this answer came late. A time that has not
 * come yet tells nothing: the clock was set back.
 */
export async function writeSighting(
  trx: Db,
  seen: { kind: SightingKind; ref: string; askedAt: string; state: object },
  now: Date,
): Promise<boolean> {
  const { kind, ref, askedAt, state } = seen
  const written = await trx('card_sightings')
    .insert({ kind, ref, asked_at: askedAt, state: JSON.stringify(state) })
    .onConflict(['kind', 'ref'])
    .merge()
    .where((known) =>
      known
        .where('card_sightings.asked_at', '<=', askedAt)
        .orWhere('card_sightings.asked_at', '>', now.toISOString()),
    )
    .returning('ref')
  return written.length > 0
}
