import { createHmac } from 'node:crypto'
import type { AuditKey } from './key.ts'

/** Every column of an event as it is kept; a seal stands for all of them. */
export const COLUMNS = [
  'id',
  'at',
  'operator_id',
  'name',
  'customer_id',
  'case_id',
  'call_id',
  'detail',
  'address',
  'session',
  'refused',
] as const
export type EventColumns = Readonly<Record<(typeof COLUMNS)[number], unknown>>

/** Where an event stands in the chain: its number, and the seal of the one before. */
export interface Link {
  readonly seq: number
  readonly prev: string
}

/** What stands before the first seal. */
export const BEGINNING = 'the beginning of the audit log'

/**
 * The seal of an event at its place. JSON keeps the values apart, and texts, numbers and nothing as well, so that no two
 * events are written the same; without an event it says that there was none when its turn came.
 */
export function sealOf(
  key: AuditKey,
  { seq, prev }: Link,
  eventId: string,
  event: EventColumns | null,
): string {
  const values = event === null ? null : COLUMNS.map((column) => event[column])
  return macOf(key, ['annai audit entry 1', prev, seq, key.id, eventId, values])
}

/** A keyed check value over values. */
export const macOf = (key: AuditKey, values: readonly unknown[]): string =>
  createHmac('sha256', key.secret).update(JSON.stringify(values)).digest('base64url')
