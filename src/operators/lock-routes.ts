import type { Request, Response } from 'express'
import { recordEvent } from '../audit/events.ts'
import { HttpError, typedOf } from '../web/errors.ts'
import { readForm } from '../web/forms.ts'
import type { Pages } from '../web/pages.ts'
import { accountById } from './accounts.ts'
import type { Entrance } from './entrance.ts'
import { SESSION_COOKIE, type ShowLocked, safePath } from './guard.ts'
import { type GuardedRouter, guardedRouter } from './guarded-router.ts'
import { hashing } from './hashing.ts'
import { KEPT_COOKIE, type Kept, keepFor, takeKept } from './locked-form.ts'
import { checkCode } from './second-factors.ts'
import { SESSION_HOURS, type Session } from './session.ts'
import { renewSession } from './session-routes.ts'
import { findSession, lockSession, touchSession } from './sessions.ts'
import { attempt, clearTries } from './signing-in.ts'

const LONGEST_COOKIE = 3500

/** Instead of any page of a locked session: who has to prove that they are there, and nothing else. */
export function showLocked(entrance: Entrance): ShowLocked {
  return (req, res, session) => {
    res.locals.language = session.operator.language
    const { locked } = entrance.pages.words(res)
    const asked = req.get('accept') ?? ''
    if (req.is('json') || asked.startsWith('application/json'))
      return void res.status(423).json({ error: locked.notSaved, locked: true })
    if (asked.startsWith('text/event-stream')) return void res.status(423).end()
    const body = req.method === 'POST' ? req.body : null
    const kept = keepFor(entrance.seals, session.operator.id, safePath(req.originalUrl), body)
    // Through another site and back: only what a cookie can hold.
    if (session.method === 'company' && kept.length <= LONGEST_COOKIE)
      entrance.cookies.write(res, KEPT_COOKIE, kept, SESSION_HOURS * 3600)
    renderLocked(entrance, res, session, { kept, isForm: body !== null, error: '' }, 423)
  }
}

function renderLocked(
  { pages }: Entrance,
  res: Response,
  { operator, method, hasFactor }: Session,
  given: { readonly kept: string; readonly isForm: boolean; readonly error: string },
  status: number,
): void {
  const { title } = pages.words(res).locked
  const view = { ...given, name: operator.name, method, hasFactor }
  pages.render(res, 'operators/locked', { page: 'locked', title, view }, status)
}

/** Locks a screen, opens it again, and says how long it stays open. */
export function lockRoutes(entrance: Entrance): GuardedRouter {
  const router = guardedRouter()
  const { db, clock, pages, cookies, seals } = entrance

  const demand = async (req: Request): Promise<Session> => {
    const session = await findSession(entrance, cookies.read(req, SESSION_COOKIE) ?? '')
    if (session?.stage !== 'done') throw new HttpError(401, 'signedOut')
    return session
  }
  const tellLeft = (res: Response, { isLocked, leftMs }: Session) =>
    res.json({ locked: isLocked, left: isLocked ? 0 : Math.ceil(leftMs / 1000) })

  router.get('/session/left', 'open', async (req, res) => tellLeft(res, await demand(req)))

  /** Somebody is there: a key was pressed, or the mouse was moved. */
  router.post('/session/use', 'open', async (req, res) => {
    const session = await demand(req)
    if (!session.isLocked) await touchSession(entrance, session)
    tellLeft(res, await demand(req))
  })

  router.post('/session/lock', 'open', async (req, res) => {
    const session = await demand(req)
    await lockSession(entrance, session)
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
    const error = await proofMissing(req, res, session)
    const kept = form.text('kept')
    if (error === null) {
      await renewSession(entrance, { req, res }, operator.id, { stage: 'done', method: 'password' })
      await clearTries(entrance, db, operator.login)
      await recordEvent(db, { name: 'screen_unlocked', ...by(session) })
      return req.is('json')
        ? res.json({ locked: false })
        : showKept(pages, res, takeKept(seals, operator.id, kept))
    }
    if (req.is('json')) return res.status(error.status).json({ error: error.words, locked: true })
    const isForm = takeKept(seals, operator.id, kept).fields !== null
    renderLocked(entrance, res, session, { kept, isForm, error: error.words }, error.status)
  })

  /** The password again, and a code from who has a second factor; counted with the sign-ins. */
  const proofMissing = async (req: Request, res: Response, { operator, hasFactor }: Session) => {
    const form = readForm(req)
    const whose = { login: operator.login, address: req.ip ?? '', operatorId: operator.id }
    const proof = async (locked: boolean) => {
      const account = await accountById(db, operator.id)
      const matches = await hashing.verify(account?.passwordHash ?? null, form.text('password'))
      if (locked) return { reason: 'locked' }
      if (!matches) return { reason: 'password' }
      if (hasFactor && !(await checkCode(entrance, operator.id, form.text('code'))))
        return { reason: 'code' }
      return { right: true }
    }
    const { kind } = await attempt(entrance, whose, proof, 'unlock_refused')
    const { locked, signIn } = pages.words(res)
    if (kind === 'right') return null
    return kind === 'many'
      ? { status: 429, words: signIn.many }
      : { status: 401, words: hasFactor ? locked.wrongWithCode : locked.wrong }
  }

  return router
}

/** To the page that was asked for; a form that was sent while the screen was locked comes back as it was typed. */
export function showKept(pages: Pages, res: Response, { path, fields }: Kept): void {
  if (fields === null) {
    res.redirect(303, path)
    return
  }
  const { title } = pages.words(res).locked.kept
  const all = Object.entries(fields).flatMap(([name, value]) =>
    [value].flat().map((each) => ({ name, value: String(each) })),
  )
  const view = { path, back: path.replace(/\/[^/]*$/, '') || '/', all, typed: typedOf(fields) }
  pages.render(res, 'operators/kept', { page: 'kept', title, view })
}
