import type { IsoDateTime } from '../card.ts'
import type { Store } from './store.ts'

/** What can be read in the log of the stage; the words stand in words/. */
export const HAPPENINGS = [
  'password_set',
  'password_wrong',
  'card_locked',
  'lock_released',
  'top_up_ok',
  'top_up_failed',
  'stranger_tried',
  'stranger_charged',
  'hold_raised',
  'network_asked',
  'network_answered',
  'hold_release_requested',
  'hold_lifted',
  'hold_refused',
  'attempt_reported',
  'card_stopped',
  'reissue_ordered',
  'dispatched',
  'delivered',
  'absent',
  'returned',
  'reshipped',
  'wallet_relinked',
  'wallet_suspended',
  'wallet_manner',
  'portal_registered',
  'address_changed',
  'address_review',
  'claim_opened',
  'clock_moved',
  'network_manner',
  'system_off',
  'system_on',
] as const
export type HappeningCode = (typeof HAPPENINGS)[number]

export interface Happening {
  id: number
  at: IsoDateTime
  customerRef: string | null
  code: HappeningCode
  details: Record<string, string | number>
}

interface Row {
  id: number
  at: string
  customer_ref: string | null
  code: string
  details: string
}

export function recordHappening(store: Store, happening: Omit<Happening, 'id'>): number {
  const { at, customerRef, code, details } = happening
  const result = store.sqlite
    .prepare('insert into happenings (at, customer_ref, code, details) values (?, ?, ?, ?)')
    .run(at, customerRef, code, JSON.stringify(details))
  return Number(result.lastInsertRowid)
}

const isCode = (code: string): code is HappeningCode => HAPPENINGS.some((known) => known === code)

function toHappening(row: Row): Happening[] {
  const { id, at, code } = row
  if (!isCode(code)) return []
  // `recordHappening` is the only writer of this column.
  const details = JSON.parse(row.details) as Happening['details']
  return [{ id, at, customerRef: row.customer_ref, code, details }]
}

/** The newest first: those of this customer and those of the whole world. */
export function happeningsOf(store: Store, customerRef: string, limit = 60): Happening[] {
  return store.sqlite
    .prepare<[string, number], Row>(
      `select * from happenings where customer_ref is null or customer_ref = ?
       order by id desc limit ?`,
    )
    .all(customerRef, limit)
    .flatMap(toHappening)
}

export function findHappening(store: Store, id: number): Happening | undefined {
  const row = store.sqlite.prepare<[number], Row>('select * from happenings where id = ?').get(id)
  return row && toHappening(row)[0]
}
