import type { Response } from 'express'
import type { Catalogue } from '../i18n/index.ts'
import type { Language } from '../scripts/script.ts'
import { type Fmt, formats } from './format.ts'
import type { Pages } from './pages.ts'

/** In which words an answer is written: the language of whoever looks, made once for each. */
export function wordings(
  pages: Pages,
  timeZone: string,
): (res: Response) => { lang: Language; t: Catalogue; fmt: Fmt } {
  const fmt = { ja: formats('ja', timeZone), en: formats('en', timeZone) }
  return (res) => {
    const lang = pages.languageOf(res)
    return { lang, t: pages.words(res), fmt: fmt[lang] }
  }
}
