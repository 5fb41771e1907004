import { type Request, type Response, Router } from 'express'
import { recordView } from '../audit/views.ts'
import { operatorOf, requires } from '../operators/guard.ts'
import { may } from '../operators/permissions.ts'
import { notFound } from '../web/errors.ts'
import { readForm } from '../web/forms.ts'
import { isRefresh } from '../web/live.ts'
import { wordings } from '../web/wordings.ts'
import { bulkRoutes } from './bulk-routes.ts'
import { takeReturn, takeStatus, takeTag, takeUnowned, takeUntag } from './case-changes.ts'
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
import { findCommitment } from './commitments.ts'
import { showGuarded } from './guarded-page.ts'
import type { ListDeps } from './list-deps.ts'
import { listRoutes } from './list-routes.ts'
import { takeTaskEnd } from './task-forms.ts'
import { findTask } from './tasks.ts'
import { viewRoutes } from './view-routes.ts'

/** The desk, the list of cases and the page of one; its forms each add to the case and lead back to it. */
export function caseRoutes(deps: ListDeps): Router {
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
    if (taken.kind === 'taken') return res.redirect(303, `/cases/${caseFile.id}`)
    const sent = readForm(res.req)
    const error = taken.kind === 'conflict' ? pages.words(res).errors.conflict : taken.error
    const { reference, outcome } = {
      reference: sent.text('reference'),
      outcome: sent.text('outcome'),
    }
    const text = sent.text('body') || sent.text('reason')
    const typed = { form, text, reference, outcome, error }
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

  router.use(listRoutes(deps))
  router.use(viewRoutes(deps))
  router.use(bulkRoutes(deps))

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
  form('taking', takeUnowned)
  form('return', takeReturn)
  form('status', takeStatus)
  form('tags', takeTag)
  form('untagging', takeUntag)

  router.post('/commitments/:id/end', async (req, res) => {
    const commitment = await findCommitment(db, String(req.params.id))
    if (!commitment) throw notFound()
    const guarded = await guardOf(res, await demandCase(db, commitment.caseId))
    if (guarded) return showGuarded(pages, res, guarded, 403)
    const taken = await takeCommitmentEnd(deps, commitment, sentWith(req, res))
    await answer(res, await demandCase(db, commitment.caseId), taken, commitment.id)
  })

  router.post('/tasks/:id/end', async (req, res) => {
    const task = await findTask(db, String(req.params.id))
    if (!task) throw notFound()
    const guarded = await guardOf(res, await demandCase(db, task.caseId))
    if (guarded) return showGuarded(pages, res, guarded, 403)
    const taken = await takeTaskEnd(deps, task, sentWith(req, res))
    await answer(res, await demandCase(db, task.caseId), taken, task.id)
  })

  return router
}
