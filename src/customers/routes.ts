import type { Response } from 'express'
import { recordEvent } from '../audit/events.ts'
import { recordSearch } from '../audit/searches.ts'
import { operatorOf } from '../operators/guard.ts'
import { type GuardedRouter, guardedRouter } from '../operators/guarded-router.ts'
import { readAsked } from '../web/asked.ts'
import { notFound } from '../web/errors.ts'
import { wordings } from '../web/wordings.ts'
import type { CustomerPage } from './customer-page.ts'
import { findCustomer } from './customers.ts'
import { customersPage } from './customers-view.ts'
import { personRoutes } from './person-routes.ts'
import { type CustomerDeps, PLAIN } from './readers.ts'

/** Looking for a customer, and the page of one. Both are logged: who looked, and whom they opened. */
export function customerRoutes(deps: CustomerDeps): GuardedRouter {
  const router = guardedRouter()
  const { db, clock, timeZone, readers, pages } = deps
  const wordingOf = wordings(pages, timeZone)

  router.get('/customers', 'read_customers', async (req, res) => {
    const by = { at: clock.now(), operatorId: operatorOf(res).id, route: '/customers' }
    const text = readAsked(req.query.q)
    const view = await customersPage(db, readers, text, operatorOf(res), wordingOf(res))
    if (text !== '')
      await recordSearch(db, {
        ...by,
        found: { people: view.count },
        shown: view.customers.map((each) => ({ customerId: each.id })),
      })
    const title = pages.words(res).customer.listTitle
    pages.render(res, 'customers/index', { page: 'customers', title, current: 'customers', view })
  })

  router.get('/customers/:id', 'read_customers', async (req, res) => {
    const customer = await findCustomer(db, String(req.params.id))
    if (!customer) throw notFound()
    const operator = operatorOf(res)
    const text = (value: unknown) => (typeof value === 'string' ? value : '')
    const asked = { ...PLAIN, filter: text(req.query.kind), behind: text(req.query.behind) }
    const view = await readers.page(customer, operator, wordingOf(res), asked)
    await recordEvent(db, {
      name: 'customer_viewed',
      at: clock.now(),
      operatorId: operator.id,
      customerId: customer.id,
      detail: { details: view.details !== null },
    })
    show(res, view)
  })

  const show = (res: Response, view: CustomerPage, status = 200) => {
    const title = pages.words(res).customer.title(view.customer.name)
    const locals = { page: 'customer', title, current: 'customers', view }
    pages.render(res, 'customers/customer', locals, status)
  }
  router.mount(
    personRoutes(deps, async (res, customer, person, status) => {
      const asked = { ...PLAIN, person }
      show(res, await readers.page(customer, operatorOf(res), wordingOf(res), asked), status)
    }),
  )

  return router
}
