import type { FactView } from './call-page.ts'
import type { Fact } from './look-up.ts'
import { factWords } from './look-ups/fact.ts'
import type { Wording } from './wording.ts'

/** Facts as sentences, each with the card that it speaks of. */
export function factViews(
  facts: readonly Fact[],
  { t }: Wording,
  cards: ReadonlyMap<string, string> = new Map(),
): FactView[] {
  return facts.map((fact) => {
    const { term, words } = factWords(fact, t)
    const card = fact.cardRef === undefined ? undefined : cards.get(fact.cardRef)
    return card === undefined
      ? { term, words, mark: fact.mark }
      : { term, words, mark: fact.mark, card }
  })
}
