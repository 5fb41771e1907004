import { z } from 'zod'

/** What the card system sends by itself. An event is a hint: the present state is always read from the card system. */

/** A reference as the card system makes them: printable, and no longer than a column of ours. */
const ref = z.string().regex(/^[\x21-\x7e]{1,100}$/)
const timestamp = z.iso.datetime({ offset: true })
const shape = <T extends string, S extends z.ZodRawShape>(type: T, data: S) =>
  z.object({ type: z.literal(type), timestamp, data: z.object(data) })

export const eventBody = z.discriminatedUnion('type', [
  shape('operation.completed', { idempotencyKey: ref }),
  shape('card.updated', { cardRef: ref, customerRef: ref }),
  shape('lock.updated', { lockRef: ref, cardRef: ref }),
  shape('hold.updated', { holdRef: ref, cardRef: ref }),
  shape('reissue.updated', { reissueRef: ref }),
  shape('shipment.updated', { reissueRef: ref, shipmentRef: ref }),
  shape('token.updated', { tokenRef: ref, customerRef: ref }),
])

/** Each event with its schema, for the contract. */
export const eventSchemas = eventBody.options.map((schema) => ({
  type: schema.shape.type.value,
  schema,
}))

/** Which records an event is about, each with its type; only these are kept of it. */
export type EventSubject =
  z.infer<typeof eventBody> extends infer E
    ? E extends { type: infer T; data: infer D }
      ? { readonly type: T; readonly refs: Readonly<D> }
      : never
    : never
export type CardEvent = EventSubject & { readonly id: string; readonly occurredAt: string }

/** An event from the body of a request whose signature is right; null when it is none. */
export function readEvent(id: string, body: string): CardEvent | null {
  const parsed = eventBody.safeParse(parse(body))
  if (!parsed.success) return null
  const { timestamp: at, type, data } = parsed.data
  // The schema has paired them; TypeScript does not follow a pair through being taken apart.
  const subject = { type, refs: data } as EventSubject
  return { ...subject, id, occurredAt: new Date(at).toISOString() }
}

/** What was written down of an event before. */
export const storedEvent = (row: {
  id: string
  type: string
  refs: string
  occurred_at: string
}): CardEvent =>
  // Written by `storeEvent` from an event that was read above.
  ({
    id: row.id,
    type: row.type,
    refs: JSON.parse(row.refs),
    occurredAt: row.occurred_at,
  }) as CardEvent

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** Why something that was sent to the webhook was not taken, with the status that says so. */
export const REFUSALS = {
  body: 400,
  signature: 401,
  timestamp: 401,
  unknown_ref: 404,
  too_large: 413,
  media_type: 415,
} as const
export type Refusal = keyof typeof REFUSALS
