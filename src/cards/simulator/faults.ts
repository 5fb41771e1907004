import { createHash } from 'node:crypto'
import { z } from 'zod'
import { isChangeName, type OperationName } from '../card-system.ts'
import { inputs } from '../schemas.ts'
import type { Store } from './store.ts'

/** Misbehaviour on demand, kept over restarts like everything else. */

const longest = 120_000

/** What can go wrong with a request, or with its answer. */
export const FAULT_KINDS = [
  'delay',
  'error_400',
  'error_500',
  'error_503',
  'reset',
  'hang',
  'malformed',
  'wrong_schema',
  'lost',
  'twice',
] as const
/** What can go wrong with an event on its way out. */
export const EVENT_FAULT_KINDS = ['drop', 'repeat', 'reorder', 'delay', 'bad_signature'] as const

const more = {
  delayMs: z.number().int().min(0).max(longest).default(0),
  /** How often it strikes; without it, until it is taken away. */
  times: z.number().int().min(1).nullable().default(null),
  /** How likely it strikes what it could strike: dice that fall alike for the same seed. */
  chance: z.number().min(0).max(1).default(1),
  seed: z.number().int().default(1),
  /** How often its dice have been thrown. */
  thrown: z.number().int().min(0).default(0),
}
const requestFault = z.object({
  /** An operation, `reads`, `changes` or `*`, which is both of them. */
  operation: z.enum(['*', 'reads', 'changes', ...Object.keys(inputs)]),
  kind: z.enum(FAULT_KINDS),
  ...more,
})
const eventFault = z.object({
  operation: z.literal('webhooks'),
  kind: z.enum(EVENT_FAULT_KINDS),
  ...more,
})
export const fault = z.union([requestFault, eventFault])
export type RequestFault = z.infer<typeof requestFault>
export type EventFault = z.infer<typeof eventFault>
export type Fault = RequestFault | EventFault

export const faultList = z.object({ faults: z.array(fault).max(100) })

const SETTING = 'faults'

export const listFaults = (store: Store): Fault[] => {
  const written = store.setting(SETTING)
  return written === undefined ? [] : faultList.parse(JSON.parse(written)).faults
}

export const setFaults = (store: Store, faults: Fault[]): void =>
  store.set(SETTING, JSON.stringify({ faults }))

const strikesRequest = (each: Fault, name: OperationName): each is RequestFault =>
  each.operation === '*' ||
  each.operation === name ||
  each.operation === (isChangeName(name) ? 'changes' : 'reads')
const strikesEvents = (each: Fault): each is EventFault => each.operation === 'webhooks'

/** The fault that strikes this request, used up by one. */
export const takeFault = (store: Store, name: OperationName): RequestFault | undefined =>
  take(store, (each) => strikesRequest(each, name))

/** The fault that strikes the event that goes out next, used up by one. */
export const takeEventFault = (store: Store): EventFault | undefined => take(store, strikesEvents)

/** A number from 0 to below 1, the same for the same throw of the same dice. */
const dice = ({ seed, thrown }: Fault): number =>
  createHash('sha256').update(`${seed}:${thrown}`).digest().readUInt32BE(0) / 2 ** 32

const hits = (each: Fault): boolean => each.chance === 1 || dice(each) < each.chance

function take<F extends Fault>(store: Store, strikes: (each: Fault) => each is F): F | undefined {
  return store.transaction(() => {
    const faults = listFaults(store)
    const struck = faults.filter(strikes).find(hits)
    const left = faults.flatMap((each) => {
      if (each === struck) return usedOnce(each)
      return strikes(each) && comesBefore(faults, each, struck) ? [thrownOnce(each)] : [each]
    })
    if (JSON.stringify(left) !== JSON.stringify(faults)) setFaults(store, left)
    return struck
  })
}

/** Those after the one that struck were not asked. */
const comesBefore = (faults: Fault[], each: Fault, struck: Fault | undefined): boolean =>
  struck === undefined || faults.indexOf(each) < faults.indexOf(struck)

const thrownOnce = (each: Fault): Fault =>
  each.chance === 1 ? each : { ...each, thrown: each.thrown + 1 }

function usedOnce(struck: Fault): Fault[] {
  const { times } = struck
  if (times === null) return [thrownOnce(struck)]
  return times > 1 ? [{ ...thrownOnce(struck), times: times - 1 }] : []
}
