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
] as const

export const fault = z.object({
  /** An operation, `reads`, `changes` or `*`. */
  operation: z.enum(['*', 'reads', 'changes', ...names]),
  kind: z.enum(FAULT_KINDS),
  delayMs: z.number().int().min(0).max(longest).default(0),
  /** How many requests it strikes; without it, all of them until it is taken away. */
  times: z.number().int().min(1).nullable().default(null),
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
export function takeFault(store: Store, name: OperationName): Fault | undefined {
  return store.transaction(() => {
    const faults = listFaults(store)
    const struck = faults.find(strikes(name))
    if (struck) setFaults(store, faults.flatMap(once(struck)))
    return struck
  })
}
