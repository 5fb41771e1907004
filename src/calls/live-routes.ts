import type { Request, Response } from 'express'
import { findCase } from '../cases/cases.ts'
import { peopleLines } from '../cases/people-view.ts'
import { type Arrival, peopleAt, type Subject } from '../cases/presences.ts'
import { findCustomer } from '../customers/customers.ts'
import { operatorOf, sessionOf } from '../operators/guard.ts'
import { type GuardedRouter, guardedRouter } from '../operators/guarded-router.ts'
import type { Operator } from '../operators/operator.ts'
import { operatorNames } from '../operators/operators.ts'
import { may, type Permission } from '../operators/permissions.ts'
import { forbidden, notFound } from '../web/errors.ts'
import type { Live } from '../web/live.ts'
import type { Pages } from '../web/pages.ts'
import { wordings } from '../web/wordings.ts'
import { findCall } from './calls.ts'
import type { CallDeps } from './context.ts'
import { guardedCall, guardedCase } from './guarded-view.ts'
import { levelInCall } from './level-in-call.ts'
import { besideThem, type PresenceKeeper } from './presence-keeper.ts'
import { callTopic, caseTopic } from './revisions.ts'

type Wording = Parameters<typeof guardedCall>[3]
/** What whoever opens a page is at: `own` is what the page is about, `all` also whose it is. Null: not to be seen now. */
interface Seen {
  readonly own: readonly Subject[]
  readonly all: readonly Subject[]
}
/** Undefined when there is no such page. */
type MaySee = (id: string, operator: Operator, wording: Wording) => Promise<Seen | null | undefined>

interface Watched {
  readonly path: string
  readonly page: Arrival['page']
  readonly topicOf: (id: string) => string
  readonly permission: Permission
  readonly maySee: MaySee
}

/** The streams beside the pages of calls, cases and customers, and the mark on each page of what it was drawn from. */
export function liveRoutes(
  deps: CallDeps & {
    readonly pages: Pages
    readonly live: Live
    readonly presences: PresenceKeeper
  },
): GuardedRouter {
  const router = guardedRouter()
  const { db, live } = deps
  const wordingOf = wordings(deps.pages, deps.timeZone)

  const maySeeCall: MaySee = async (id, operator, wording) => {
    const call = await findCall(db, id)
    if (call === null) return undefined
    if ((await guardedCall(deps, call, operator, wording)) !== null) return null
    const cases = call.matters.flatMap(({ caseId }) => caseId ?? [])
    const own = [callTopic(call.id), ...cases.map(caseTopic)]
    return { own, all: [...own, ...ofCustomer(call.customerId)] }
  }
  const maySeeCase: MaySee = async (id, operator, wording) => {
    const caseFile = await findCase(db, id)
    if (caseFile === null) return undefined
    if ((await guardedCase(deps, caseFile, operator, wording)) !== null) return null
    const own = [caseTopic(caseFile.id)]
    return { own, all: [...own, ...ofCustomer(caseFile.customerId)] }
  }
  const maySeeCustomer: MaySee = async (id, operator) => {
    const customer = await findCustomer(db, id)
    if (customer === null) return undefined
    const inCall = await levelInCall(deps, operator.id, customer.id)
    if (inCall !== null && inCall.level !== 'full') return null
    const own = ofCustomer(customer.id)
    return { own, all: own }
  }

  const watched = ({ path, page, topicOf, permission, maySee }: Watched) => {
    const demand = async (req: Request, res: Response): Promise<Seen> => {
      const seen = await maySee(String(req.params.id), operatorOf(res), wordingOf(res))
      if (seen === undefined) throw notFound()
      if (seen === null) throw forbidden()
      return seen
    }
    router.before(`/${path}/:id`, async (req, res) => {
      if (!isUnder(req)) res.locals.live = await markOf(req, topicOf(String(req.params.id)))
    })
    router.get(`/${path}/:id/live`, permission, async (req, res) => {
      const id = String(req.params.id)
      const { own, all } = await demand(req, res)
      const session = sessionOf(res)
      const mayGoOn = async () => {
        const operator = await session.operator()
        if (operator === null || !may(operator.role, permission)) return false
        return Boolean(await maySee(id, operator, wordingOf(res)))
      }
      const { id: operatorId } = operatorOf(res)
      const beside = besideThem(operatorId, own)
      await live.open(req, res, { topic: topicOf(id), beside, session: session.key, mayGoOn })
      if (res.writableEnded || res.closed) return
      await deps.presences.open({ operatorId, page, subjects: all }, (gone) =>
        res.on('close', gone),
      )
    })
    router.get(`/${path}/:id/people`, permission, async (req, res) => {
      const { own } = await demand(req, res)
      const people = await peopleAt(db, own, deps.clock.now())
      const all = own.flatMap((subject) => people.get(subject) ?? [])
      const names = await operatorNames(db)
      res.json({ lines: peopleLines(all, operatorOf(res).id, names, wordingOf(res)) })
    })
  }

  /** A page that answers a form stands under the form's address; it may be older than what it would be told. */
  const isUnder = (req: Request) => req.method === 'GET' && req.path !== '/'
  const markOf = async (
    req: Request,
    topic: string,
  ): Promise<NonNullable<Response['locals']['live']>> => ({
    live: req.baseUrl,
    ...(req.method === 'GET'
      ? { revision: await live.revision(topic) }
      : { revision: '', kept: '' }),
  })
  const pages: Watched[] = [
    {
      path: 'calls',
      page: 'call',
      topicOf: callTopic,
      permission: 'read_calls',
      maySee: maySeeCall,
    },
    {
      path: 'cases',
      page: 'case',
      topicOf: caseTopic,
      permission: 'read_cases',
      maySee: maySeeCase,
    },
    {
      path: 'customers',
      page: 'customer',
      topicOf: customerTopic,
      permission: 'read_customers',
      maySee: maySeeCustomer,
    },
  ]
  for (const each of pages) watched(each)
  return router
}

const customerTopic = (id: string): Subject => `customer/${id}`
const ofCustomer = (id: string | null): Subject[] => (id === null ? [] : [customerTopic(id)])
