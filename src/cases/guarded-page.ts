import type { Level } from '../scripts/script.ts'
import { type Form, readForm } from '../web/forms.ts'
import type { Pages } from '../web/pages.ts'

/** All that is shown of a case, or of an older call, beside a call whose caller is not verified yet. */
export interface GuardedPage {
  readonly level: Level
  /** Where the verification is to be finished. */
  readonly callId: string
  readonly customer: { readonly name: string; readonly kana: string } | null
  /** Of an open case only. */
  readonly caseFile: {
    readonly number: string
    readonly reason: string
    readonly lastOperator: string
  } | null
}

/** Free text that came with the form; codes and ids need not be given back. */
const typedIn = (form: Form): string[] =>
  Object.entries(form.all()).flatMap(([name, text]) =>
    text !== '' && (TEXTS.has(name) || name.startsWith('field.')) ? [text] : [],
  )
const TEXTS = new Set(['body', 'reason', 'words', 'wording', 'wanted', 'nextSteps'])

type Answer = Parameters<Pages['render']>[0]

/** Shows it in the place of what was asked for, and gives back what was typed into a form that came with it. */
export function showGuarded(pages: Pages, res: Answer, view: GuardedPage, status: number): void {
  const t = pages.words(res)
  delete res.locals.live
  const locals = {
    page: 'case',
    title: view.caseFile ? t.cases.title(view.caseFile.number) : t.cases.guarded.title,
    current: 'cases',
    mainData: { guarded: view.level },
    view: { ...view, typed: typedIn(readForm(res.req)) },
  }
  pages.render(res, 'cases/guarded', locals, status)
}
