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

/** Stands before the routes of customers, cases and calls: nothing new is written to what is erased. */
export function erasedRoutes({ db }: Pick<RetentionDeps, 'db'>): GuardedRouter {
  const router = guardedRouter()
  router.before(['/customers/:id', '/cases/:id', '/calls/:id', '/calls'], (req) =>
    req.method === 'GET'
      ? undefined
      : refuseErased(db, [String(req.params.id ?? ''), readForm(req).text('caseId')]),
  )
  return router
}
