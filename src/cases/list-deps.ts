import type { FindSecret } from '../web/asked.ts'
import type { Cookies } from '../web/cookies.ts'
import type { Pages } from '../web/pages.ts'
import type { FormDeps } from './case-forms.ts'

/** What the lists of cases need besides the cases themselves; handed in by the app. */
export interface ListDeps extends FormDeps {
  readonly pages: Pages
  readonly timeZone: string
  readonly cookies: Cookies
  readonly findSecret: FindSecret
  /** The cases that some words are found in. */
  readonly casesWith: (text: string) => Promise<readonly string[]>
}
