import { v7 as uuid } from 'uuid'
import { type WebhookEndpoint, webhookEndpoint } from '../../schemas.ts'
import type { Store } from '../store.ts'
import { bodyOf, type Subject } from './event.ts'

/** The events that wait to be sent. They are written in the transaction of the change that they tell. */

export interface Outgoing {
  readonly seq: number
  readonly id: string
  readonly body: string
  readonly tries: number
  /** Whether the dice of the faults have been thrown for it. */
  readonly drawn: 0 | 1
}

const SETTING = 'webhook_endpoint'

/** Null also for one that was taken once and would not be taken today: it must not end every start. */
export function endpointOf(store: Store): WebhookEndpoint | null {
  const written = store.setting(SETTING)
  return written ? (webhookEndpoint.safeParse(JSON.parse(written)).data ?? null) : null
}
export const setEndpoint = (store: Store, endpoint: WebhookEndpoint): void =>
  store.set(SETTING, JSON.stringify(endpoint))

/** Nobody wants events any more: none is kept either. */
export function forgetEndpoint(store: Store): void {
  store.transaction(() => {
    store.set(SETTING, '')
    store.sqlite.prepare('delete from waiting_events').run()
  })
}

/** Writes an event down; without an endpoint there is nothing to tell. */
export function recordEvent(store: Store, subject: Subject, at: string): boolean {
  const body = endpointOf(store) && bodyOf(subject, at)
  if (!body) return false
  store.sqlite
    .prepare('insert into waiting_events (id, body) values (?, ?)')
    .run(`evt_${uuid()}`, JSON.stringify(body))
  return true
}

export const nextDue = (store: Store, now: number): Outgoing | undefined =>
  store.sqlite
    .prepare<[number], Outgoing>(
      'select seq, id, body, tries, drawn from waiting_events where due <= ? order by due, seq limit 1',
    )
    .get(now)

/** When the next of them is due; null when none waits. */
export const nextTime = (store: Store): number | null =>
  store.sqlite
    .prepare<[], { due: number | null }>('select min(due) as due from waiting_events')
    .get()?.due ?? null

export const forget = (store: Store, { seq }: Outgoing): void =>
  void store.sqlite.prepare('delete from waiting_events where seq = ?').run(seq)

export const tryAgainAt = (store: Store, { seq, tries }: Outgoing, due: number): void =>
  void store.sqlite
    .prepare('update waiting_events set tries = ?, due = ? where seq = ?')
    .run(tries + 1, due, seq)

export const markDrawn = (store: Store, { seq }: Outgoing): void =>
  void store.sqlite.prepare('update waiting_events set drawn = 1 where seq = ?').run(seq)

/** Puts an event off; one that is put `behind` goes out after the next one at the latest. */
export const putOff = (store: Store, { seq }: Outgoing, due: number, behind: boolean): void =>
  void store.sqlite
    .prepare('update waiting_events set due = ?, behind = ? where seq = ?')
    .run(due, behind ? 1 : 0, seq)

/** One has gone out: those that waited behind it may go. */
export const letGo = (store: Store): void =>
  void store.sqlite.prepare('update waiting_events set due = 0, behind = 0 where behind = 1').run()
