import type { Request, Response } from 'express'
import { operatorOf } from '../operators/guard.ts'
import { type GuardedRouter, guardedRouter } from '../operators/guarded-router.ts'
import { operatorById } from '../operators/operators.ts'
import { may } from '../operators/permissions.ts'
import { forbidden, notFound } from '../web/errors.ts'
import { type Form, LONGEST_TEXT, readForm } from '../web/forms.ts'
import { wordings } from '../web/wordings.ts'
import type { Customer } from './customer.ts'
import type { CareTyped } from './customer-page.ts'
import { findCustomer } from './customers.ts'
import { expiryOf, FLAG_KINDS } from './flag.ts'
import { findFlag, removeFlag, setFlag } from './flags.ts'
import { savePreferences } from './preferences.ts'
import { type CustomerDeps, PLAIN } from './readers.ts'

const LONGEST_TIME = 200

/** What operators note about dealing with a customer: what to mind, and how they like to be served. */
export function careRoutes(deps: CustomerDeps): GuardedRouter {
  const router = guardedRouter()
  const { db, clock, readers, pages } = deps
  const wordingOf = wordings(pages, deps.timeZone)

  /** Nothing is noted about somebody beside a caller who is not verified. */
  const demand = async (id: string, res: Response): Promise<Customer> => {
    const customer = await findCustomer(db, id)
    if (!customer) throw notFound()
    if (!(await readers.mayTell(customer, operatorOf(res)))) throw forbidden()
    return customer
  }
  const by = (res: Response) => ({ operatorId: operatorOf(res).id, at: clock.now() })
  const back = (res: Response, { id }: Customer) => res.redirect(303, `/customers/${id}`)
  const refuse = async (res: Response, customer: Customer, typed: CareTyped, status = 422) => {
    const wording = wordingOf(res)
    const asked = { ...PLAIN, typed }
    const view = await readers.page(customer, operatorOf(res), wording, asked)
    const title = wording.t.customer.title(customer.nameKanji)
    const locals = { page: 'customer', title, current: 'customers', view }
    pages.render(res, 'customers/customer', locals, status)
  }
  /** Why a text is not taken; null when it is. */
  const problemOf = (res: Response, text: string, label: string, longest = LONGEST_TEXT) => {
    const { field } = wordingOf(res).t.errors
    if (text === '') return field.required(label)
    return text.length > longest ? field.tooLong(label, longest) : null
  }

  router.post('/customers/:id/flags', 'change_cases', async (req, res) => {
    const customer = await demand(String(req.params.id), res)
    const form = readForm(req)
    const { care } = wordingOf(res).t
    const reason = form.text('reason').trim()
    const kind = FLAG_KINDS.find((each) => each === form.text('kind')) ?? 'other'
    const expiresAt = expiryOf(form.text('expires'), clock.now())
    const problem =
      problemOf(res, reason, care.reason) ?? (expiresAt === null ? care.expiresHint : null)
    if (problem !== null || expiresAt === null) {
      const fields = { kind, reason, expires: form.text('expires') }
      return refuse(res, customer, { form: 'flag', fields, error: problem ?? care.expiresHint })
    }
    const submission = form.text('submission').slice(0, 60)
    await setFlag(db, { customerId: customer.id, kind, reason, expiresAt, submission }, by(res))
    back(res, customer)
  })

  router.post('/customers/flags/:id/removal', 'change_cases', async (req, res) => {
    const flag = await findFlag(db, String(req.params.id))
    if (!flag) throw notFound()
    const customer = await demand(flag.customerId, res)
    const reason = readForm(req).text('reason').trim()
    const error = problemOf(res, reason, wordingOf(res).t.care.removalReason)
    if (error !== null)
      return refuse(res, customer, { form: 'removal', fields: { id: flag.id, reason }, error })
    await removeFlag(db, flag, reason, by(res))
    back(res, customer)
  })

  router.post('/customers/:id/preferences', 'change_cases', async (req: Request, res) => {
    const customer = await demand(String(req.params.id), res)
    const form = readForm(req)
    const { t } = wordingOf(res)
    const wanted = readPreferences(form)
    const refused = (error: string, status = 422) =>
      refuse(res, customer, { form: 'preferences', fields: form.all(), error }, status)
    if (wanted.bestTime.length > LONGEST_TIME)
      return refused(t.errors.field.tooLong(t.care.bestTime, LONGEST_TIME))
    if (!(await isThere(wanted.preferredOperatorId))) return refused(t.care.noSuchOperator)
    if (!(await savePreferences(db, customer.id, wanted, by(res))))
      return refused(t.errors.conflict, 409)
    back(res, customer)
  })
  const isThere = async (id: string | null) => {
    const operator = id === null ? null : await operatorById(db, id)
    return id === null || (operator !== null && may(operator.role, 'take_calls'))
  }

  return router
}

function readPreferences(form: Form) {
  const language = (['ja', 'en'] as const).find((each) => each === form.text('language')) ?? null
  return {
    version: form.number('version') ?? 0,
    language,
    relayService: form.text('relayService') === 'on',
    preferredOperatorId: form.text('operator') || null,
    bestTime: form.text('bestTime').trim(),
  }
}
