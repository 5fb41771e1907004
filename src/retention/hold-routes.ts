import type { Request, Response } from 'express'
import { recordEvent } from '../audit/events.ts'
import { lockFamily } from '../cases/families.ts'
import { findHold, type Held, liftHold, setHold } from '../cases/legal-holds.ts'
import { lockPeople } from '../customers/one-person.ts'
import { operatorOf } from '../operators/guard.ts'
import { type GuardedRouter, guardedRouter } from '../operators/guarded-router.ts'
import { notFound } from '../web/errors.ts'
import { readForm } from '../web/forms.ts'
import { wordings } from '../web/wordings.ts'
import { demandCase, demandCustomer, demandTelling, reasonProblem } from './asking.ts'
import type { RetentionDeps } from './deps.ts'
import type { HoldPage, HoldTyped } from './hold-page.ts'
import { holdPage, holdsPage, type Subject } from './hold-view.ts'
import { refuseErased } from './refuse-erased.ts'

/** Keeping a customer or a case whatever its age: set and lifted on a page of its own, and all of them listed. */
export function holdRoutes(deps: RetentionDeps): GuardedRouter {
  const router = guardedRouter()
  const { db, clock, pages } = deps
  const wordingOf = wordings(pages, deps.timeZone)
  const by = (res: Response) => ({ operatorId: operatorOf(res).id, at: clock.now() })

  const ofCustomer = async (req: Request, res: Response): Promise<Subject> => {
    const customer = await demandCustomer(deps, String(req.params.id), operatorOf(res))
    return { kind: 'customer', id: customer.id, words: customer.nameKanji }
  }
  const ofCase = async (req: Request, res: Response): Promise<Subject> => {
    const caseFile = await demandCase(deps, String(req.params.id), operatorOf(res))
    return { kind: 'case', id: caseFile.id, words: caseFile.number }
  }
  const show = async (
    res: Response,
    subject: Subject,
    typed: HoldTyped | null = null,
    status = 200,
  ) => {
    const view: HoldPage = await holdPage(db, subject, wordingOf(res), typed)
    const viewed = { name: 'legal_hold_viewed' as const, ...by(res), ...heldOf(subject) }
    await recordEvent(db, viewed)
    const title = pages.words(res).retention.hold.title(subject.words)
    const current = subject.kind === 'case' ? 'cases' : 'customers'
    pages.render(res, 'retention/hold', { page: 'legal-hold', title, current, view }, status)
  }
  const set = async (req: Request, res: Response, subject: Subject) => {
    const form = readForm(req)
    const t = pages.words(res)
    const error = reasonProblem(form, t.retention.hold.reason, t)
    const reason = form.text('reason').trim()
    if (error !== null) return await show(res, subject, { reason, error }, 422)
    await db.transaction(async (trx) => {
      // Whoever is erasing it is waited for, and whoever comes to erase it waits.
      if (subject.kind === 'case') await lockFamily(trx, [subject.id])
      else await lockPeople(trx, [subject.id])
      await refuseErased(trx, [subject.id])
      await setHold(trx, heldOf(subject), reason, by(res))
    })
    res.redirect(303, urlOf(subject))
  }

  for (const [path, find] of [
    ['/customers/:id', ofCustomer],
    ['/cases/:id', ofCase],
  ] as const) {
    router.get(`${path}/legal-hold`, 'hold_records', async (req, res) =>
      show(res, await find(req, res)),
    )
    router.post(`${path}/legal-holds`, 'hold_records', async (req, res) =>
      set(req, res, await find(req, res)),
    )
  }

  router.get('/legal-holds', 'read_holds', async (_req, res) => {
    await demandTelling(deps, null, operatorOf(res))
    const view = await holdsPage(db, operatorOf(res), wordingOf(res))
    const detail = { count: view.holds.length }
    await recordEvent(db, { name: 'legal_holds_listed', ...by(res), detail })
    const title = pages.words(res).retention.hold.listTitle
    const mainData = { count: view.holds.length }
    pages.render(res, 'retention/holds', { page: 'legal-holds', title, view, mainData })
  })

  router.post('/legal-holds/:id/lifting', 'hold_records', async (req, res) => {
    const hold = await findHold(db, String(req.params.id))
    if (!hold) throw notFound()
    const id = hold.caseId ?? hold.customerId ?? ''
    const operator = operatorOf(res)
    const subject: Subject =
      hold.caseId === null
        ? { kind: 'customer', id, words: (await demandCustomer(deps, id, operator)).nameKanji }
        : { kind: 'case', id, words: (await demandCase(deps, id, operator)).number }
    const form = readForm(req)
    const t = pages.words(res)
    const error = reasonProblem(form, t.retention.hold.liftReason, t)
    const reason = form.text('reason').trim()
    if (error !== null) return await show(res, subject, { reason, error }, 422)
    await db.transaction((trx) => liftHold(trx, hold, reason, by(res)))
    res.redirect(303, urlOf(subject))
  })

  return router
}

const heldOf = ({ kind, id }: Subject): Held =>
  kind === 'case' ? { caseId: id } : { customerId: id }
const urlOf = ({ kind, id }: Subject) =>
  `/${kind === 'case' ? 'cases' : 'customers'}/${id}/legal-hold`
