import { type Express, type Request, type RequestHandler, type Response, Router } from 'express'
import { forbidden } from '../web/errors.ts'
import { operatorOf } from './guard.ts'
import { may, type Permission } from './permissions.ts'

/** What a route demands: a permission, somebody who is signed in whatever they may, or nothing at all. */
export type Rule = Permission | 'signed_in' | 'open'

export interface Route {
  readonly method: 'GET' | 'POST' | 'ALL'
  readonly path: string
  /** Null: it stands in the program without a rule, which no route may. */
  readonly rule: Rule | null
}

type Answer = (req: Request, res: Response) => unknown
type Paths = string | readonly string[]

/** A router whose every route names what it demands: one without a rule cannot be written. */
export interface GuardedRouter extends RequestHandler {
  get(path: string, rule: Rule, answer: Answer): void
  post(path: string, rule: Rule, answer: Answer): void
  /** Whatever the method. */
  all(path: string, rule: Rule, answer: Answer): void
  /** The routes of another one, in their place among these. */
  mount(other: GuardedRouter): void
  /** What is made ready for all pages under a path before any of them answers. */
  before(paths: Paths, prepare: (req: Request, res: Response) => void | Promise<void>): void
  /** Every route, in the order in which they are asked. */
  readonly routes: readonly Route[]
}

/** A router without routes. */
export function guardedRouter(): GuardedRouter {
  const inner = Router()
  const routes: Route[] = []
  const write = (name: 'get' | 'post' | 'all') => (path: string, rule: Rule, answer: Answer) => {
    routes.push({ method: METHODS[name], path, rule })
    inner[name](path, demanding(rule), answer)
  }
  const handler: RequestHandler = (req, res, next) => inner(req, res, next)
  return Object.assign(handler, {
    get: write('get'),
    post: write('post'),
    all: write('all'),
    mount(other: GuardedRouter) {
      routes.push(...other.routes)
      inner.use(other)
    },
    before(paths: Paths, prepare: (req: Request, res: Response) => void | Promise<void>) {
      inner.use([...[paths].flat()], async (req, res, next) => {
        await prepare(req, res)
        next()
      })
    },
    routes,
  })
}

const METHODS = { get: 'GET', post: 'POST', all: 'ALL' } as const

/** Asked before anything is read: whoever may not is told the same of what there is and of what there is not. */
const demanding =
  (rule: Rule): RequestHandler =>
  (_req, res, next) => {
    if (rule === 'open') return next()
    const { role } = operatorOf(res)
    next(rule === 'signed_in' || may(role, rule) ? undefined : forbidden())
  }

/** Every route of a program that was put together, also those that went past the guarded router. */
export function routesOf(app: Express): Route[] {
  return app.router.stack.flatMap(({ route, handle }): readonly Route[] => {
    if (isGuarded(handle)) return handle.routes
    if (route) return [{ method: 'ALL', path: String(route.path), rule: null }]
    return 'stack' in handle ? [{ method: 'ALL', path: '(a router)', rule: null }] : []
  })
}

const isGuarded = (handle: object): handle is GuardedRouter =>
  'routes' in handle && 'mount' in handle
