export type { Wording } from '../web/wording.ts'

/** The word for a code; an unknown code (of an older script, of another card system) is shown as it is. */
export const wordFor = (
  words: Readonly<Record<string, string>>,
  code: string | null | undefined,
): string => (code == null ? '' : (words[code] ?? code))

interface Named {
  readonly name: string
  readonly outcomes: Readonly<Record<string, string>>
}
/** How a look-up or an action is called, and its outcomes; undefined for one of another script. */
export const nameAndOutcomes = (
  words: Readonly<Record<string, Named>>,
  code: string | undefined,
): Named | undefined => (code === undefined ? undefined : words[code])
