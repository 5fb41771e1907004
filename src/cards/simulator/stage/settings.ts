import { z } from 'zod'
import { type Fault, fault, listFaults, setFaults } from '../faults.ts'
import { catchUp } from '../progress.ts'
import { Refused } from '../refused.ts'
import type { World } from '../world.ts'

/** The levers of the whole world: its clock, the network's manner and the card system itself. */

const HOUR_MS = 3_600_000
const MOST_HOURS = 24 * 60

const clockForm = z.object({
  hours: z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number)
    .pipe(z.number().min(1).max(MOST_HOURS)),
})
const networkForm = z.object({ manner: z.enum(['at_once', 'later', 'never']) })
const systemForm = z.object({ state: z.enum(['on', 'off']) })

function read<S extends z.ZodType>(schema: S, form: unknown): z.infer<S> {
  const result = schema.safeParse(form)
  if (!result.success) throw new Refused('invalid_request')
  return result.data
}

function moveClock(world: World, form: unknown): number {
  const { hours } = read(clockForm, form)
  world.moveClock(hours * HOUR_MS)
  catchUp(world)
  return world.happened('clock_moved', null, { hours })
}

function setNetwork(world: World, form: unknown): number {
  const { manner } = read(networkForm, form)
  world.store.set('network_manner', manner)
  return world.happened('network_manner', null, { manner })
}

const AWAY = fault.parse({ operation: '*', kind: 'error_503' })

const isAway = ({ operation, kind, times, chance }: Fault): boolean =>
  operation === '*' && kind === 'error_503' && times === null && chance === 1

export const systemIsOn = (world: World): boolean => !listFaults(world.store).some(isAway)

/** Off means: every request is answered with `unavailable`, as by a system that is down for maintenance. */
function switchSystem(world: World, form: unknown): number {
  const { state } = read(systemForm, form)
  const others = listFaults(world.store).filter((each) => !isAway(each))
  setFaults(world.store, state === 'off' ? [AWAY, ...others] : others)
  return world.happened(state === 'off' ? 'system_off' : 'system_on', null)
}

const levers = { clock: moveClock, network: setNetwork, system: switchSystem }
const isLever = (name: string): name is keyof typeof levers => Object.hasOwn(levers, name)

/** Pulls one lever; gives the log entry to show. */
export function pullLever(world: World, name: string, form: unknown): number {
  if (!isLever(name)) throw new Refused('not_found')
  return levers[name](world, form)
}
