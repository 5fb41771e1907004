import { type EventName, recordEvent } from '../audit/events.ts'
import { beginTry, endTry, type NewTry } from '../customers/verification-tries.ts'
import type { CallContext, CallDeps } from './context.ts'
import type { LookUp, LookUpContext, Seen } from './look-up.ts'
import { nothingCompared } from './look-ups/verification.ts'
import { alertAfterFailure, recordFailedSearch } from './verification-alerts.ts'

/** The look-ups that compare what a caller says with what is registered. */
const MEANS: Readonly<Record<string, NewTry['means']>> = {
  verification: 'verification',
  third_party_check: 'third_party',
}

/**
 * Makes a look-up. One that compares is counted for the customer, whoever calls and whoever answers, and is not made at
 * all after too many; a search that finds nobody is counted for the operator.
 */
export async function makeCounted(
  deps: CallDeps,
  context: CallContext,
  lookUp: LookUp,
  asked: LookUpContext,
): Promise<Seen> {
  const { call, standing, step } = context
  const by = { callId: call.id, operatorId: call.operatorId, at: deps.clock.now() }
  const means = MEANS[step.lookUp ?? '']
  const { customer } = standing.state
  if (means !== undefined && customer !== null)
    return await compareCounted(deps, { ...by, customerId: customer, means }, lookUp, asked)
  const seen = await lookUp(asked)
  if (step.lookUp === 'customer_search' && (seen.proposed === 'none' || seen.proposed === 'many')) {
    await recordFailedSearch(deps.db, by)
    await alertAfterFailure(deps.db, by)
  }
  return seen
}

async function compareCounted(
  deps: CallDeps,
  by: NewTry,
  lookUp: LookUp,
  asked: LookUpContext,
): Promise<Seen> {
  const { db } = deps
  const { id, allowed } = await beginTry(db, deps.tryLimits, by)
  if (id === null) {
    await record(deps, by, 'verification_refused', {})
    return nothingCompared()
  }
  const key = JSON.stringify([by.customerId, by.means, allowed, Object.entries(asked.said).sort()])
  const seen = await lookUp({ ...asked, allowed })
  const { tried } = seen.gives
  // The very same words once more tell nothing new: a form pressed twice, or a page loaded again.
  const isCounted = tried !== undefined && !deps.said.isTriedAgain(by.callId, key)
  await endTry(db, id, isCounted ? tried : null)
  if (tried === undefined || !isCounted) return seen
  const { level, compared, failed } = tried
  await record(deps, by, 'identity_compared', { level, compared, failed })
  if (failed) await alertAfterFailure(db, by)
  return seen
}

const record = (
  { db }: CallDeps,
  { means, ...by }: NewTry,
  name: EventName,
  detail: Readonly<Record<string, unknown>>,
) => recordEvent(db, { name, ...by, detail: { means, ...detail } })
