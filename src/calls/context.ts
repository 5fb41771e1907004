import type { BusinessHours } from '../cards/business-hours.ts'
import type { CardSystem } from '../cards/card-system.ts'
import type { Outbox } from '../cards/outbox.ts'
import type { Clock } from '../clock.ts'
import type { TryLimits } from '../customers/verification-tries.ts'
import type { Db } from '../db.ts'
import type { Operator } from '../operators/operator.ts'
import type { Library, ScriptVersion } from '../scripts/library.ts'
import type { References } from '../scripts/references.ts'
import { atLeast, type Step } from '../scripts/script.ts'
import type { Position, Standing } from '../scripts/walk.ts'
import type { Patience } from '../web/patience.ts'
import { samePosition } from './answer-check.ts'
import { type Call, standingOf } from './call.ts'
import { findCall } from './calls.ts'
import type { SaidMemory } from './said-memory.ts'

export interface CallDeps {
  readonly db: Db
  readonly clock: Clock
  /** The real time, which says who is there now. */
  readonly wallClock: Clock
  readonly timeZone: string
  /** When the center answers. */
  readonly businessHours: BusinessHours
  readonly library: Library
  readonly references: References
  readonly cardSystem: CardSystem
  readonly outbox: Outbox
  readonly said: SaidMemory
  /** For what follows from an answer by asking the card system. */
  readonly patience: Patience
  /** How often callers may be tried to be verified as one customer. */
  readonly tryLimits: TryLimits
}

/** A call together with where it stands on its own script version. */
export interface CallContext {
  readonly call: Call
  readonly version: ScriptVersion
  readonly standing: Standing
  readonly step: Step
}

/** Loads and replays a call; null when there is none. */
export async function loadContext(
  deps: Pick<CallDeps, 'db' | 'library'>,
  id: string,
): Promise<CallContext | null> {
  const call = await findCall(deps.db, id)
  return call && (await contextOf(deps, call))
}

/** Replays a call on its own script version. */
export async function contextOf(
  { library }: Pick<CallDeps, 'library'>,
  call: Call,
): Promise<CallContext> {
  const version = await library.version(call.scriptVersionId)
  const standing = standingOf(version.script, call)
  return { call, version, standing, step: stepOf(version, standing.current.step) }
}

/**
 * The call at this position: where it stands now, or an earlier place of its path, as long as the caller is verified as
 * well as there; null when it is neither.
 */
export function contextAt(context: CallContext, { matter, step, visit }: Position) {
  const { call, version, standing } = context
  const current = { matter, step, visit }
  if (call.state !== 'live') return null
  if (samePosition(current, standing.current)) return context
  const passed = standing.path.find((each) => samePosition(each, current))
  if (!passed || !atLeast(standing.state.identity, passed.before.identity)) return null
  const earlier = { ...standing, current, state: passed.before }
  return { call, version, standing: earlier, step: stepOf(version, step) }
}

export function stepOf(version: ScriptVersion, id: string): Step {
  const step = version.script.steps.get(id)
  if (!step) throw new Error(`script version ${version.id} has no step ${id}`)
  return step
}

/** Only who has the call may write to it. */
export const isMine = (call: Pick<Call, 'operatorId'>, operator: Pick<Operator, 'id'>): boolean =>
  call.operatorId === operator.id
