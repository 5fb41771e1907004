import type { z } from 'zod'
import * as records from '../../record-schemas.ts'
import { eventBody } from '../../webhook.ts'
import type { Kind } from '../records.ts'

/** What is told to the outside of a change: thin hints with references only. */

export type EventBody = z.infer<typeof eventBody>
export type EventType = EventBody['type']
export interface Subject {
  readonly type: EventType
  /** The record that it is about; only its references go out. */
  readonly record: object
}

/** Whose changes are told, and what of them can be seen from outside. */
const TELLS: { readonly [K in Kind]?: { type: EventType; shows: z.ZodType } } = {
  card: { type: 'card.updated', shows: records.card },
  lock: { type: 'lock.updated', shows: records.lock },
  hold: { type: 'hold.updated', shows: records.hold },
  reissue: { type: 'reissue.updated', shows: records.reissue },
  shipment: { type: 'shipment.updated', shows: records.shipment },
  token: { type: 'token.updated', shows: records.walletToken },
}

export interface Change {
  readonly kind: Kind
  readonly before: object | undefined
  readonly after: object
}

/** What a change of a record tells; nothing when nobody outside could see it. */
export function subjectOf({ kind, before, after }: Change): Subject | null {
  const tells = TELLS[kind]
  if (!tells) return null
  const seen = (record: object) => JSON.stringify(tells.shows.parse(record))
  const same = before !== undefined && seen(before) === seen(after)
  return same ? null : { type: tells.type, record: after }
}

/**
 * An event as it is sent; the schema of its type leaves the references of the record and nothing else. A key that is
 * longer than events may hold is not told of: whoever made it asks for it.
 */
export function bodyOf({ type, record }: Subject, timestamp: string): EventBody | null {
  const body = eventBody.safeParse({ type, timestamp, data: record })
  return body.success ? body.data : null
}
