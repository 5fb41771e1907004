import { v7 as uuid } from 'uuid'
import { FIELDS, type Kind, type Kinds } from './records.ts'
import type { Store } from './store.ts'
import { mustBeAllowed } from './transitions.ts'

/** Events that the card system sends by itself (Standard Webhooks); they name what changed, and say no more of it. */

export interface Endpoint {
  readonly url: string
  readonly secret: string
}
const SETTING = 'webhook_endpoint'
export function endpointOf(store: Store): Endpoint | null {
  const written = store.setting(SETTING)
  return written === undefined ? null : JSON.parse(written)
}
export const setEndpoint = (store: Store, endpoint: Endpoint): void =>
  store.set(SETTING, JSON.stringify(endpoint))

type Refs = Readonly<Record<string, string>>
type Telling = { [K in Kind]?: (record: Kinds[K]) => { type: string; data: Refs } }

const TOLD: Telling = {
  card: ({ cardRef, customerRef }) => ({ type: 'card.updated', data: { cardRef, customerRef } }),
  lock: ({ lockRef, cardRef }) => ({ type: 'lock.updated', data: { lockRef, cardRef } }),
  hold: ({ holdRef, cardRef }) => ({ type: 'hold.updated', data: { holdRef, cardRef } }),
  reissue: ({ reissueRef }) => ({ type: 'reissue.updated', data: { reissueRef } }),
  shipment: ({ reissueRef, shipmentRef }) => ({
    type: 'shipment.updated',
    data: { reissueRef, shipmentRef },
  }),
  token: ({ tokenRef, customerRef }) => ({
    type: 'token.updated',
    data: { tokenRef, customerRef },
  }),
}

/** Puts an event behind the others that wait to be sent, in the transaction of the change; none without an endpoint. */
export function tellOf(store: Store, type: string, data: Refs, at: string): void {
  if (endpointOf(store) === null) return
  store.sqlite
    .prepare('insert into outgoing (id, body, attempts, due_at) values (?, ?, 0, 0)')
    .run(`evt_${uuid()}`, JSON.stringify({ type, timestamp: at, data }))
}

/** A store whose records go only the ways that there are, and whose changes are told of. */
export function tellingStore(store: Store, now: () => string): Store {
  return {
    ...store,
    put(kind, record) {
      const before = store.find(kind, String(Reflect.get(record, FIELDS[kind].ref)))
      mustBeAllowed(kind, before, record)
      const written = store.put(kind, record)
      const telling = TOLD[kind]
      if (telling && JSON.stringify(before) !== JSON.stringify(record)) {
        const { type, data } = telling(record)
        tellOf(store, type, data, now())
      }
      return written
    },
  }
}

export interface Outgoing {
  readonly seq: number
  readonly id: string
  readonly body: string
  readonly attempts: number
  readonly due_at: number
}
export const nextOutgoing = (store: Store): Outgoing | undefined =>
  store.sqlite.prepare<[], Outgoing>('select * from outgoing order by due_at, seq limit 1').get()
export const dropOutgoing = (store: Store, { seq }: Outgoing): void =>
  void store.sqlite.prepare('delete from outgoing where seq = ?').run(seq)
export const postpone = (store: Store, { seq }: Outgoing, dueAt: number): void =>
  void store.sqlite
    .prepare('update outgoing set attempts = attempts + 1, due_at = ? where seq = ?')
    .run(dueAt, seq)
