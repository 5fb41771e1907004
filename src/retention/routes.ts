import type { Request } from 'express'
import { findCustomerMerge } from '../customers/customer-merges.ts'
import { type GuardedRouter, guardedRouter } from '../operators/guarded-router.ts'
import { readForm } from '../web/forms.ts'
import type { RetentionDeps } from './deps.ts'
import { erasureRoutes } from './erasure-routes.ts'
import { holdRoutes } from './hold-routes.ts'
import { refuseErased } from './refuse-erased.ts'

/** Erasing a person, and holding a customer or a case. */
export function retentionRoutes(deps: RetentionDeps): GuardedRouter {
  const router = guardedRouter()
  router.mount(erasureRoutes(deps))
  router.mount(holdRoutes(deps))
  return router
}

/** Stands before the routes of customers, cases and calls, and forms that name some: nothing new is written to what is erased. */
export function erasedRoutes({ db }: Pick<RetentionDeps, 'db'>): GuardedRouter {
  const router = guardedRouter()
  const paths = ['/customers/:id', '/cases/:id', '/calls/:id', '/calls', '/paper-calls']
  router.before([...paths, '/bulk-changes'], (req) =>
    req.method === 'GET'
      ? undefined
      : refuseErased(db, [String(req.params.id ?? ''), ...namedIn(req)]),
  )
  router.before(['/customer-merges/:id'], async (req) => {
    const merge = await findCustomerMerge(db, String(req.params.id))
    if (req.method !== 'GET' && merge)
      await refuseErased(db, [merge.fromCustomer, merge.intoCustomer])
  })
  return router
}

/** The cases and the customer that a form names: one, or those that were ticked, each with the version that was seen. */
const namedIn = (req: Request): string[] =>
  ['caseId', 'customer', 'case'].flatMap((name) =>
    readForm(req)
      .text(name)
      .split(',')
      .map((id) => id.replace(/:\d+$/, '')),
  )
