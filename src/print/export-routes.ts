import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Request, Response } from 'express'
import { recordEvent } from '../audit/events.ts'
import { levelInCall } from '../calls/level-in-call.ts'
import type { Customer } from '../customers/customer.ts'
import { findCustomer } from '../customers/customers.ts'
import { operatorOf } from '../operators/guard.ts'
import { type GuardedRouter, guardedRouter } from '../operators/guarded-router.ts'
import { operatorNames } from '../operators/operators.ts'
import { forbidden, notFound } from '../web/errors.ts'
import { readForm } from '../web/forms.ts'
import { wordings } from '../web/wordings.ts'
import { toolsOf } from './asking.ts'
import { jsonOf, pageParts } from './export-writing.ts'
import { exportsOf, openExport, type PrivacyExport, requestExport } from './exports.ts'
import { createPress, type PressDeps } from './press.ts'
import { printNumber } from './print.ts'

const LONGEST = 200
type Deps = PressDeps

/** Giving out everything that is held on one person: asked for with a purpose, recorded, taken out as JSON or on paper. */
export function exportRoutes(deps: Deps): GuardedRouter {
  const router = guardedRouter()
  const { db, clock, pages } = deps
  const wordingOf = wordings(pages, deps.timeZone)
  const press = createPress(deps)

  const by = (res: Response) => ({ operatorId: operatorOf(res).id, at: clock.now() })
  const demand = async (id: string, res: Response): Promise<Customer> => {
    const customer = await findCustomer(db, id)
    if (!customer) throw notFound()
    const inCall = await levelInCall(deps, operatorOf(res).id, customer.id)
    if (inCall !== null && inCall.level !== 'full') throw forbidden()
    return customer
  }
  const demandOpen = async (req: Request, res: Response) => {
    const { operatorId, at } = by(res)
    const order = await openExport(db, String(req.params.id), operatorId, at)
    if (!order) throw notFound()
    return { order, customer: await demand(order.customerId, res) }
  }
  const show = async (res: Response, customer: Customer, more: object, status = 200) => {
    const { t } = wordingOf(res)
    const [before, names] = await Promise.all([exportsOf(db, customer.id), operatorNames(db)])
    const name = customer.nameKanji
    const own = { customer: { id: customer.id, name }, submission: randomUUID() }
    const lines = before.map((each) => ({ ...each, by: names.get(each.requestedBy) ?? '' }))
    const view = { ...own, before: lines, ready: null, typed: null, ...more }
    const title = t.privacy.title(name)
    pages.render(
      res,
      'customers/exports',
      { page: 'exports', title, current: 'customers', view },
      status,
    )
  }
  const recordTaking = (res: Response, order: PrivacyExport, format: 'json' | 'print') =>
    recordEvent(db, {
      name: 'personal_data_exported',
      ...by(res),
      customerId: order.customerId,
      detail: { exportId: order.id, format },
    })

  router.get('/customers/:id/exports', 'export_personal_data', async (req, res) =>
    show(res, await demand(String(req.params.id), res), {}),
  )

  router.post('/customers/:id/exports', 'export_personal_data', async (req, res) => {
    const customer = await demand(String(req.params.id), res)
    const form = readForm(req)
    const { t } = wordingOf(res)
    const typed = { purpose: form.text('purpose').trim(), reference: form.text('reference').trim() }
    const error = problemOf(typed, t)
    if (error !== null) return show(res, customer, { typed: { ...typed, error } }, 422)
    const submission = form.text('submission').slice(0, 60) || randomUUID()
    const asked = { customerId: customer.id, ...typed, submission }
    res.redirect(303, `/exports/${await requestExport(db, asked, by(res))}`)
  })

  router.get('/exports/:id', 'export_personal_data', async (req, res) => {
    const { order, customer } = await demandOpen(req, res)
    await show(res, customer, { ready: order })
  })

  router.get('/exports/:id/data', 'export_personal_data', async (req, res) => {
    const { order, customer } = await demandOpen(req, res)
    await recordTaking(res, order, 'json')
    res.setHeader('Content-Type', 'application/json; charset=utf-8')
    res.setHeader('Cache-Control', 'no-store')
    // Of what stands in the name nothing is the person's.
    res.setHeader('Content-Disposition', `attachment; filename="personal-data-${order.id}.json"`)
    await pipeline(Readable.from(jsonOf(db, customer, order, clock.now())), res)
  })

  router.get('/exports/:id/print', 'export_personal_data', async (req, res) => {
    const asked = press.ask(res)
    const { order, customer } = await demandOpen(req, res)
    await recordTaking(res, order, 'print')
    const printing = await press.number(res, 'personal', asked, [{ customerId: customer.id }])
    const wording = wordingOf(res)
    const view = {
      order,
      name: operatorOf(res).name,
      at: clock.now().toISOString(),
      number: printNumber(printing.number),
    }
    const title = wording.t.privacy.title(customer.nameKanji)
    const back = { url: `/customers/${customer.id}/exports`, words: wording.t.privacy.open }
    const tools = toolsOf(`/exports/${order.id}/print`, asked, back, wording)
    const sheet = { page: 'personal-data', title, view, asked, tools, printing }
    const parts = pageParts(deps, customer, wording)
    await press.stream(res, 'print/personal-data', sheet, parts)
  })

  return router
}

function problemOf(
  typed: { readonly purpose: string; readonly reference: string },
  { errors, privacy }: ReturnType<ReturnType<typeof wordings>>['t'],
): string | null {
  for (const name of ['purpose', 'reference'] as const) {
    if (typed[name] === '') return errors.field.required(privacy[name])
    if (typed[name].length > LONGEST) return errors.field.tooLong(privacy[name], LONGEST)
  }
  return null
}
