import type { Response } from 'express'
import { recordEvent } from '../audit/events.ts'
import type { Customer } from '../customers/customer.ts'
import { operatorOf } from '../operators/guard.ts'
import { type GuardedRouter, guardedRouter } from '../operators/guarded-router.ts'
import { forbidden, HttpError, notFound } from '../web/errors.ts'
import { type Form, readForm } from '../web/forms.ts'
import { wordings } from '../web/wordings.ts'
import { demandCustomer, demandTelling, reasonProblem } from './asking.ts'
import type { RetentionDeps } from './deps.ts'
import { type Erasure, isGround } from './erasure.ts'
import type { ErasuresPage, ErasureTyped } from './erasure-page.ts'
import { erasurePage, erasuresPage, obstacleLines } from './erasure-view.ts'
import { type Decided, decideErasure, findErasure, requestErasure } from './erasures.ts'

const DECISIONS: Readonly<Record<string, boolean>> = { approved: true, rejected: false }

/** Erasing a person: asked for beside the page of the customer, decided by somebody else. */
export function erasureRoutes(deps: RetentionDeps): GuardedRouter {
  const router = guardedRouter()
  const { db, clock, pages } = deps
  const wordingOf = wordings(pages, deps.timeZone)
  const by = (res: Response) => ({ operatorId: operatorOf(res).id, at: clock.now() })

  const show = async (
    res: Response,
    customer: Customer,
    typed: ErasureTyped | null = null,
    status = 200,
  ) => {
    const wording = wordingOf(res)
    const view = await erasurePage(db, customer, wording, typed)
    const detail = { in_the_way: view.obstacles.length }
    const event = { name: 'erasure_viewed' as const, ...by(res), customerId: customer.id, detail }
    await recordEvent(db, event)
    const title = wording.t.retention.title(customer.nameKanji)
    const locals = { page: 'erasure', title, current: 'customers', view }
    pages.render(res, 'retention/erasure', locals, status)
  }
  router.get('/customers/:id/erasure', 'erase_personal_data', async (req, res) =>
    show(res, await demandCustomer(deps, String(req.params.id), operatorOf(res))),
  )

  router.post('/customers/:id/erasures', 'erase_personal_data', async (req, res) => {
    const customer = await demandCustomer(deps, String(req.params.id), operatorOf(res))
    const form = readForm(req)
    const error = await ask(res, customer, form)
    if (error === null) return res.redirect(303, `/customers/${customer.id}/erasure`)
    const typed = { ground: form.text('ground'), reason: form.text('reason'), error }
    await show(res, customer, typed, 422)
  })
  /** Null when it was asked for; else why not. */
  const ask = async (res: Response, customer: Customer, form: Form): Promise<string | null> => {
    const t = pages.words(res)
    const ground = form.text('ground')
    if (!isGround(ground)) return t.errors.chooseOne
    const problem = reasonProblem(form, t.retention.reason, t)
    if (problem !== null) return problem
    if (!customer.memberNo.endsWith(last4In(form))) return t.retention.last4Wrong
    const asked = { customerId: customer.id, ground, reason: form.text('reason').trim() }
    const requested = await db.transaction((trx) => requestErasure(trx, asked, by(res)))
    if (requested.kind === 'requested') return null
    // Sent twice, it is asked for once; what stands in the way stands on the page.
    return requested.kind === 'already' ? t.retention.already : t.retention.inTheWay
  }

  const showAll = async (res: Response, typed: ErasuresPage['typed'] = null, status = 200) => {
    await demandTelling(deps, null, operatorOf(res))
    const view = await erasuresPage(db, operatorOf(res), wordingOf(res), typed)
    for (const { id, customer } of view.waiting)
      await recordEvent(db, {
        name: 'erasure_viewed',
        ...by(res),
        customerId: customer.id,
        detail: { erasure: id },
      })
    const title = pages.words(res).retention.queue
    const locals = { page: 'erasures', title, current: 'approvals', view }
    pages.render(res, 'retention/erasures', locals, status)
  }
  router.get('/erasures', 'approve', (_req, res) => showAll(res))

  router.post('/erasures/:id/decision', 'approve', async (req, res) => {
    const erasure = await findErasure(db, String(req.params.id))
    if (!erasure) throw notFound()
    await demandTelling(deps, null, operatorOf(res))
    const form = readForm(req)
    const error = await decide(res, erasure, form)
    if (error === null) return res.redirect(303, '/erasures')
    await showAll(res, { id: erasure.id, reason: form.text('reason'), error }, 422)
  })
  const decide = async (res: Response, erasure: Erasure, form: Form): Promise<string | null> => {
    const t = pages.words(res)
    const approved = DECISIONS[form.text('decision')]
    if (approved === undefined) return t.errors.chooseOne
    const problem = reasonProblem(form, t.approvals.reason, t)
    if (problem !== null) return problem
    const decision = { approved, reason: form.text('reason').trim(), last4: last4In(form) }
    const decided = await db.transaction((trx) => decideErasure(trx, erasure, decision, by(res)))
    return await answered(res, decided, erasure)
  }
  const answered = async (
    res: Response,
    decided: Decided,
    { id }: Erasure,
  ): Promise<string | null> => {
    const { retention } = pages.words(res)
    if (decided.kind === 'own_request') throw forbidden()
    if (decided.kind === 'not_confirmed') return retention.last4Wrong
    if (decided.kind === 'in_the_way')
      return [
        retention.inTheWay,
        ...new Set(obstacleLines(decided.obstacles, wordingOf(res)).map(({ words }) => words)),
      ].join(' ')
    if (decided.kind === 'already_decided') await demandOwn(res, id)
    else deps.scrub()
    return null
  }
  /** The same decision sent twice is one. */
  const demandOwn = async (res: Response, id: string) => {
    const now = await findErasure(db, id)
    if (now?.decidedBy !== operatorOf(res).id) throw new HttpError(409, 'conflict')
  }

  return router
}

const last4In = (form: Form): string => {
  const digits = form.text('last4').normalize('NFKC').trim()
  return /^\d{4}$/.test(digits) ? digits : '-'
}
