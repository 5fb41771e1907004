import type { Language } from '../scripts/script.ts'
import type { Wording } from '../web/wording.ts'
import { FORMS, type Form, PAPERS, type Paper } from './print.ts'

/** How something is to be printed. */
export interface Asked {
  readonly form: Form
  readonly paper: Paper
  readonly lang: Language
}

type Query = Readonly<Record<string, unknown>>

/** What an address asks for; where it says nothing, the paper that was used last here, and the operator's language. */
export function askedFrom(query: Query, usual: { paper: unknown; lang: Language }): Asked {
  return {
    form: FORMS.find((each) => each === query.form) ?? 'full',
    paper: paperIn(query) ?? PAPERS.find((each) => each === usual.paper) ?? 'a4',
    lang: query.lang === 'ja' || query.lang === 'en' ? query.lang : usual.lang,
  }
}

export const paperIn = (query: Query): Paper | undefined =>
  PAPERS.find((each) => each === query.paper)

/** What stands above a sheet on the screen: the way back, and the other ways to print the same. */
export interface PrintTools {
  readonly back: { readonly url: string; readonly words: string }
  readonly choices: readonly {
    readonly name: string
    readonly options: readonly {
      readonly words: string
      readonly url: string
      readonly isChosen: boolean
      readonly lang?: Language
    }[]
  }[]
}

/** The tools of a page at this path; `kept` stays in every address. */
export function toolsOf(
  path: string,
  asked: Asked,
  back: PrintTools['back'],
  { t }: Wording,
  {
    hasForms = false,
    kept = {},
  }: { hasForms?: boolean; kept?: Readonly<Record<string, string>> } = {},
): PrintTools {
  const { choose } = t.print
  const urlOf = (change: Partial<Asked>) => {
    const { form, paper, lang } = { ...asked, ...change }
    return `${path}?${new URLSearchParams({ ...kept, ...(hasForms ? { form } : {}), paper, lang })}`
  }
  const forms = FORMS.map((form) => ({
    words: choose.forms[form],
    url: urlOf({ form }),
    isChosen: form === asked.form,
  }))
  const papers = PAPERS.map((paper) => ({
    words: choose.papers[paper],
    url: urlOf({ paper }),
    isChosen: paper === asked.paper,
  }))
  const languages = (['ja', 'en'] as const).map((lang) => ({
    words: choose.languages[lang],
    url: urlOf({ lang }),
    isChosen: lang === asked.lang,
    lang,
  }))
  return {
    back,
    choices: [
      ...(hasForms ? [{ name: choose.form, options: forms }] : []),
      { name: choose.paper, options: papers },
      { name: choose.language, options: languages },
    ],
  }
}
