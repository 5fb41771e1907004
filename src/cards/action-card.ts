import type { CardAction } from './card-action.ts'

const field = (value: unknown, name: string): string | null => {
  const found: unknown =
    typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
  return typeof found === 'string' ? found : null
}

/** The card that an action changed, whatever its target was (a lock, a hold, a stop …). */
export const cardOf = ({ result, input }: Pick<CardAction, 'result' | 'input'>): string | null =>
  field(result, 'cardRef') ?? field(result, 'oldCardRef') ?? field(input, 'cardRef')

/** The cards that a stop ended: the one that was named, and those that went with it. */
export function stoppedCards(action: CardAction): string[] {
  const also: unknown =
    typeof action.result === 'object' && action.result !== null
      ? Reflect.get(action.result, 'alsoStopped')
      : []
  const others = Array.isArray(also) ? also.filter((ref) => typeof ref === 'string') : []
  return [...new Set([cardOf(action) ?? action.targetRef, ...others])]
}

export const stopReasonOf = ({ input }: Pick<CardAction, 'input'>): string =>
  field(input, 'reason') ?? ''
export const newCardOf = ({ result }: Pick<CardAction, 'result'>): string | null =>
  field(result, 'newCardRef')
