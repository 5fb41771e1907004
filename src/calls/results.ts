import { type ResultFacts, resultFacts } from '../cards/action-inputs.ts'
import type { CardAction } from '../cards/card-action.ts'
import { type Call, type CallEntry, isForOtherCard } from './call.ts'
import { datesOf, type OrderDates } from './order-dates.ts'

type Refs = Readonly<Record<string, readonly string[]>>
interface Told {
  readonly at: string
  readonly refs: Refs
}

/**
 * What can be acted on: of locks, holds and shipments the newest word holds, be it a look or the result of an action, so
 * that nothing is aimed at a hold of long ago or of another card. Every stop of these cards counts, not only the last.
 */
export function refsToActOn(
  looks: readonly CallEntry[],
  actions: readonly CardAction[],
  cardRefs: readonly string[],
): Record<string, readonly string[]> {
  const seen = looks.map((each) => ({ at: each.at, refs: each.content.seen?.refs ?? {} }))
  const own = actions.filter((each) => concerns(each, cardRefs))
  const told = [...seen, ...confirmations(own).map(resultOf)].sort((a, b) =>
    a.at.localeCompare(b.at),
  )
  const { stop } = joined(own.map((each) => factsOf(each).refs))
  return { ...Object.assign({}, ...told.map((each) => each.refs)), ...(stop ? { stop } : {}) }
}

/** Actions that were confirmed together, such as the inquiries about two holds. */
function confirmations(actions: readonly CardAction[]): CardAction[][] {
  const groups = new Map<string, CardAction[]>()
  for (const action of actions) {
    const key = [action.callId, action.matter, action.step, action.visit, action.confirmedAt].join()
    groups.set(key, [...(groups.get(key) ?? []), action])
  }
  return [...groups.values()]
}

const resultOf = (together: readonly CardAction[]): Told => ({
  at: together.map((each) => each.endedAt ?? each.confirmedAt).reduce((a, b) => (a > b ? a : b)),
  refs: joined(together.map((each) => factsOf(each).refs)),
})

/** Each reference once. */
function joined(all: readonly Refs[]): Record<string, readonly string[]> {
  const names = [...new Set(all.flatMap((refs) => Object.keys(refs)))]
  return Object.fromEntries(
    names.map((name) => [name, [...new Set(all.flatMap((refs) => refs[name] ?? []))]]),
  )
}

/** The actions of a case that concern these cards: neither those for a card corrected away, nor at another one. */
export const actionsFor = (
  call: Pick<Call, 'entries'>,
  actions: readonly CardAction[],
  cards: readonly string[],
): CardAction[] =>
  actions.filter((each) => {
    const cardRef: unknown = Object(each.result).cardRef
    const isElsewhere = typeof cardRef === 'string' && !cards.includes(cardRef)
    return !isElsewhere && !isForOtherCard(call, each.id, cards)
  })

/** A stop belongs to its card; whatever else was done in the case goes with it. */
const concerns = (action: CardAction, cardRefs: readonly string[]): boolean =>
  action.operation !== 'stopCard' || cardRefs.includes(action.targetRef)

export function factsOf(action: CardAction): ResultFacts {
  if (action.state !== 'done') return { refs: {}, values: {} }
  const facts = resultFacts(action.action, action.result)
  // What a look-up showed before tells when the card would have come the first time.
  const dates = action.operation === 'requestReshipment' ? datesOf(action) : null
  return dates ? { ...facts, values: { ...facts.values, ...etaValues(dates) } } : facts
}
const etaValues = ({ etaFrom, etaTo }: OrderDates): ResultFacts['values'] => ({
  'eta.from': { type: 'date', iso: etaFrom },
  'eta.to': { type: 'date', iso: etaTo },
})
