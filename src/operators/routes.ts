import type { Response } from 'express'
import { recordEvent } from '../audit/events.ts'
import { nameSession } from '../audit/origin.ts'
import type { Clock } from '../clock.ts'
import type { Db } from '../db.ts'
import type { Cookies } from '../web/cookies.ts'
import { readForm } from '../web/forms.ts'
import type { Pages } from '../web/pages.ts'
import { BACK_COOKIE, operatorOf, SESSION_COOKIE, safePath, takeBackPath } from './guard.ts'
import { type GuardedRouter, guardedRouter } from './guarded-router.ts'
import { operatorByPassword, setPreferences } from './operators.ts'
import { closeSession, openSession, SESSION_HOURS } from './sessions.ts'

export interface OperatorDeps {
  readonly db: Db
  readonly clock: Clock
  readonly pages: Pages
  readonly cookies: Cookies
  readonly demo: boolean
}

/** Signing in: the only page that is open to everybody. */
export function signInRoutes({ db, clock, pages, cookies, demo }: OperatorDeps): GuardedRouter {
  const router = guardedRouter()

  const showSignIn = (res: Response, login: string, failed: boolean) => {
    const { title } = pages.words(res).signIn
    const view = { page: 'sign-in', title, login, failed, demo }
    pages.render(res, 'operators/sign-in', view, failed ? 401 : 200)
  }

  router.get('/sign-in', 'open', (_req, res) => showSignIn(res, '', false))

  router.post('/session', 'open', async (req, res) => {
    const form = readForm(req)
    const login = form.text('login').trim().normalize('NFKC')
    const operator = await operatorByPassword(db, login, form.text('password'))
    if (!operator) {
      const refusal = { name: 'sign_in_refused', operatorId: null, refused: true } as const
      await recordEvent(db, { ...refusal, at: clock.now() })
      return showSignIn(res, login, true)
    }
    const token = await openSession(db, operator.id)
    nameSession(token)
    cookies.write(res, SESSION_COOKIE, token, SESSION_HOURS * 3600)
    await recordEvent(db, { name: 'signed_in', at: clock.now(), operatorId: operator.id })
    res.redirect(303, takeBackPath(req, res, cookies))
  })

  return router
}

/** What everybody who is signed in may do for themselves; behind `requireOperator`. */
export function ownRoutes({ db, clock, cookies }: OperatorDeps): GuardedRouter {
  const router = guardedRouter()

  router.post('/session/end', 'signed_in', async (req, res) => {
    await closeSession(db, cookies.read(req, SESSION_COOKIE) ?? '')
    await recordEvent(db, { name: 'signed_out', at: clock.now(), operatorId: operatorOf(res).id })
    for (const name of [SESSION_COOKIE, BACK_COOKIE]) cookies.clear(res, name)
    res.redirect(303, '/sign-in')
  })

  router.post('/preferences', 'signed_in', async (req, res) => {
    const form = readForm(req)
    const operator = operatorOf(res)
    const language = form.text('language') || operator.language
    const singleKeys = form.text('singleKeys') || (operator.singleKeys ? 'on' : 'off')
    await setPreferences(db, operator.id, {
      language: language === 'en' ? 'en' : 'ja',
      singleKeys: singleKeys === 'on',
    })
    await recordEvent(db, { name: 'settings_changed', at: clock.now(), operatorId: operator.id })
    res.redirect(303, safePath(form.text('back')))
  })

  return router
}
