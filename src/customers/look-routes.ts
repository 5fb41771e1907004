import type { Request, Response } from 'express'
import type { Clock } from '../clock.ts'
import { operatorOf } from '../operators/guard.ts'
import { type GuardedRouter, guardedRouter } from '../operators/guarded-router.ts'
import { readAsked } from '../web/asked.ts'
import { HttpError } from '../web/errors.ts'
import type { Looks } from './looks.ts'

/** Pages that look for people, by the field that says whom. */
const SEARCHES = { '/search': 'q', '/customers': 'q', '/cases': 'text', '/pop': 'from' }
const SLIP = '/paper-calls/customer'

/** Stands before all pages that look for people or show one: whoever goes through the customers comes to an end. */
export function lookRoutes({
  clock,
  looks,
}: {
  readonly clock: Clock
  readonly looks: Looks
}): GuardedRouter {
  const router = guardedRouter()

  const look = async (res: Response, id: string | null) => {
    const { may, end } = await looks.begin({ operatorId: operatorOf(res).id, at: clock.now() }, id)
    if (res.closed) end()
    else res.once('close', end)
    if (!may) throw new HttpError(429, 'tooManyLooked')
  }
  for (const [path, field] of Object.entries(SEARCHES))
    router.before(path, async (req, res) => {
      const isAsked = req.path === '/' && readAsked(req.query[field]) !== ''
      if (isAsked && !isOfCodes(req)) await look(res, null)
    })
  router.before(SLIP, (_req, res) => look(res, null))
  // Many on one sheet: nobody of them is known by the address.
  router.before('/prints/sheet', (_req, res) => look(res, ''))
  router.before(['/customers/:id', '/cases/:id'], async (req, res) => {
    if (req.method === 'GET' && !isStream(req)) await look(res, String(req.params.id))
  })
  return router
}

/** Codes and accepted cards tell of nobody. */
const isOfCodes = ({ query }: Request): boolean => query.kind === 'codes'
/** What an open page asks for by itself, and which tells of no customer. */
const isStream = ({ path }: Request): boolean => path === '/live' || path === '/people'
