import type { Operator } from '../operators/operator.ts'
import { type ListedCall, listedCalls } from './call-lines.ts'
import { endedCallIds, openCallIds } from './call-lists.ts'
import type { CallsPage } from './calls-page.ts'
import type { CallDeps } from './context.ts'
import type { Wording } from './wording.ts'

const RECENT = 10

/** The operator's own calls: going on, paused, handed over to them, and those that ended lately. */
export async function callsPage(
  deps: CallDeps,
  operator: Operator,
  wording: Wording,
): Promise<CallsPage> {
  const open = await openCallIds(deps.db, operator.id)
  const ended = await endedCallIds(deps.db, operator.id, RECENT)
  const calls = await listedCalls(deps, [...open, ...ended], wording)
  return {
    live: linesIn(calls, 'live'),
    paused: linesIn(calls, 'paused'),
    handed: linesIn(calls, 'handed'),
    recent: linesIn(calls, 'ended'),
  }
}

export const linesIn = (calls: readonly ListedCall[], ...places: ListedCall['place'][]) =>
  calls.filter((each) => places.includes(each.place)).map((each) => each.line)
