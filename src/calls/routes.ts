import type { Request, Response } from 'express'
import { findSecret } from '../cards/secrets.ts'
import { isOpen } from '../cases/case-file.ts'
import { findCase } from '../cases/cases.ts'
import { survivorOf } from '../cases/families.ts'
import { showGuarded } from '../cases/guarded-page.ts'
import { phoneDigits } from '../customers/phone.ts'
import { operatorOf } from '../operators/guard.ts'
import { type GuardedRouter, guardedRouter } from '../operators/guarded-router.ts'
import { readAsked } from '../web/asked.ts'
import { badRequest, HttpError, notFound } from '../web/errors.ts'
import { LONGEST_TEXT, readForm } from '../web/forms.ts'
import { isRefresh } from '../web/live.ts'
import type { Pages } from '../web/pages.ts'
import { wordings } from '../web/wordings.ts'
import { type Submitted, submitAnswer, submitCorrection } from './answering.ts'
import { saveMerged, saveNote } from './call-notes.ts'
import { type CallViewOptions, callView } from './call-view.ts'
import { callsPage } from './calls-view.ts'
import { type CallContext, type CallDeps, contextAt, isMine, loadContext } from './context.ts'
import { deskPage } from './desk-view.ts'
import { CallConflict } from './entries.ts'
import { guardedCall } from './guarded-view.ts'
import { lookUpHere } from './looking-up.ts'
import { correctUrl } from './path-view.ts'
import { popPage, recordPop } from './pop-view.ts'
import { recordReading } from './readings.ts'
import { alertFor, typedAgain } from './refusals.ts'
import { readSaid } from './said-fields.ts'
import { readSubmission, type Submission } from './submission.ts'
import {
  continueCase,
  handOverCall,
  holdCall,
  pauseCall,
  startCall,
  wasHandedOver,
} from './turns.ts'

const notYours = () => new HttpError(403, 'notYourCall')

export function callRoutes(deps: CallDeps & { readonly pages: Pages }): GuardedRouter {
  const router = guardedRouter()
  const { pages } = deps

  const wordingOf = wordings(pages, deps.timeZone)
  const demand = async (req: Request): Promise<CallContext> => {
    const context = await loadContext(deps, String(req.params.id))
    if (!context) throw notFound()
    return context
  }
  const demandMine = async (req: Request, res: Response): Promise<CallContext> => {
    const context = await demand(req)
    if (!isMine(context.call, operatorOf(res))) throw notYours()
    return context
  }
  const show = async (
    res: Response,
    context: CallContext,
    options: CallViewOptions = {},
    status = 200,
  ) => {
    const view = await callView(deps, context, operatorOf(res), wordingOf(res), options)
    const title = pages.words(res).call.title(view.step.title)
    pages.render(
      res,
      'calls/call',
      {
        page: 'call',
        title,
        current: 'calls',
        view,
        mainData: { step: view.step.id, level: view.identity.level, place: view.place },
      },
      status,
    )
  }

  /** The desk again, with the number that could not be read. */
  const showDesk = async (res: Response, from: string) => {
    const { t } = wordingOf(res)
    const error = t.errors.field.phone(t.desk.fromLabel)
    const view = await deskPage(deps, operatorOf(res), wordingOf(res), { from, error })
    pages.render(
      res,
      'cases/desk',
      { page: 'desk', title: t.desk.title, current: 'desk', view },
      422,
    )
  }

  router.get('/pop', 'take_calls', async (req, res) => {
    const typed = readAsked(req.query.from)
    const from = phoneDigits(typed)
    if (typed !== '' && from === null) return showDesk(res, typed)
    const view = await popPage(deps, from, wordingOf(res))
    await recordPop(deps, operatorOf(res), view)
    const title = pages.words(res).pop.title
    pages.render(res, 'calls/pop', { page: 'pop', title, current: 'calls', view })
  })

  router.get('/calls', 'take_calls', async (_req, res) => {
    const view = await callsPage(deps, operatorOf(res), wordingOf(res))
    const title = pages.words(res).calls.title
    pages.render(res, 'calls/index', { page: 'calls', title, current: 'calls', view })
  })

  router.post('/calls', 'take_calls', async (req, res) => {
    const form = readForm(req)
    const typed = form.text('from').trim()
    const fromNumber = phoneDigits(typed)
    if (typed !== '' && fromNumber === null) return showDesk(res, typed)
    const caseId = form.text('caseId')
    const named = caseId === '' ? null : await findCase(deps.db, caseId)
    if (caseId !== '' && named === null) throw notFound()
    const caseFile = named && (await survivorOf(deps.db, named))
    if (caseFile && !isOpen(caseFile)) throw new HttpError(409, 'conflict')
    const start = { fromNumber, caseId: caseFile?.id ?? null }
    res.redirect(303, `/calls/${await startCall(deps, operatorOf(res), start)}`)
  })

  router.get('/calls/:id', 'read_calls', async (req, res) => {
    const context = await demand(req)
    const guarded = await guardedCall(deps, context.call, operatorOf(res), wordingOf(res))
    await recordReading(deps, context.call, operatorOf(res), guarded === null, isRefresh(req))
    if (guarded) return showGuarded(pages, res, guarded, 403)
    const correcting = positionOf(req.query.correct)
    await show(res, context, correcting ? { correcting } : {})
  })

  const take = (submit: typeof submitAnswer) => async (req: Request, res: Response) => {
    const submission = readSubmission(readForm(req))
    const id = String(req.params.id)
    const submitted = await submit(deps, id, operatorOf(res), submission)
    if (submitted.kind === 'recorded') return res.redirect(303, `/calls/${id}`)
    await explain(req, res, submitted, submission, submit === submitCorrection)
  }
  const explain = async (
    req: Request,
    res: Response,
    submitted: Submitted,
    submission: Submission,
    correction: boolean,
  ) => {
    if (submitted.kind === 'gone') throw notFound()
    if (submitted.kind === 'not_mine') throw notYours()
    const context = await demand(req)
    const guarded = await guardedCall(deps, context.call, operatorOf(res), wordingOf(res))
    if (guarded) return showGuarded(pages, res, guarded, 403)
    const typed = typedAgain(submitted, submission, context)
    const alert = alertFor(submitted, submission, context, wordingOf(res))
    const correcting = correction && submitted.kind === 'refused' ? { correcting: submission } : {}
    await show(
      res,
      context,
      { ...correcting, alert, typed },
      submitted.kind === 'conflict' ? 409 : 422,
    )
  }
  router.post('/calls/:id/answers', 'take_calls', take(submitAnswer))
  router.post('/calls/:id/corrections', 'take_calls', take(submitCorrection))

  router.post('/calls/:id/look-ups', 'take_calls', async (req, res) => {
    const context = await demandMine(req, res)
    const submission = readSubmission(readForm(req))
    const there = contextAt(context, submission)
    if (!there) return explain(req, res, { kind: 'conflict' }, submission, false)
    const { id } = context.call
    deps.said.remember(id, readSaid(readForm(req).all()))
    await deps.patience.waitFor(lookUpHere(deps, there, deps.said.recall(id)))
    res.redirect(303, there === context ? `/calls/${id}` : correctUrl(id, submission))
  })

  const turnRoute = (path: string, turn: Turn, isDone: IsDone = () => false) =>
    router.post(`/calls/:id/${path}`, 'take_calls', async (req, res) => {
      const context = await demand(req)
      if (isDone(context, req, res)) return res.redirect(303, `/calls/${context.call.id}`)
      if (!isMine(context.call, operatorOf(res))) throw notYours()
      const conflict = () =>
        explain(req, res, { kind: 'conflict' }, readSubmission(readForm(req)), false)
      if (context.call.state === 'ended') return conflict()
      const turned = await turn(context, req, res).catch(async (error: unknown) => {
        if (!(error instanceof CallConflict)) throw error
        return turnAgain(turn, req, res)
      })
      if (turned === false) throw badRequest()
      res.redirect(303, `/calls/${context.call.id}`)
    })
  /** Somebody wrote at the same moment: most of all this very form, pressed twice. */
  const turnAgain = async (turn: Turn, req: Request, res: Response): Promise<unknown> => {
    const fresh = await demand(req)
    return isMine(fresh.call, operatorOf(res)) ? turn(fresh, req, res) : undefined
  }
  turnRoute('hold', (context, _req, res) => holdCall(deps, context, operatorOf(res), true))
  turnRoute('hold/end', (context, _req, res) => holdCall(deps, context, operatorOf(res), false))
  turnRoute('pause', (context, _req, res) => pauseCall(deps, context, operatorOf(res), true))
  turnRoute('pause/end', (context, _req, res) => pauseCall(deps, context, operatorOf(res), false))
  turnRoute('case', (context, req, res) =>
    continueCase(deps, context, operatorOf(res), readForm(req).text('caseId')),
  )
  turnRoute(
    'handover',
    async (context, req, res) => {
      const form = readForm(req)
      const words = form.text('words').trim()
      if (words.length > LONGEST_TEXT) throw new HttpError(422, 'tooLarge')
      const isTaken = await handOverCall(deps, context, operatorOf(res), form.text('to'), words)
      if (!isTaken) throw new HttpError(422, 'noColleague')
    },
    ({ call }, req, res) => wasHandedOver(call, operatorOf(res), readForm(req).text('to')),
  )

  router.post('/calls/:id/note', 'take_calls', async (req, res) => {
    const { call } = await demandMine(req, res)
    const form = readForm(req)
    const matter = form.number('matter') ?? 1
    if (!call.matters.some((each) => each.number === matter)) throw badRequest()
    if (call.state === 'ended') throw new HttpError(409, 'conflict')
    const body = form.text('body')
    if (body.length > LONGEST_TEXT) throw new HttpError(422, 'tooLarge')
    const by = { operatorId: operatorOf(res).id, at: deps.clock.now() }
    const mine = { callId: call.id, matter, body, version: form.number('version') ?? 0, ...by }
    if (!req.is('json')) {
      const { saved, note } = await saveNote(deps.db, mine)
      if (saved) return res.redirect(303, `/calls/${call.id}`)
      return show(res, await demandMine(req, res), { noteTyped: { body, theirs: note.body } }, 409)
    }
    const mayBeKept = (text: string) => findSecret(text) === null
    const { saved, note } =
      'base' in form.all()
        ? await saveMerged(deps.db, mine, form.text('base'), mayBeKept)
        : await saveNote(deps.db, mine)
    const time = note.savedAt === null ? '' : wordingOf(res).fmt.time(note.savedAt)
    return res.status(saved ? 200 : 409).json({ body: note.body, version: note.version, time })
  })

  return router
}

type Turn = (context: CallContext, req: Request, res: Response) => Promise<unknown>
/** Whether this very form was pressed before, and has taken the call out of the hands that pressed it. */
type IsDone = (context: CallContext, req: Request, res: Response) => boolean

function positionOf(text: unknown) {
  const [matter, step, visit] = typeof text === 'string' ? text.split('/') : []
  if (!matter || !step || !visit || !/^\d{1,4}$/.test(matter) || !/^\d{1,4}$/.test(visit))
    return undefined
  return { matter: Number(matter), step, visit: Number(visit) }
}
