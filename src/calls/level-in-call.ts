import { recordsOf } from '../customers/one-person.ts'
import type { Db } from '../db.ts'
import type { Library } from '../scripts/library.ts'
import { atLeast, type Level } from '../scripts/script.ts'
import { openCallsOf } from './calls.ts'
import { contextOf } from './context.ts'

/** How far a customer may be shown to an operator who is in a call, and the call that this hangs on. */
export interface InCall {
  readonly level: Level
  readonly callId: string
}

/**
 * The lowest level that stands against this operator seeing this customer; null when none does: they are in no call, or in
 * verified ones with other people. A paused call counts until it is over or somebody else's. Whoever is not verified may
 * be anybody, so such a call stands against every customer, whoever the caller says to be.
 */
export async function levelInCall(
  deps: { readonly db: Db; readonly library: Library },
  operatorId: string,
  customerId: string | null,
): Promise<InCall | null> {
  const calls = await openCallsOf(deps.db, operatorId)
  if (calls.length === 0) return null
  // A caller who is verified as one of the records of a person is verified as that person.
  const person = customerId === null ? [] : await recordsOf(deps.db, customerId)
  const levels = calls.map(async (call): Promise<InCall[]> => {
    const { customer, identity } = (await contextOf(deps, call)).standing.state
    if (customer !== null && person.includes(customer))
      return [{ level: identity, callId: call.id }]
    return identity === 'full' ? [] : [{ level: 'none', callId: call.id }]
  })
  return (await Promise.all(levels)).flat().reduce<InCall | null>(lower, null)
}

/** Whether a caller of this operator's was verified as this very record, not as another one of the same person. */
export async function isVerifiedAs(
  deps: { readonly db: Db; readonly library: Library },
  operatorId: string,
  customerId: string,
): Promise<boolean> {
  const calls = await openCallsOf(deps.db, operatorId)
  const contexts = await Promise.all(calls.map((call) => contextOf(deps, call)))
  return contexts.some(
    ({ standing: { state } }) => state.customer === customerId && state.identity === 'full',
  )
}

/** Whether lists may tell how cases stand: not while any of the operator's callers is not verified. */
export const mayTellStatus = async (
  deps: { readonly db: Db; readonly library: Library },
  operatorId: string,
): Promise<boolean> => (await levelInCall(deps, operatorId, null)) === null

/** Of two that are as low, the call that began later: it is the one that is talked in. */
const lower = (a: InCall | null, b: InCall): InCall => (a && !atLeast(a.level, b.level) ? a : b)
