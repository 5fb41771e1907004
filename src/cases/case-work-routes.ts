import type { Request, Response } from 'express'
import { recordEvent } from '../audit/events.ts'
import { operatorOf } from '../operators/guard.ts'
import { type GuardedRouter, guardedRouter } from '../operators/guarded-router.ts'
import { may } from '../operators/permissions.ts'
import { forbidden, notFound } from '../web/errors.ts'
import { type Form, formOf, readForm } from '../web/forms.ts'
import type { Pages } from '../web/pages.ts'
import type { CaseFile } from './case-file.ts'
import { type FormDeps, type Sent, type Taken, takenOnce } from './case-forms.ts'
import { VIEWED } from './case-history.ts'
import { demandCase, findCase } from './cases.ts'
import { survivorOf } from './families.ts'
import type { GuardedPage } from './guarded-page.ts'
import { showGuarded } from './guarded-page.ts'
import type { Handover } from './handover.ts'
import {
  mayAnswer,
  takeAcceptance,
  takeHandover,
  takeRefusal,
  takeWithdrawal,
} from './handover-forms.ts'
import { findHandover } from './handovers.ts'
import { caseOfNumber, takeLink, takeLinkRemoval } from './link-forms.ts'
import { findLink } from './links.ts'
import { takeMerge, takeUndoing } from './merge-forms.ts'
import type { MergePage } from './merge-page.ts'
import { mergePage } from './merge-view.ts'
import { findMerge } from './merges.ts'

/** What the routes of a case share: whose form it is, who may see the case, and how the page answers. */
export interface CaseDesk {
  demand(req: Request): Promise<CaseFile>
  guardOf(res: Response, caseFile: CaseFile): Promise<GuardedPage | null>
  sentWith(req: Request, res: Response): Sent
  /** `sent`: what was typed, where it did not come with the form's body. */
  answer(res: Response, caseFile: CaseFile, taken: Taken, form: string, sent?: Form): Promise<void>
  form(name: string, take: Take): unknown
}

type Take = (deps: FormDeps, caseFile: CaseFile, sent: Sent) => Promise<Taken>
export interface CaseWorkDeps extends FormDeps {
  readonly pages: Pages
  /** Files a call with another case: a thing of the room above. */
  readonly takeSplit: Take
}

/** Putting cases in order: handing over, linking, merging, filing a call elsewhere. */
export function caseWorkRoutes(
  deps: CaseWorkDeps,
  { demand, guardOf, sentWith, answer, form }: CaseDesk,
): GuardedRouter {
  const router = guardedRouter()
  const { db, pages, clock } = deps

  /** A form about something of a case, found by its own id. */
  const about = <Thing>(
    path: string,
    find: (id: string) => Promise<Thing | null>,
    caseOf: (thing: Thing) => string,
    take: (thing: Thing, sent: Sent) => Promise<Taken>,
  ) =>
    router.post(path, 'change_cases', async (req, res) => {
      const id = String(req.params.id)
      const thing = await find(id)
      if (!thing) throw notFound()
      const caseFile = await survivorOf(db, await demandCase(db, caseOf(thing)))
      const guarded = await guardOf(res, caseFile)
      if (guarded) return showGuarded(pages, res, guarded, 403)
      const taken = await takenOnce(async () => take((await find(id)) ?? thing, sentWith(req, res)))
      await answer(res, caseFile, taken, id)
    })

  form('splits', deps.takeSplit)
  form('links', takeLink)
  about(
    '/links/:id/removal',
    (id) => findLink(db, id),
    (link) => link.oneCase,
    (link, sent) => takeLinkRemoval(deps, link, sent),
  )

  form('handovers', takeHandover)
  const ofHandover = (
    name: string,
    take: (deps: FormDeps, handover: Handover, sent: Sent) => Promise<Taken>,
    mayTake: (handover: Handover, sent: Sent) => Promise<boolean> | boolean,
  ) =>
    about(
      `/handovers/:id/${name}`,
      (id) => findHandover(db, id),
      (handover) => handover.caseId,
      async (handover, sent) => {
        if (!(await mayTake(handover, sent))) throw forbidden()
        return await take(deps, handover, sent)
      },
    )
  ofHandover('acceptance', takeAcceptance, mayAnswer)
  ofHandover('refusal', takeRefusal, mayAnswer)
  ofHandover('withdrawal', takeWithdrawal, async ({ from, caseId }, { operator }) => {
    const { ownerId } = await demandCase(db, caseId)
    return [from, ownerId].includes(operator.id) || may(operator.role, 'approve')
  })

  about(
    '/merges/:id/undoing',
    (id) => findMerge(db, id),
    (merge) => merge.intoCase,
    (merge, sent) => takeUndoing(deps, merge, sent),
  )
  const showMerge = async (
    res: Response,
    [from, into]: readonly [CaseFile, CaseFile],
    typed: MergePage['typed'] = null,
    status = 200,
  ) => {
    const t = pages.words(res)
    const view = await mergePage(db, from, into, t, typed)
    const title = t.caseWork.merge.pageTitle(from.number)
    pages.render(res, 'cases/merge', { page: 'merge', title, current: 'cases', view }, status)
  }
  const guardBoth = async (res: Response, cases: readonly CaseFile[], status: number) => {
    for (const each of cases) {
      const guarded = await guardOf(res, each)
      if (guarded) showGuarded(pages, res, guarded, status)
      if (guarded) return true
    }
    return false
  }

  router.get('/cases/:id/merge', 'change_cases', async (req, res) => {
    const from = await survivorOf(db, await demand(req))
    if (await guardBoth(res, [from], 200)) return
    const asked = (name: string) => (typeof req.query[name] === 'string' ? req.query[name] : '')
    const picked = await findCase(db, asked('into'))
    const number = asked('number').trim()
    const found =
      picked && number === ''
        ? { caseFile: await survivorOf(db, picked) }
        : await caseOfNumber(db, number, pages.words(res))
    if ('error' in found)
      return answer(res, from, { kind: 'refused', error: found.error }, 'merges', askedForm(req))
    if (await guardBoth(res, [found.caseFile], 200)) return
    const pair = [from, found.caseFile] as const
    for (const { id: caseId, customerId } of pair) {
      const by = { at: clock.now(), operatorId: operatorOf(res).id }
      await recordEvent(db, { name: VIEWED, ...by, caseId, customerId, detail: { merging: true } })
    }
    await showMerge(res, pair)
  })

  router.post('/cases/:id/merges', 'change_cases', async (req, res) => {
    const from = await demand(req)
    const into = await findCase(db, readForm(req).text('into'))
    if (!into) throw notFound()
    if (await guardBoth(res, [from, into], 403)) return
    const taken = await takenOnce(() => takeMerge(deps, from, into, sentWith(req, res)))
    if (taken.kind === 'taken') return res.redirect(303, `/cases/${into.id}`)
    const t = pages.words(res)
    const error = taken.kind === 'refused' ? taken.error : t.errors.conflict
    const reason = readForm(req).text('reason')
    const now = [await demandCase(db, from.id), await demandCase(db, into.id)] as const
    await showMerge(res, now, { reason, error }, taken.kind === 'refused' ? 422 : 409)
  })

  return router
}

/** What a form that only looks for something has sent. */
const askedForm = ({ query }: Request): Form => formOf({ number: query.number })
