import { operatorOf } from '../operators/guard.ts'
import { type GuardedRouter, guardedRouter } from '../operators/guarded-router.ts'
import { badRequest, HttpError } from '../web/errors.ts'
import { LONGEST_TEXT, readForm } from '../web/forms.ts'
import { wordings } from '../web/wordings.ts'
import type { CaseDesk, CaseWorkDeps } from './case-work-routes.ts'
import { isDraftForm, saveDraft } from './drafts.ts'
import { survivorOf } from './families.ts'
import { showGuarded } from './guarded-page.ts'

/** What is begun on a case page is kept for its writer while it is typed. */
export function draftRoutes(
  deps: CaseWorkDeps & { readonly timeZone: string },
  { demand, guardOf }: Pick<CaseDesk, 'demand' | 'guardOf'>,
): GuardedRouter {
  const router = guardedRouter()
  const { db, clock, pages } = deps
  const wordingOf = wordings(pages, deps.timeZone)

  router.post('/cases/:id/drafts', 'change_cases', async (req, res) => {
    const caseFile = await demand(req)
    const guarded = await guardOf(res, await survivorOf(db, caseFile))
    if (guarded) return showGuarded(pages, res, guarded, 403)
    const sent = readForm(req)
    const [form, body] = [sent.text('form'), sent.text('body')]
    if (!isDraftForm(form) || sent.text('base').length > 40) throw badRequest()
    if (body.length > LONGEST_TEXT) throw new HttpError(422, 'tooLarge')
    const draft = { operatorId: operatorOf(res).id, caseId: caseFile.id, form, body }
    await saveDraft(db, { ...draft, base: sent.text('base') }, clock.now())
    if (!req.is('json')) return res.redirect(303, `/cases/${caseFile.id}`)
    res.json({ time: wordingOf(res).fmt.time(clock.now().toISOString()) })
  })
  return router
}

/** The texts that a form of the page sends, by the form; a form of one text has its name. */
const DRAFTS_OF: Readonly<Record<string, readonly string[]>> = {
  words: ['wanted', 'nextSteps'],
  commitments: ['promise'],
}
export const draftsBehind = (form: string): readonly string[] => DRAFTS_OF[form] ?? [form]
