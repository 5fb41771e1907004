import type { Request, Response } from 'express'
import { recordEvent } from '../audit/events.ts'
import { HttpError, typedOf } from '../web/errors.ts'
import { readForm } from '../web/forms.ts'
import { accountById } from './accounts.ts'
import type { Entrance } from './entrance.ts'
import { SESSION_COOKIE, type ShowLocked, safePath } from './guard.ts'
import { type GuardedRouter, guardedRouter } from './guarded-router.ts'
import { hashing } from './hashing.ts'
import { giveBack, givenBack, hasKept, type Kept, keepForm } from './kept-forms.ts'
import { checkCode } from './second-factors.ts'
import type { Session } from './session.ts'
import { KEPT_PATH, renewSession } from './session-routes.ts'
import { findSession, lockSession, touchSession } from './sessions.ts'
import { clearTries, prove } from './signing-in.ts'

/** Instead of any page of a locked session: who has to prove that they are there, and nothing else. */
export function showLocked(entrance: Entrance): ShowLocked {
  return async (req, res, session) => {
    res.locals.language = session.operator.language
    const { locked } = entrance.pages.words(res)
    const asked = req.get('accept') ?? ''
    if (req.is('json') || asked.startsWith('application/json'))
      return void res.status(423).json({ error: locked.notSaved, locked: true })
    if (asked.startsWith('text/event-stream')) return void res.status(423).end()
    const path = safePath(req.originalUrl)
    const body: unknown = req.method === 'POST' ? req.body : null
    if (typeof body === 'object' && body !== null) await keepForm(entrance, session, path, body)
    await renderLocked(entrance, res, session, { back: path, error: '' }, 423)
  }
}

async function renderLocked(
  { db, pages }: Entrance,
  res: Response,
  { id, operator, method, hasFactor }: Session,
  given: { readonly back: string; readonly error: string },
  status: number,
): Promise<void> {
  const { title } = pages.words(res).locked
  const isForm = await hasKept(db, id)
  const view = { ...given, isForm, name: operator.name, method, hasFactor }
  pages.render(res, 'operators/locked', { page: 'locked', title, view }, status)
}

/** Locks a screen, opens it again, and says how long it stays open. */
export function lockRoutes(entrance: Entrance): GuardedRouter {
  const router = guardedRouter()
  const { db, clock, pages, cookies } = entrance

  const demand = async (req: Request): Promise<Session> => {
    const session = await findSession(entrance, cookies.read(req, SESSION_COOKIE) ?? '')
    if (session?.stage !== 'done') throw new HttpError(401, 'signedOut')
    return session
  }
  /** Whose screen it is, too: a page that was drawn for somebody else is not uncovered. */
  const tellLeft = (res: Response, { operator, isLocked, leftMs }: Session) =>
    res.json({
      operator: operator.id,
      locked: isLocked,
      left: isLocked ? 0 : Math.ceil(leftMs / 1000),
    })

  router.get('/session/left', 'open', async (req, res) => tellLeft(res, await demand(req)))

  /** Somebody is there: a key was pressed, or the mouse was moved. */
  router.post('/session/use', 'open', async (req, res) => {
    const session = await demand(req)
    if (!session.isLocked) await touchSession(entrance, session)
    tellLeft(res, await demand(req))
  })

  router.post('/session/lock', 'open', async (req, res) => {
    const session = await demand(req)
    if (await lockSession(entrance, session))
      await recordEvent(db, { name: 'screen_locked', ...by(session) })
    if (req.is('json')) return res.json({ locked: true })
    res.redirect(303, safePath(readForm(req).text('back')))
  })
  const by = ({ operator }: Session) => ({ at: clock.now(), operatorId: operator.id })

  router.post('/session/unlock', 'open', async (req, res) => {
    const form = readForm(req)
    const session = await findSession(entrance, cookies.read(req, SESSION_COOKIE) ?? '')
    if (session?.stage !== 'done' || session.method !== 'password') {
      if (req.is('json')) throw new HttpError(401, 'signedOut')
      return res.redirect(303, '/sign-in')
    }
    const { operator } = session
    res.locals.language = operator.language
    if (await isProved(req, session)) {
      const how = { stage: 'done', method: 'password' } as const
      const renewed = await renewSession(entrance, { req, res }, operator.id, how)
      await clearTries(entrance, db, operator.login)
      await recordEvent(db, { name: 'screen_unlocked', ...by(session) })
      if (req.is('json')) return res.json({ locked: false })
      const back = safePath(form.text('back'))
      return res.redirect(303, (await giveBack(entrance, renewed)) ? KEPT_PATH : back)
    }
    const { locked } = pages.words(res)
    const error = session.hasFactor ? locked.wrongWithCode : locked.wrong
    if (req.is('json')) return res.status(401).json({ error, locked: true })
    await renderLocked(entrance, res, session, { back: safePath(form.text('back')), error }, 401)
  })

  /** The password again, and a code from who has a second factor. */
  const isProved = (req: Request, session: Session): Promise<boolean> => {
    const { operator, hasFactor } = session
    const form = readForm(req)
    return prove(entrance, session, 'unlock_refused', async () => {
      const account = await accountById(db, operator.id)
      const matches = await hashing.verify(account?.passwordHash ?? null, form.text('password'))
      if (!matches) return 'password'
      return hasFactor && !(await checkCode(entrance, operator.id, form.text('code')))
        ? 'code'
        : null
    })
  }

  return router
}

/** Where the company's sign-in ends that was begun beside a covered page. */
export const BESIDE = '/session/beside'

/** What was sent while the screen was locked, as it was typed, for who has unlocked it; behind `requireOperator`. */
export function keptRoutes(entrance: Entrance): GuardedRouter {
  const router = guardedRouter()
  const { pages } = entrance
  router.get(KEPT_PATH, 'signed_in', async (_req, res) => {
    const { session } = res.locals
    if (!session) throw new HttpError(401, 'signedOut')
    const forms = (await givenBack(entrance, session)).map(keptView)
    if (forms.length === 0) return res.redirect(303, '/')
    const { title } = pages.words(res).locked.kept
    pages.render(res, 'operators/kept', { page: 'kept', title, forms })
  })
  router.get(BESIDE, 'signed_in', (_req, res) => {
    const { title } = pages.words(res).locked.beside
    pages.render(res, 'operators/beside', { page: 'beside', title })
  })
  return router
}

function keptView({ path, fields }: Kept) {
  const all = Object.entries(fields).flatMap(([name, value]) =>
    [value].flat().map((each) => ({ name, value: String(each) })),
  )
  const typed = all.flatMap(({ name, value }) => typedOf({ [name]: value }))
  return { path, back: path.replace(/\/[^/]*$/, '') || '/', all, typed }
}
