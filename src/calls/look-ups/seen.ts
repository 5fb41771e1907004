import { CardSystemError, type ErrorCode } from '../../cards/card-system.ts'
import type { LookUp, LookUpContext, Seen } from '../look-up.ts'
import { fact } from './fact.ts'

const NOTHING: Seen = {
  proposed: null,
  facts: [],
  values: {},
  refs: {},
  candidates: [],
  gives: {},
  away: false,
}
export const seen = (part: Partial<Seen>): Seen => ({ ...NOTHING, ...part })

/** The card system says that the question was wrong, not that it is away; only the operator can tell then. */
const REFUSALS: readonly ErrorCode[] = ['not_found', 'invalid_request', 'conflict_state']

function whenFailed(error: CardSystemError, proposed: string): Seen {
  if (!REFUSALS.includes(error.code))
    return seen({ proposed, facts: [fact('system.away', {}, 'bad')], away: true })
  const code = error.code === 'not_found' ? 'system.not_found' : 'system.refused'
  return seen({ facts: [fact(code, {}, 'bad')] })
}

/** A look-up that says so when the card system is away, instead of failing. */
export function orAway(lookUp: LookUp, proposed = 'unavailable'): LookUp {
  return async (context) => {
    try {
      return await lookUp(context)
    } catch (error) {
      if (error instanceof CardSystemError) return whenFailed(error, proposed)
      throw error
    }
  }
}

/** The chosen card and whose it is. */
export interface Chosen {
  readonly customerRef: string
  readonly cardRef: string
}

/** A look-up about the chosen card; without one there is nothing to look at. */
export function forCard(lookUp: (context: LookUpContext, chosen: Chosen) => Promise<Seen>): LookUp {
  return async (context) => {
    const [cardRef] = context.cardRefs
    if (context.customerRef === null || cardRef === undefined)
      return seen({ facts: [fact('card.not_chosen', {}, 'warn')] })
    return lookUp(context, { customerRef: context.customerRef, cardRef })
  }
}

/** What may well not be there: nothing has been sent yet, nobody has registered. */
export async function orNone<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof CardSystemError && error.code === 'not_found') return null
    throw error
  }
}

const DAY = 86_400_000
/** The instant so many days before now. */
export const daysBefore = (now: Date, days: number): string =>
  new Date(now.getTime() - days * DAY).toISOString()

/** Newest first. */
export const byTime = <T extends { readonly at: string }>(records: readonly T[]): T[] =>
  [...records].sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
