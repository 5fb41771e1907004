import type { Request, Response } from 'express'
import type { AuditEvent } from '../audit/events.ts'
import { recordView } from '../audit/views.ts'
import { operatorOf } from '../operators/guard.ts'
import { type GuardedRouter, guardedRouter } from '../operators/guarded-router.ts'
import { may } from '../operators/permissions.ts'
import { placesOf } from '../operators/places.ts'
import { notFound } from '../web/errors.ts'
import { readForm } from '../web/forms.ts'
import { isRefresh } from '../web/live.ts'
import { wordings } from '../web/wordings.ts'
import { bulkRoutes } from './bulk-routes.ts'
import { takeReturn, takeStatus, takeTag, takeUnowned, takeUntag } from './case-changes.ts'
import type { CaseFile } from './case-file.ts'
import {
  CONFLICT,
  type FormDeps,
  type Sent,
  type Taken,
  takeClosure,
  takeNote,
  takenOnce,
  takeOwner,
  takeReopening,
} from './case-forms.ts'
import { VIEWED } from './case-history.ts'
import type { CasePage } from './case-page.ts'
import { type CaseDesk, type CaseWorkDeps, caseWorkRoutes } from './case-work-routes.ts'
import { demandCase, findCase } from './cases.ts'
import { draftRoutes, draftsBehind } from './draft-routes.ts'
import { dropDrafts } from './drafts.ts'
import { familyOf, survivorOf } from './families.ts'
import { showGuarded } from './guarded-page.ts'
import type { ListDeps } from './list-deps.ts'
import { listRoutes } from './list-routes.ts'
import { takePromise } from './promise-forms.ts'
import { promiseRoutes } from './promise-routes.ts'
import { takeTaskEnd } from './task-forms.ts'
import { findTask } from './tasks.ts'
import { teamRoutes } from './team-routes.ts'
import { viewRoutes } from './view-routes.ts'
import { takeWords } from './word-forms.ts'

/** The desk, the list of cases and the page of one; its forms each add to the case and lead back to it. */
export function caseRoutes(deps: ListDeps & CaseWorkDeps): GuardedRouter {
  const router = guardedRouter()
  const { db, clock, pages, readers } = deps
  const wordingOf = wordings(pages, deps.timeZone)

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
  /** The case, or the one that goes on in its place. */
  const wholeOf = async (id: string) => survivorOf(db, await demandCase(db, id))
  /** Back to the case; or the case as it is now, with what was typed and why it was not taken. */
  const answer: CaseDesk['answer'] = async (
    res,
    caseFile,
    taken,
    form,
    sent = readForm(res.req),
  ) => {
    const now = await survivorOf(db, await demandCase(db, caseFile.id))
    if (taken.kind === 'taken') {
      const family = await familyOf(db, now.id)
      await dropDrafts(db, operatorOf(res).id, family, draftsBehind(form))
      return res.redirect(303, `/cases/${now.id}`)
    }
    const error = taken.kind === 'refused' ? taken.error : conflictWords(res, caseFile, now)
    const text = ['body', 'reason', 'words'].map(sent.text).find((each) => each !== '') ?? ''
    const chosen = ['to', 'number', 'call'].map((name) => [name, sent.text(name)])
    const typed = {
      form,
      text,
      fields: sent.all(),
      conflict: taken.kind === 'conflict',
      reference: sent.text('reference'),
      outcome: sent.text('outcome'),
      chosen: Object.fromEntries(chosen),
      error,
    }
    await show(res, now, typed, taken.kind === 'conflict' ? 409 : 422)
  }
  const conflictWords = (res: Response, seen: CaseFile, now: CaseFile): string => {
    const { errors, caseWork } = pages.words(res)
    return seen.id === now.id ? errors.conflict : caseWork.goesOnIn(seen.number, now.number)
  }
  const guardOf = (res: Response, caseFile: CaseFile) =>
    readers.guarded(caseFile, operatorOf(res), wordingOf(res))
  const sentWith = (req: Request, res: Response): Sent => ({
    form: readForm(req),
    operator: operatorOf(res),
    t: pages.words(res),
  })

  router.get('/', 'signed_in', async (_req, res) => {
    const operator = operatorOf(res)
    if (!may(operator.role, 'take_calls'))
      return res.redirect(303, placesOf(operator.role)[0]?.url ?? '/sign-in')
    const view = await readers.desk(operator, wordingOf(res))
    pages.render(res, 'cases/desk', {
      page: 'desk',
      title: pages.words(res).desk.title,
      current: 'desk',
      view,
    })
  })

  router.mount(listRoutes(deps))
  router.mount(viewRoutes(deps))
  router.mount(bulkRoutes(deps))
  router.mount(teamRoutes(deps))

  router.get('/cases/:id', 'read_cases', async (req, res) => {
    const caseFile = await demand(req)
    const { id } = await survivorOf(db, caseFile)
    if (id !== caseFile.id) return res.redirect(303, `/cases/${id}`)
    const guarded = await guardOf(res, caseFile)
    const view: AuditEvent = {
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
    router.post(`/cases/:id/${name}`, 'change_cases', async (req, res) => {
      const caseFile = await demand(req)
      const guarded = await guardOf(res, await survivorOf(db, caseFile))
      if (guarded) return showGuarded(pages, res, guarded, 403)
      const taken = await takenOnce(async () => {
        const now = await demand(req)
        // A case that was merged takes nothing new: the one that goes on shows what was typed, to be sent there.
        return now.mergedInto === null ? await take(deps, now, sentWith(req, res)) : CONFLICT
      })
      await answer(res, caseFile, taken, name)
    })
  form('notes', takeNote)
  form('closure', takeClosure)
  form('reopening', takeReopening)
  form('owner', takeOwner)
  const desk = { demand, guardOf, sentWith, answer, form }
  router.mount(caseWorkRoutes(deps, desk))
  router.mount(draftRoutes(deps, desk))
  router.mount(promiseRoutes(deps, { ...desk, wholeOf }))
  form('taking', takeUnowned)
  form('return', takeReturn)
  form('status', takeStatus)
  form('tags', takeTag)
  form('untagging', takeUntag)
  form('commitments', takePromise)
  form('words', takeWords)

  router.post('/tasks/:id/end', 'change_cases', async (req, res) => {
    const task = await findTask(db, String(req.params.id))
    if (!task) throw notFound()
    const guarded = await guardOf(res, await wholeOf(task.caseId))
    if (guarded) return showGuarded(pages, res, guarded, 403)
    const taken = await takenOnce(async () =>
      takeTaskEnd(deps, (await findTask(db, task.id)) ?? task, sentWith(req, res)),
    )
    await answer(res, await wholeOf(task.caseId), taken, `task-${task.id}`)
  })

  return router
}
