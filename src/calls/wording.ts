export type { Wording } from '../web/wording.ts'

/** The word for a code; an unknown code (of an older script, of another card system) is shown as it is. */
export const wordFor = (
  words: Readonly<Record<string, string>>,
  code: string | null | undefined,
): string => (code == null ? '' : (words[code] ?? code))
