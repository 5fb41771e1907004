import type { Request, Response } from 'express'
import type { Clock } from '../clock.ts'
import type { Db } from '../db.ts'
import { operatorOf } from '../operators/guard.ts'
import { type GuardedRouter, guardedRouter } from '../operators/guarded-router.ts'
import type { Operator } from '../operators/operator.ts'
import { forbidden, notFound } from '../web/errors.ts'
import { LONGEST_TEXT, readForm } from '../web/forms.ts'
import type { Pages } from '../web/pages.ts'
import type { Patience } from '../web/patience.ts'
import type { ManualStop } from './manual-stop.ts'
import { type ManualStopForms, startStop, takeCard, takeWithdrawal } from './manual-stop-forms.ts'
import { findManualStop } from './manual-stops.ts'
import type { ManualStopTyped } from './manual-stops-page.ts'
import { manualStopsPage } from './manual-stops-view.ts'
import type { Outbox } from './outbox.ts'

export interface ManualStopDeps extends ManualStopForms {
  readonly db: Db
  readonly clock: Clock
  readonly outbox: Outbox
  readonly pages: Pages
  readonly patience: Patience
  /** Whether lists may tell of accounts: not beside a caller who is not verified. */
  readonly mayTell: (operator: Operator) => Promise<boolean>
  /** Compares the stops of a card with the card system. */
  readonly compareCard: (cardRef: string) => Promise<void>
}

/** The list of stops by another route, with what a person can do about one. */
export function manualStopRoutes(deps: ManualStopDeps): GuardedRouter {
  const router = guardedRouter()
  const { db, pages, patience } = deps

  const show = async (res: Response, typed: ManualStopTyped | null = null) => {
    const t = pages.words(res)
    const operator = operatorOf(res)
    const view = await manualStopsPage(deps, operator, await deps.mayTell(operator), t, typed)
    const locals = {
      page: 'manual-stops',
      title: t.manualStops.title,
      current: 'cases',
      view,
    }
    pages.render(res, 'cases/manual-stops', locals, typed ? 422 : 200)
  }
  router.get('/manual-stops', 'change_cases', (_req, res) => show(res))

  type Refusal = string | Pick<ManualStopTyped, 'error' | 'repeated'>
  type Take = (stop: ManualStop, req: Request, res: Response) => Promise<Refusal | null>
  const form = (name: ManualStopTyped['form'], field: string, take: Take) =>
    router.post(`/manual-stops/:id/${name}`, 'change_cases', async (req, res) => {
      const stop = await findManualStop(db, String(req.params.id))
      if (!stop) throw notFound()
      if (!(await deps.mayTell(operatorOf(res)))) throw forbidden()
      const refusal = await take(stop, req, res)
      if (refusal === null) return res.redirect(303, '/manual-stops')
      const why = typeof refusal === 'string' ? { error: refusal, repeated: null } : refusal
      await show(res, { id: stop.id, form: name, text: readForm(req).text(field), ...why })
    })

  form('stop', 'last4', async (stop, req, res) => {
    const actions = await startStop(deps, stop, readForm(req).text('last4'), operatorOf(res))
    if (actions === null) return pages.words(res).manualStops.stop.wrong
    const work = deps.outbox.send(actions).then(() => deps.compareCard(stop.cardRef ?? ''))
    await patience.waitFor(work)
    return null
  })
  form('card', 'card', async (stop, req, res) => {
    const typed = readForm(req)
    const [cardRef, last4] = [typed.text('card'), typed.text('last4')]
    const naming = await takeCard(deps, stop, { cardRef, last4 }, operatorOf(res))
    const { card } = pages.words(res).manualStops
    if (naming.kind === 'unknown') return card.choose
    if (naming.kind === 'named_beside') return card.namedBeside
    if (naming.kind === 'told_others') {
      const repeated = { text: last4, isWrong: last4 !== '' }
      return { error: card.toldOthers(naming.told, naming.own), repeated }
    }
    await patience.waitFor(deps.compareCard(cardRef))
    return null
  })
  form('withdrawal', 'reason', async (stop, req, res) => {
    const t = pages.words(res)
    const reason = readForm(req).text('reason').trim()
    const { reason: label } = t.manualStops.withdrawal
    if (reason === '') return t.errors.field.required(label)
    if (reason.length > LONGEST_TEXT) return t.errors.field.tooLong(label, LONGEST_TEXT)
    await takeWithdrawal(deps, stop, reason, operatorOf(res))
    return null
  })
  return router
}
