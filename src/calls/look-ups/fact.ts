import type { FactCode, FactParams, Facts, FactTerms } from '../../i18n/fact-params.ts'
import type { Fact } from '../look-up.ts'

/** A fact whose parameters fit its code; the catalogues have a sentence for each. */
export function fact<C extends FactCode>(
  code: C,
  params: FactParams[C],
  mark: Fact['mark'] = 'plain',
  cardRef?: string,
): Fact {
  return { code, params: { ...params }, mark, ...(cardRef === undefined ? {} : { cardRef }) }
}

/** The same fact, said of a card. */
export const about = (cardRef: string, facts: readonly Fact[]): Fact[] =>
  facts.map((each) => ({ ...each, cardRef }))

/** A fact in the words of a catalogue; one of an older version that has no words any more is shown by its code. */
export function factWords(
  { code, params }: Pick<Fact, 'code' | 'params'>,
  catalogue: { readonly facts: Facts; readonly factTerms: FactTerms },
): { term: string; words: string } {
  const sentences: Readonly<Record<string, ((params: never) => string) | undefined>> =
    catalogue.facts
  const terms: Readonly<Record<string, string | undefined>> = catalogue.factTerms
  const topic = code.split('.')[0] ?? code
  // `fact` above is the only maker, so the parameters fit the sentence of their code.
  return { term: terms[topic] ?? topic, words: sentences[code]?.(params as never) ?? code }
}
