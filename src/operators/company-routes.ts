import type { Request, Response } from 'express'
import { recordEvent } from '../audit/events.ts'
import { accountOfCompany } from './accounts.ts'
import { type Begun, CompanyAway, CompanyRefused, createCompany, type Vouched } from './company.ts'
import { accountOf } from './company-accounts.ts'
import type { Entrance } from './entrance.ts'
import { SESSION_COOKIE, safePath } from './guard.ts'
import { type GuardedRouter, guardedRouter } from './guarded-router.ts'
import { BESIDE } from './lock-routes.ts'
import { enter, KEPT_PATH } from './session-routes.ts'
import { findSession } from './sessions.ts'
import { refuseReturn } from './signing-in.ts'

const FLOW_COOKIE = 'annai_company'
const FLOW_SECONDS = 600
const RETURN = '/sign-in/company/return'
const PURPOSE = 'sign-in at the company'

type Problem = 'away' | 'refused' | 'many' | 'noRole' | 'disabled'
const STATUS: Readonly<Record<Problem, number>> = {
  away: 503,
  refused: 400,
  many: 429,
  noRole: 403,
  disabled: 403,
}
interface Flow extends Begun {
  /** The page that a covered screen shows beneath. */
  readonly back: string | null
}

/** In by the company's own sign-in. A link leads there, as a form may lead to no other site. */
export function companyRoutes(entrance: Entrance): GuardedRouter {
  const router = guardedRouter()
  const { db, clock, pages, cookies, seals, signIn } = entrance
  if (signIn.company === null) return router
  const company = createCompany(signIn.company, entrance.wallClock)

  const redirectUri = (req: Request) =>
    new URL(RETURN, entrance.publicUrl ?? `${req.protocol}://${req.get('host')}`).href

  router.get('/sign-in/company', 'open', async (req, res) => {
    const session = await findSession(entrance, cookies.read(req, SESSION_COOKIE) ?? '')
    const isBeside = req.query.beside !== undefined
    try {
      const { url, begun } = await company.begin(redirectUri(req))
      const flow: Flow = { ...begun, back: session && (isBeside ? BESIDE : pageBefore(req)) }
      cookies.write(res, FLOW_COOKIE, seals.seal(JSON.stringify(flow), PURPOSE), FLOW_SECONDS)
      res.redirect(303, url)
    } catch (error) {
      await refuse(req, res, error)
    }
  })

  router.get(RETURN, 'open', async (req, res) => {
    const opened = seals.open(cookies.read(req, FLOW_COOKIE) ?? '', PURPOSE)
    cookies.clear(res, FLOW_COOKIE)
    try {
      if (opened === null) throw new CompanyRefused('not_begun')
      const flow: Flow = JSON.parse(opened)
      const returned = new URL(redirectUri(req))
      returned.search = new URL(req.originalUrl, returned).search
      await admit(req, res, await company.finish(returned, flow), flow.back)
    } catch (error) {
      await refuse(req, res, error)
    }
  })

  const admit = async (req: Request, res: Response, vouched: Vouched, back: string | null) => {
    const { role } = vouched
    const known = await accountOfCompany(db, vouched.issuer, vouched.subject)
    if (known !== null && known.disabledAt !== null) return keepOut(res, 'disabled', known.id)
    if (role === null) return keepOut(res, 'noRole', known?.id ?? null)
    const account = await accountOf(entrance, { ...vouched, role })
    const how = { method: 'company', coded: false } as const
    const to = await enter(entrance, { req, res }, account, how)
    res.redirect(303, to === KEPT_PATH ? to : (back ?? to))
  }

  const refuse = async (req: Request, res: Response, error: unknown) => {
    if (error instanceof CompanyAway) return show(res, 'away')
    if (!(error instanceof CompanyRefused)) throw error
    const isFlood = await refuseReturn(entrance, req.ip ?? '', error.code)
    show(res, isFlood ? 'many' : 'refused')
  }
  const keepOut = async (
    res: Response,
    problem: 'disabled' | 'noRole',
    operatorId: string | null,
  ) => {
    const detail = { reason: problem === 'noRole' ? 'no_role' : problem }
    const refused = { name: 'sign_in_refused', refused: true, at: clock.now() } as const
    await recordEvent(db, { ...refused, operatorId, detail })
    show(res, problem)
  }
  const show = (res: Response, problem: Problem) => {
    const { title, many, companyProblem } = pages.words(res).signIn
    const error = problem === 'many' ? many : companyProblem[problem]
    const given = {
      login: '',
      demo: entrance.demo,
      company: { only: signIn.company?.only ?? false },
    }
    const view = { page: 'sign-in', title, error, ...given }
    pages.render(res, 'operators/sign-in', view, STATUS[problem])
  }
  return router
}

/** The page with the link, if it is one of ours. */
function pageBefore(req: Request): string | null {
  const text = req.get('referer') ?? ''
  if (!URL.canParse(text)) return null
  const { host, pathname, search } = new URL(text)
  const isPage = host === req.get('host') && !pathname.startsWith('/sign-in')
  return isPage ? safePath(pathname + search) : null
}
