import type { Response } from 'express'
import { recordEvents } from '../audit/events.ts'
import type { Clock } from '../clock.ts'
import type { Db } from '../db.ts'
import { operatorOf } from '../operators/guard.ts'
import { type GuardedRouter, guardedRouter } from '../operators/guarded-router.ts'
import { forbidden, HttpError, notFound } from '../web/errors.ts'
import { type Form, LONGEST_TEXT, readForm } from '../web/forms.ts'
import type { Pages } from '../web/pages.ts'
import { type Customer, readMemberNo } from './customer.ts'
import {
  type CustomerMerge,
  decideMerge,
  findCustomerMerge,
  mergesOfCustomers,
  requestMerge,
  undoCustomerMerge,
} from './customer-merges.ts'
import { findByMemberNo, findCustomer } from './customers.ts'
import type { PersonMergesPage, PersonTyped } from './person-page.ts'
import { personMergesPage } from './person-view.ts'
import type { CustomerReaders } from './readers.ts'
import { stateOf } from './requests.ts'

interface PersonDeps {
  readonly db: Db
  readonly clock: Clock
  readonly pages: Pages
  readonly readers: CustomerReaders
}

type Show = (res: Response, customer: Customer, typed: PersonTyped, status: number) => unknown

const DECISIONS: Readonly<Record<string, boolean>> = { approved: true, rejected: false }

/** Two records that are one person: asked for on the page of a customer, decided by somebody else, and taken back. */
export function personRoutes(deps: PersonDeps, showCustomer: Show): GuardedRouter {
  const router = guardedRouter()
  const { db, clock, pages, readers } = deps
  const byOf = (res: Response) => ({ operatorId: operatorOf(res).id, at: clock.now() })

  router.post('/customers/:id/merge-requests', 'change_cases', async (req, res) => {
    const customer = await findCustomer(db, String(req.params.id))
    if (!customer) throw notFound()
    if (!(await readers.mayTell(customer, operatorOf(res)))) throw forbidden()
    const form = readForm(req)
    const error = await ask(res, customer, form)
    if (error === null) return res.redirect(303, `/customers/${customer.id}`)
    const [memberNo, reason] = [form.text('memberNo'), form.text('reason')]
    showCustomer(res, customer, { form: 'request', memberNo, reason, error }, 422)
  })
  /** Null when it was asked for; else why not. */
  const ask = async (res: Response, customer: Customer, form: Form): Promise<string | null> => {
    const words = pages.words(res).caseWork.person
    const number = readMemberNo(form.text('memberNo'))
    const other = number === null ? null : await findByMemberNo(db, number)
    if (!other) return words.unknown
    if (other.id === customer.id) return words.itself
    const problem = reasonProblem(res, form, words.reason)
    if (problem !== null) return problem
    const reason = form.text('reason').trim()
    const by = byOf(res)
    const asked = { from: other.id, into: customer.id, reason }
    if (await db.transaction((trx) => requestMerge(trx, asked, by))) return null
    const twin = (await mergesOfCustomers(db, [customer.id])).some(
      (each) => each.requestedBy === by.operatorId && each.reason === reason,
    )
    return twin ? null : words.already
  }
  const reasonProblem = (res: Response, form: Form, label: string): string | null => {
    const { field } = pages.words(res).errors
    const reason = form.text('reason').trim()
    if (reason === '') return field.required(label)
    return reason.length > LONGEST_TEXT ? field.tooLong(label, LONGEST_TEXT) : null
  }

  const show = async (res: Response, typed: PersonMergesPage['typed'] = null, status = 200) => {
    const t = pages.words(res)
    const mayTell = await readers.mayTell(null, operatorOf(res))
    const view = await personMergesPage(db, operatorOf(res), mayTell, t, typed)
    if (mayTell) await recordCompared(byOf(res), view)
    const title = t.caseWork.person.approvalTitle
    pages.render(
      res,
      'customers/merges',
      { page: 'customer-merges', title, current: 'approvals', view },
      status,
    )
  }
  /** Whose registered details were compared is on the record. */
  const recordCompared = (by: ReturnType<typeof byOf>, { waiting }: PersonMergesPage) =>
    recordEvents(
      db,
      waiting.flatMap(({ id, from, into }) =>
        [from, into].map((each) => {
          const name = 'customer_merge_viewed'
          return { name, ...by, customerId: each.id, detail: { id } }
        }),
      ),
    )
  router.get('/customer-merges', 'approve', (_req, res) => show(res))

  const demandMerge = async (id: string) => {
    const merge = await findCustomerMerge(db, id)
    if (!merge) throw notFound()
    return merge
  }

  /** The same decision sent twice is one decision, at once or later. */
  const decide = async (
    merge: CustomerMerge,
    decision: { readonly approved: boolean; readonly reason: string },
    by: { readonly operatorId: string; readonly at: Date },
  ) => {
    const decided = await db.transaction((trx) => decideMerge(trx, merge, decision, by))
    if (decided !== 'already_decided' && decided !== 'already_one') return decided
    const now = await demandMerge(merge.id)
    const isMine = now.decidedBy === by.operatorId && now.state === stateOf(decision)
    return isMine ? 'decided' : decided
  }

  router.post('/customer-merges/:id/decision', 'approve', async (req, res) => {
    const merge = await demandMerge(String(req.params.id))
    // Beside a caller who is not verified nothing was shown to decide by.
    if (!(await readers.mayTell(null, operatorOf(res)))) throw forbidden()
    const form = readForm(req)
    const approved = DECISIONS[form.text('decision')]
    const reason = form.text('reason').trim()
    const t = pages.words(res)
    const problem = reasonProblem(res, form, t.approvals.reason)
    const error = approved === undefined ? t.errors.chooseOne : problem
    if (approved === undefined || error !== null)
      return show(res, { id: merge.id, reason, error: error ?? '' }, 422)
    const decided = await decide(merge, { approved, reason }, byOf(res))
    if (decided === 'own_request') throw forbidden()
    if (decided === 'already_decided') throw new HttpError(409, 'conflict')
    if (decided === 'already_one')
      return show(res, { id: merge.id, reason, error: t.caseWork.person.already }, 422)
    res.redirect(303, '/customer-merges')
  })

  router.post('/customer-merges/:id/undoing', 'approve', async (req, res) => {
    const merge = await demandMerge(String(req.params.id))
    const customer = await findCustomer(db, merge.intoCustomer)
    if (!customer) throw notFound()
    if (!(await readers.mayTell(customer, operatorOf(res)))) throw forbidden()
    const form = readForm(req)
    const reason = form.text('reason').trim()
    const error = reasonProblem(res, form, pages.words(res).caseWork.person.undoReason)
    if (error !== null)
      return showCustomer(res, customer, { form: merge.id, memberNo: '', reason, error }, 422)
    const undone = await db.transaction((trx) =>
      undoCustomerMerge(trx, merge, reason, byOf(res), readers.sharedCases),
    )
    if (undone.kind === 'shared') {
      const t = pages.words(res)
      const error = t.caseWork.person.shared(t.formats.list(undone.numbers))
      return showCustomer(res, customer, { form: merge.id, memberNo: '', reason, error }, 422)
    }
    const { undoneBy } = await demandMerge(merge.id)
    if (undoneBy !== operatorOf(res).id) throw new HttpError(409, 'conflict')
    res.redirect(303, `/customers/${customer.id}`)
  })

  return router
}
