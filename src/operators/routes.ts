import type { Response } from 'express'
import { recordEvent } from '../audit/events.ts'
import { forbidden } from '../web/errors.ts'
import { readForm } from '../web/forms.ts'
import type { Wording } from '../web/wording.ts'
import { accountRoutes } from './account-routes.ts'
import { companyRoutes } from './company-routes.ts'
import type { Entrance } from './entrance.ts'
import { BACK_COOKIE, operatorOf, SESSION_COOKIE, safePath } from './guard.ts'
import { type GuardedRouter, guardedRouter } from './guarded-router.ts'
import { keptRoutes, lockRoutes } from './lock-routes.ts'
import { setPreferences } from './operators.ts'
import { enter } from './session-routes.ts'
import { closeSession } from './sessions.ts'
import { tryPassword } from './signing-in.ts'
import { staffRoutes } from './staff-routes.ts'
import { stageRoutes } from './stage-routes.ts'

/** What is open to everybody: sign-in by every way, and the locked screen, which asks for itself whose it is. */
export function entranceRoutes(entrance: Entrance): GuardedRouter {
  const router = guardedRouter()
  router.mount(signInRoutes(entrance))
  router.mount(lockRoutes(entrance))
  router.mount(companyRoutes(entrance))
  router.mount(stageRoutes(entrance))
  return router
}

function signInRoutes(entrance: Entrance): GuardedRouter {
  const router = guardedRouter()
  const { pages, demo, signIn } = entrance

  const showSignIn = (res: Response, login = '', error = '', status = 200) => {
    const { title } = pages.words(res).signIn
    const company = signIn.company === null ? null : { only: signIn.company.only }
    const view = { page: 'sign-in', title, login, error, demo, company }
    pages.render(res, 'operators/sign-in', view, status)
  }

  router.get('/sign-in', 'open', (_req, res) => showSignIn(res))

  router.post('/session', 'open', async (req, res) => {
    if (signIn.company?.only) throw forbidden()
    const form = readForm(req)
    const login = form.text('login').slice(0, 60).trim().normalize('NFKC').toLowerCase()
    const typed = { login, password: form.text('password'), address: req.ip ?? '' }
    const tried = await tryPassword(entrance, typed)
    const t = pages.words(res)
    if (tried.kind === 'many') return showSignIn(res, login, t.signIn.many, 429)
    if (tried.kind === 'refused') return showSignIn(res, login, t.signIn.wrong, 401)
    const how = { method: 'password', coded: false } as const
    res.redirect(303, await enter(entrance, { req, res }, tried.right, how))
  })

  return router
}

/** What everybody who is signed in may do for themselves, and who works here; behind `requireOperator`. */
export function ownRoutes(
  entrance: Entrance,
  wordingOf: (res: Response) => Wording,
): GuardedRouter {
  const router = guardedRouter()
  const { db, clock, cookies } = entrance
  router.mount(accountRoutes(entrance, wordingOf))
  router.mount(staffRoutes(entrance, wordingOf))
  router.mount(keptRoutes(entrance))

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
