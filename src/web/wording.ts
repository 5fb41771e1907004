import type { Catalogue } from '../i18n/index.ts'
import type { Language } from '../scripts/script.ts'
import type { Fmt } from './format.ts'

/** In which words a screen speaks: the operator's language, its catalogue and its formats. */
export interface Wording {
  readonly lang: Language
  readonly t: Catalogue
  readonly fmt: Fmt
}
