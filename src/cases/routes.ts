import { type Request, type Response, Router } from 'express'
import { recordView } from '../audit/views.ts'
import { operatorOf, requires } from '../operators/guard.ts'
import { may } from '../operators/permissions.ts'
import { badRequest, forbidden, HttpError, notFound } from '../web/errors.ts'
import { LONGEST_TEXT, readForm } from '../web/forms.ts'
import { isRefresh } from '../web/live.ts'
import type { Pages } from '../web/pages.ts'
import { wordings } from '../web/wordings.ts'
import type { CaseFile } from './case-file.ts'
import {
  type FormDeps,
  type Sent,
  type Taken,
  takeClosure,
  takeCommitmentEnd,
  takeNote,
  takeOwner,
  takeReopening,
} from './case-forms.ts'
import { VIEWED } from './case-history.ts'
import type { CasePage } from './case-page.ts'
import { demandCase, findCase } from './cases.ts'
import { casesPage } from './cases-view.ts'
import { findCommitment } from './commitments.ts'
import { dropDrafts, isDraftForm, saveDraft } from './drafts.ts'
import { showGuarded } from './guarded-page.ts'
import { takeMove, takePromise, usualWords } from './promise-forms.ts'
import { takeTaskEnd } from './task-forms.ts'
import { findTask } from './tasks.ts'
import { takeWords } from './word-forms.ts'

/** The desk, the list of cases and the page of one; its forms each add to the case and lead back to it. */
export function caseRoutes(
  deps: FormDeps & { readonly pages: Pages; readonly timeZone: string },
): Router {
  const router = Router()
  const { db, clock, pages, readers } = deps
  const wordingOf = wordings(pages, deps.timeZone)
  router.use('/cases', requires('read_cases'))
  router.post(['/cases/*rest', '/commitments/*rest', '/tasks/*rest'], requires('change_cases'))

  const demand = async (req: Request): Promise<CaseFile> => {
    const caseFile = await findCase(db, String(req.params.id))
    if (!caseFile) throw notFound()
    return caseFile
  }
  const show = async (
    res: Response,
    caseFile: CaseFile,
    typed: CasePage['typed'] = null,
    status = 200,
  ) => {
    const view = await readers.casePage(caseFile, operatorOf(res), wordingOf(res), typed)
    const title = pages.words(res).cases.title(caseFile.number)
    const mainData = { case: caseFile.number, status: caseFile.status }
    pages.render(
      res,
      'cases/case',
      { page: 'case', title, current: 'cases', view, mainData },
      status,
    )
  }
  /** Back to the case; or the case as it is now, with what was typed and why it was not taken. */
  const answer = async (res: Response, caseFile: CaseFile, taken: Taken, form: string) => {
    if (taken.kind === 'taken') {
      await dropDrafts(db, operatorOf(res).id, caseFile.id, DRAFTS_OF[form] ?? [form])
      return res.redirect(303, `/cases/${caseFile.id}`)
    }
    const sent = readForm(res.req)
    const conflict = taken.kind === 'conflict'
    const error = taken.kind === 'conflict' ? pages.words(res).errors.conflict : taken.error
    const { reference, outcome } = {
      reference: sent.text('reference'),
      outcome: sent.text('outcome'),
    }
    const text = sent.text('body') || sent.text('reason')
    const typed = { form, text, reference, outcome, fields: sent.all(), conflict, error }
    const now = await demandCase(db, caseFile.id)
    await show(res, now, typed, taken.kind === 'conflict' ? 409 : 422)
  }
  const guardOf = (res: Response, caseFile: CaseFile) =>
    readers.guarded(caseFile, operatorOf(res), wordingOf(res))
  const sentWith = (req: Request, res: Response): Sent => ({
    form: readForm(req),
    operator: operatorOf(res),
    t: pages.words(res),
  })

  router.get('/', async (_req, res) => {
    const operator = operatorOf(res)
    if (!may(operator.role, 'take_calls'))
      return res.redirect(303, may(operator.role, 'read_cases') ? '/cases' : '/scripts')
    const view = await readers.desk(operator, wordingOf(res))
    pages.render(res, 'cases/desk', {
      page: 'desk',
      title: pages.words(res).desk.title,
      current: 'desk',
      view,
    })
  })

  router.get('/cases', async (req, res) => {
    const asked = (name: string) => textOf(req.query[name])
    const query = { status: asked('status'), owner: asked('owner'), page: pageOf(asked('page')) }
    const t = pages.words(res)
    const view = await casesPage(db, query, await readers.mayTellStatus(operatorOf(res)), t)
    pages.render(res, 'cases/index', {
      page: 'cases',
      title: t.cases.listTitle,
      current: 'cases',
      view,
    })
  })

  router.get('/cases/:id', async (req, res) => {
    const caseFile = await demand(req)
    const guarded = await guardOf(res, caseFile)
    const view = {
      name: VIEWED,
      at: clock.now(),
      operatorId: operatorOf(res).id,
      caseId: caseFile.id,
      customerId: caseFile.customerId,
      detail: { details: guarded === null },
    }
    await recordView(db, view, isRefresh(req))
    await (guarded ? showGuarded(pages, res, guarded, 200) : show(res, caseFile))
  })

  const form = (
    name: string,
    take: (deps: FormDeps, caseFile: CaseFile, sent: Sent) => Promise<Taken>,
  ) =>
    router.post(`/cases/:id/${name}`, async (req, res) => {
      const caseFile = await demand(req)
      const guarded = await guardOf(res, caseFile)
      if (guarded) return showGuarded(pages, res, guarded, 403)
      await answer(res, caseFile, await take(deps, caseFile, sentWith(req, res)), name)
    })
  form('notes', takeNote)
  form('closure', takeClosure)
  form('reopening', takeReopening)
  form('owner', takeOwner)
  form('commitments', takePromise)
  form('words', takeWords)

  router.post('/cases/:id/drafts', async (req, res) => {
    const caseFile = await demand(req)
    const guarded = await guardOf(res, caseFile)
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

  const promiseForm = (name: string, take: typeof takeCommitmentEnd) =>
    router.post(`/commitments/:id/${name}`, async (req, res) => {
      const commitment = await findCommitment(db, String(req.params.id))
      if (!commitment) throw notFound()
      const guarded = await guardOf(res, await demandCase(db, commitment.caseId))
      if (guarded) return showGuarded(pages, res, guarded, 403)
      const taken = await take(deps, commitment, sentWith(req, res))
      await answer(res, await demandCase(db, commitment.caseId), taken, `${name}-${commitment.id}`)
    })
  promiseForm('end', takeCommitmentEnd)
  promiseForm('move', takeMove)

  router.get('/cases/:id/promise-words', async (req, res) => {
    const caseFile = await demand(req)
    if (await guardOf(res, caseFile)) throw forbidden()
    const asked = { text: (name: string) => textOf(req.query[name]), number: numberIn(req) }
    const told = await usualWords(deps, caseFile, asked, operatorOf(res), pages.words(res))
    res.json(told)
  })

  router.post('/tasks/:id/end', async (req, res) => {
    const task = await findTask(db, String(req.params.id))
    if (!task) throw notFound()
    const guarded = await guardOf(res, await demandCase(db, task.caseId))
    if (guarded) return showGuarded(pages, res, guarded, 403)
    const taken = await takeTaskEnd(deps, task, sentWith(req, res))
    await answer(res, await demandCase(db, task.caseId), taken, `task-${task.id}`)
  })

  return router
}

/** The texts that a form of the page sends, by the form; a form of one text has its name. */
const DRAFTS_OF: Readonly<Record<string, readonly string[]>> = {
  words: ['wanted', 'nextSteps'],
  commitments: ['promise'],
}
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const numberIn =
  ({ query }: Request) =>
  (name: string) =>
    /^\d{1,4}$/.test(textOf(query[name])) ? Number(query[name]) : null
const pageOf = (text: string): number => (/^\d{1,6}$/.test(text) ? Number(text) : 1)
