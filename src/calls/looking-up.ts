import { recordEvents } from '../audit/events.ts'
import { CardSystemError } from '../cards/card-system.ts'
import { findCustomer, idsByRefs, saveCustomer } from '../customers/customers.ts'
import { atLeast } from '../scripts/script.ts'
import { levelOf } from './answer-check.ts'
import { type EntryFacts, refsOf, seenAt, seenInMatter } from './call.ts'
import { type CallContext, type CallDeps, loadContext } from './context.ts'
import { appendEntries, CallConflict, lastSeq, type NewEntry } from './entries.ts'
import type { LookUpContext, Seen } from './look-up.ts'
import { lookUps, overviewOf } from './look-ups/index.ts'
import { openCaseCandidates } from './open-cases.ts'
import { makeCounted } from './trying.ts'

/** Look-ups that begin with what the operator types; the others are made as soon as their step is reached. */
export const FORMS: Readonly<Record<string, 'search' | 'verification' | 'third_party'>> = {
  customer_search: 'search',
  verification: 'verification',
  third_party_check: 'third_party',
}

/** Makes the look-up of the step that a call has just reached, unless it was made or needs something typed first. */
export async function lookUpOnArrival(deps: CallDeps, context: CallContext): Promise<void> {
  const { step, standing, call } = context
  if (call.state !== 'live') return
  if (step.lookUp === undefined || FORMS[step.lookUp] !== undefined) return
  if (seenAt(call, standing.current, standing.state)) return
  await lookUpHere(deps, context, {})
}

/**
 * Makes the look-up of the step where the call stands and writes down what was seen. The card system is asked before
 * the transaction; the call's log decides when somebody else was faster.
 */
export async function lookUpHere(
  deps: CallDeps,
  context: CallContext,
  said: Readonly<Record<string, string>>,
): Promise<Seen | null> {
  const { call, standing, step } = context
  const lookUp = lookUps[step.lookUp as keyof typeof lookUps] // parse has checked the name
  if (!lookUp || !atLeast(standing.state.identity, levelOf(step))) return null
  const asked = await lookUpContext(deps, context, said)
  const seen = await makeCounted(deps, context, lookUp, asked)
  const gives = await givenFacts(deps, seen)
  const entry: NewEntry = {
    kind: 'seen',
    ...standing.current,
    byWhom: 'system',
    operatorId: call.operatorId,
    at: deps.clock.now(),
    facts: {
      about: { customer: standing.state.customer, cards: standing.state.cards },
      lookUp: step.lookUp ?? '',
      proposed: seen.proposed,
      gives,
    },
    content: { seen: { ...seen, gives: {} } },
  }
  await append(deps, context, entry, await idsByRefs(deps.db, seen.gives.shown ?? []))
  return seen
}

async function append(
  deps: CallDeps,
  { call, standing }: CallContext,
  entry: NewEntry,
  shown: readonly string[] = [],
): Promise<void> {
  await deps.db
    .transaction(async (trx) => {
      await appendEntries(trx, call.id, lastSeq(call), [entry])
      const by = { at: entry.at, operatorId: call.operatorId, callId: call.id }
      const customerId = entry.facts?.gives?.customer ?? standing.state.customer
      const detail = { lookUp: entry.facts?.lookUp }
      await recordEvents(trx, [
        { ...by, name: 'looked_up', customerId, detail },
        ...shown.map((id) => ({
          ...by,
          name: 'list_shown' as const,
          customerId: id,
          detail: { route: '/calls/:id' },
        })),
      ])
    })
    .catch((error: unknown) => {
      // Somebody wrote meanwhile; what was seen here is not what the next page needs.
      if (!(error instanceof CallConflict)) throw error
    })
}

/** The customer that was found enters Annai's own list; the log keeps only the id. */
async function givenFacts(deps: CallDeps, seen: Seen): Promise<NonNullable<EntryFacts['gives']>> {
  const { customer, identity } = seen.gives
  return {
    ...(identity ? { identity } : {}),
    ...(customer
      ? { customer: await saveCustomer(deps.db, customer, deps.clock.now().toISOString()) }
      : {}),
  }
}

async function lookUpContext(
  deps: CallDeps,
  { call, standing }: CallContext,
  said: Readonly<Record<string, string>>,
): Promise<LookUpContext> {
  const { customer, cards } = standing.state
  const known = customer === null ? null : await findCustomer(deps.db, customer)
  return {
    cardSystem: deps.cardSystem,
    now: deps.clock.now(),
    customerRef: known?.customerRef ?? null,
    cardRefs: cards,
    said,
    refs: refsOf(seenInMatter(call, standing.current.matter, standing.state)),
    startedAt: call.startedAt,
    answers: {},
    openCases: await openCaseCandidates(deps.db, call),
    fromNumber: call.fromNumber,
  }
}

/**
 * Reads the customer's cards side by side for the panel beside the call, and gives what writes them down. When the card
 * system is away the panel keeps what it had; the step itself says that it is away. Both are asked at the same time; the
 * panel is written last, for it is the newer.
 */
export async function readOverview(deps: CallDeps, context: CallContext): Promise<Refreshed> {
  const { customer, identity, cards } = context.standing.state
  if (customer === null || !atLeast(identity, 'full')) return unchanged
  const known = await findCustomer(deps.db, customer)
  if (!known) return unchanged
  const { cardSystem, clock } = deps
  const seen = await overviewOf(cardSystem, known.customerRef, clock.now(), cards[0]).catch(
    nullWhenAway,
  )
  if (!seen) return unchanged
  return async () => {
    const now = await loadContext(deps, context.call.id)
    if (!now || now.standing.state.customer !== customer) return
    await append(deps, now, {
      kind: 'overview',
      ...now.standing.current,
      byWhom: 'system',
      operatorId: now.call.operatorId,
      at: clock.now(),
      facts: { about: { customer, cards: [] }, lookUp: 'overview' },
      content: { seen },
    })
  }
}
type Refreshed = () => Promise<void>
const unchanged: Refreshed = async () => {}

const nullWhenAway = (error: unknown): null => {
  if (error instanceof CardSystemError) return null
  throw error
}
