import { type Names, nameOf } from '../cases/case-lines.ts'
import type { CallLine } from '../cases/desk-page.ts'
import { findCustomers } from '../customers/customers.ts'
import { operatorNames } from '../operators/operators.ts'
import { type Call, type CallEntry, callTimes } from './call.ts'
import { casesOfCalls } from './call-lists.ts'
import { findCalls } from './calls.ts'
import { type CallContext, type CallDeps, contextOf } from './context.ts'
import { type Wording, wordFor } from './wording.ts'

/** A call in a list, and in which part of the list it belongs. */
export interface ListedCall {
  readonly place: 'live' | 'paused' | 'handed' | 'ended'
  readonly line: CallLine
}

/** Calls as lists show them, the newest first; a fixed number of reads, however many there are. */
export async function listedCalls(
  deps: CallDeps,
  ids: readonly string[],
  wording: Wording,
): Promise<ListedCall[]> {
  const calls = await findCalls(deps.db, ids)
  const contexts = await Promise.all(calls.map((call) => contextOf(deps, call)))
  const [customers, cases, names] = await Promise.all([
    findCustomers(
      deps.db,
      calls.flatMap((call) => call.customerId ?? []),
    ),
    casesOfCalls(deps.db, ids),
    operatorNames(deps.db),
  ])
  const customerNames = new Map(customers.map((each) => [each.id, each.nameKanji]))
  return contexts.reverse().map((context) => ({
    place: placeOf(context.call),
    line: {
      ...lineOf(context, wording, deps.clock.now(), names),
      customer: customerNames.get(context.call.customerId ?? '') ?? null,
      caseNumber: cases.findLast((each) => each.call_id === context.call.id)?.number ?? null,
    },
  }))
}

/** The hand-over that nobody has followed up yet. */
function handOverOf(call: Call): CallEntry | undefined {
  const last = call.entries.findLast((entry) => TURNS.has(entry.kind))
  return call.state === 'paused' && last?.kind === 'handed_over' ? last : undefined
}
const TURNS: ReadonlySet<string> = new Set(['handed_over', 'paused', 'resumed'])

function placeOf(call: Call): ListedCall['place'] {
  if (call.state !== 'paused') return call.state
  return handOverOf(call) ? 'handed' : 'paused'
}

function lineOf({ call, step }: CallContext, { t, lang }: Wording, now: Date, names: Names) {
  const handOver = handOverOf(call)
  return {
    id: call.id,
    startedAt: call.startedAt,
    seconds: callTimes(call, now).talkSeconds,
    fromNumber: call.fromNumber,
    step: step.title[lang],
    stateLabel: wordFor(t.terms.callState, call.state),
    handedBy: handOver ? nameOf(names, handOver.operatorId) : null,
    words: handOver?.content.reason ?? '',
  }
}
