import type { Catalogue } from '../i18n/index.ts'
import type { Language } from '../scripts/script.ts'
import type { Fmt } from '../web/format.ts'

/** In which words a screen speaks: the operator's language, its catalogue and its formats. */
export interface Wording {
  readonly lang: Language
  readonly t: Catalogue
  readonly fmt: Fmt
}

/** The word for a code; an unknown code (of an older script, of another card system) is shown as it is. */
export const wordFor = (
  words: Readonly<Record<string, string>>,
  code: string | null | undefined,
): string => (code == null ? '' : (words[code] ?? code))
