import { z } from 'zod'
import { CHANGES, type OperationName } from '../card-system.ts'
import { inputs } from '../schemas.ts'
import type { Store } from './store.ts'

/** Misbehaviour on demand, kept over restarts like everything else. */

const names = Object.keys(inputs)
const longest = 120_000

export const FAULT_KINDS = [
  'delay',
  'error_400',
  'error_500',
  'error_503',
  'reset',
  'hang',
  'malformed',
  'lost',
  /** The work is done, and the answer has another shape. */
  'wrong_schema',
  /** The request arrives twice, as a proxy may double it; the key lets it be carried out once. */
  'twice',
  'drop',
  'repeat',
  'reorder',
  'bad_signature',
] as const

export const fault = z.object({
  /** An operation, `reads`, `changes`, `*` for all of these; or `webhooks` for the events that go out. */
  operation: z.enum(['*', 'reads', 'changes', 'webhooks', ...names]),
  kind: z.enum(FAULT_KINDS),
  delayMs: z.number().int().min(0).max(longest).default(0),
  /** How many requests it strikes; without it, all of them until it is taken away. */
  times: z.number().int().min(1).nullable().default(null),
  /** How likely it strikes; always without it. */
  chance: z.number().min(0).max(1).optional(),
})
export type Fault = z.infer<typeof fault>

export const faultList = z.object({ faults: z.array(fault).max(100) })

const SETTING = 'faults'

export const listFaults = (store: Store): Fault[] => {
  const written = store.setting(SETTING)
  return written === undefined ? [] : faultList.parse(JSON.parse(written)).faults
}

export const setFaults = (store: Store, faults: Fault[]): void =>
  store.set(SETTING, JSON.stringify({ faults }))

const isChange = (name: string): boolean => CHANGES.some((change) => change === name)

const strikes =
  (name: OperationName) =>
  (each: Fault): boolean =>
    each.operation === '*' ||
    each.operation === name ||
    each.operation === (isChange(name) ? 'changes' : 'reads')

const once =
  (struck: Fault) =>
  (each: Fault): Fault[] => {
    if (each !== struck || each.times === null) return [each]
    return each.times > 1 ? [{ ...each, times: each.times - 1 }] : []
  }

/** The fault that strikes this request, used up by one. */
export const takeFault = (store: Store, name: OperationName): Fault | undefined =>
  take(store, strikes(name))
/** The fault that strikes the next event that goes out. */
export const takeWebhookFault = (store: Store): Fault | undefined =>
  take(store, ({ operation }) => operation === 'webhooks')

const isDrawn = ({ chance }: Fault): boolean => chance === undefined || Math.random() < chance

function take(store: Store, isMeant: (fault: Fault) => boolean): Fault | undefined {
  return store.transaction(() => {
    const faults = listFaults(store)
    const struck = faults.find((each) => isMeant(each) && isDrawn(each))
    if (struck) setFaults(store, faults.flatMap(once(struck)))
    return struck
  })
}
