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
    const card = fact.cardRef === undefined ? undefined : cards.get(fact.cardRef)
    return { ...factWords(fact, t), mark: fact.mark, ...(card === undefined ? {} : { card }) }
  })
}
