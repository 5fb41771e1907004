import type { Card } from '../../cards/card.ts'

/** A card and those that came before and after it, oldest first. */
export function lineOf(cards: readonly Card[], cardRef: string): Card[] {
  const byRef = new Map(cards.map((card) => [card.cardRef, card]))
  let first = byRef.get(cardRef)
  const seen = new Set<string>()
  while (first?.replacementForRef && !seen.has(first.cardRef)) {
    seen.add(first.cardRef)
    first = byRef.get(first.replacementForRef) ?? undefined
  }
  const line: Card[] = []
  let card = first ?? byRef.get(cardRef)
  while (card && !line.includes(card)) {
    line.push(card)
    card = card.replacedByRef === null ? undefined : byRef.get(card.replacedByRef)
  }
  return line
}

/** The line of the chosen card; where that was never replaced, the one of the customer's newest replacement. */
export function replacedLine(cards: readonly Card[], cardRef: string): Card[] {
  const line = lineOf(cards, cardRef)
  if (line.length > 1) return line
  const newest = [...cards]
    .filter((card) => card.replacementForRef !== null)
    .sort((a, b) => Date.parse(b.statusAt) - Date.parse(a.statusAt))[0]
  return newest ? lineOf(cards, newest.cardRef) : line
}
