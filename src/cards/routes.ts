import type { Response } from 'express'
import { type AuditEvent, recordEvents } from '../audit/events.ts'
import type { Clock } from '../clock.ts'
import type { Catalogue } from '../i18n/index.ts'
import { operatorOf } from '../operators/guard.ts'
import { type GuardedRouter, guardedRouter } from '../operators/guarded-router.ts'
import type { Operator } from '../operators/operator.ts'
import { forbidden, HttpError, notFound } from '../web/errors.ts'
import { LONGEST_TEXT, readForm } from '../web/forms.ts'
import type { Pages } from '../web/pages.ts'
import type { Patience } from '../web/patience.ts'
import { actionsByIds } from './actions.ts'
import { type Approval, decide, findApproval } from './approvals.ts'
import type { ApprovalsPage } from './approvals-page.ts'
import { type ApprovalDeps, approvalsPage } from './approvals-view.ts'
import type { Outbox } from './outbox.ts'

export interface CardRouteDeps extends ApprovalDeps {
  readonly clock: Clock
  readonly outbox: Outbox
  readonly pages: Pages
  readonly patience: Patience
  /** Whether it may be told what is registered: not beside a caller who is not verified. */
  readonly mayTell: (operator: Operator) => Promise<boolean>
}

const DECISIONS: Readonly<Record<string, boolean>> = { approved: true, rejected: false }

/** The queue of what one person alone may not send. */
export function cardRoutes(deps: CardRouteDeps): GuardedRouter {
  const router = guardedRouter()
  const { db, clock, outbox, pages, patience } = deps

  const show = async (res: Response, typed: ApprovalsPage['typed'] = null, status = 200) => {
    const t = pages.words(res)
    const operator = operatorOf(res)
    const view = await approvalsPage(deps, operator, await deps.mayTell(operator), t, typed)
    await recordEvents(db, addressesSeen(view, { at: clock.now(), operatorId: operator.id }))
    const locals = { page: 'approvals', title: t.approvals.title, current: 'approvals', view }
    pages.render(res, 'cases/approvals', locals, status)
  }

  router.get('/approvals', 'approve', (_req, res) => show(res))

  router.post('/approvals/:id/decision', 'approve', async (req, res) => {
    const approval = await findApproval(db, String(req.params.id))
    if (!approval) throw notFound()
    if (!(await deps.mayTell(operatorOf(res)))) throw forbidden()
    const form = readForm(req)
    const operatorId = operatorOf(res).id
    const approved = DECISIONS[form.text('decision')]
    const reason = form.text('reason').trim()
    const error = problemOf(approved, reason, pages.words(res))
    if (approved === undefined || error !== null)
      return show(res, { id: approval.id, reason, error: error ?? '' }, 422)
    if (isTwin(approval, operatorId, approved)) return res.redirect(303, '/approvals')
    const decision = { approved, reason, operatorId, at: clock.now() }
    const outcome = await db.transaction((trx) => decide(trx, approval, decision))
    if (outcome === 'own_request') throw forbidden()
    if (outcome === 'already_decided') throw new HttpError(409, 'conflict')
    await patience.waitFor(outbox.send(await actionsByIds(db, [approval.actionId])))
    res.redirect(303, '/approvals')
  })

  return router
}

/** Whose registered address was shown is on the record. */
const addressesSeen = (
  { waiting }: ApprovalsPage,
  by: { readonly at: Date; readonly operatorId: string },
): AuditEvent[] =>
  waiting
    .filter(({ changes }) => changes.length > 0)
    .map(({ id, caseFile }) => ({
      name: 'approval_viewed',
      ...by,
      caseId: caseFile.id,
      detail: { id },
    }))

function problemOf(approved: boolean | undefined, reason: string, t: Catalogue): string | null {
  if (approved === undefined) return t.errors.chooseOne
  if (reason === '') return t.errors.field.required(t.approvals.reason)
  return reason.length > LONGEST_TEXT
    ? t.errors.field.tooLong(t.approvals.reason, LONGEST_TEXT)
    : null
}

/** The same decision sent twice is one decision. */
const isTwin = (approval: Approval, operatorId: string, approved: boolean): boolean =>
  approval.decidedBy === operatorId && approval.state === (approved ? 'approved' : 'rejected')
