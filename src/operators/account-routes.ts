import type { Request, Response } from 'express'
import { type EventName, recordEvent } from '../audit/events.ts'
import { forbidden, HttpError } from '../web/errors.ts'
import { readForm } from '../web/forms.ts'
import type { Wording } from '../web/wording.ts'
import type { AccountPage } from './account-page.ts'
import { accountPage, enrolView } from './account-view.ts'
import { accountById } from './accounts.ts'
import type { Entrance } from './entrance.ts'
import { type GuardedRouter, guardedRouter } from './guarded-router.ts'
import { hashing } from './hashing.ts'
import { takeNewPassword } from './password-changes.ts'
import {
  checkCode,
  enrol,
  newFactor,
  newRecoveryCodes,
  removeFactor,
  sameFactor,
} from './second-factors.ts'
import { endSessions } from './sessions.ts'
import { attempt } from './signing-in.ts'

/** One's own password, second factor and sessions. */
export function accountRoutes(
  entrance: Entrance,
  wordingOf: (res: Response) => Wording,
): GuardedRouter {
  const router = guardedRouter()
  const { db, clock, pages } = entrance
  const sessionIn = (res: Response) => {
    if (!res.locals.session) throw new HttpError(401, 'signedOut')
    return res.locals.session
  }
  const show = async (res: Response, given: Parameters<typeof accountPage>[3], status = 200) => {
    const view = await accountPage(entrance, sessionIn(res), wordingOf(res), given)
    const { title } = pages.words(res).account
    pages.render(res, 'operators/account', { page: 'account', title, view }, status)
  }
  const by = (res: Response) => ({ at: clock.now(), operatorId: sessionIn(res).operator.id })
  const wrong = (form: string, error: string): Partial<AccountPage> => ({ wrong: { form, error } })
  const showCodes = (res: Response, codes: readonly string[]) => {
    const { title } = pages.words(res).account.recovery
    pages.render(res, 'operators/recovery', { page: 'recovery', title, codes, back: '/account' })
  }

  router.get('/account', 'signed_in', (_req, res) => show(res, {}))

  router.post('/account/password', 'signed_in', async (req, res) => {
    const { operator, id, method } = sessionIn(res)
    const account = await accountById(db, operator.id)
    if (account === null || method !== 'password') throw forbidden()
    const form = readForm(req)
    const { password: words } = pages.words(res).account
    const present = await prove(req, res, 'password_change_refused', async () =>
      (await hashing.verify(account.passwordHash, form.text('password'))) ? null : 'password',
    )
    if (!present) return show(res, wrong('password', words.wrong), 422)
    const typed = { password: form.text('passwordNew'), again: form.text('passwordAgain') }
    const fault = await takeNewPassword(entrance, account, { ...typed, session: id })
    if (fault === null) return show(res, { done: words.changed })
    if (fault === 'conflict') return show(res, wrong('password', words.conflict), 409)
    return show(res, wrong('password', words.faults[fault]), 422)
  })

  /** Whether somebody who is in has proved it once more; wrong ones count with the sign-ins. */
  const prove = async (
    req: Request,
    res: Response,
    name: EventName,
    work: () => Promise<string | null>,
  ): Promise<boolean> => {
    const { operator } = sessionIn(res)
    const whose = { login: operator.login, address: req.ip ?? '', operatorId: operator.id }
    const proof = async (locked: boolean) => {
      const reason = await work()
      if (locked) return { reason: 'locked' }
      return reason === null ? { right: true } : { reason }
    }
    return (await attempt(entrance, whose, proof, name)).kind === 'right'
  }
  const proveCode = (req: Request, res: Response) =>
    prove(req, res, 'second_factor_refused', async () =>
      (await checkCode(entrance, sessionIn(res).operator.id, readForm(req).text('code')))
        ? null
        : 'code',
    )

  router.get('/account/second-factor', 'signed_in', (_req, res) => {
    const { operator } = sessionIn(res)
    return show(res, { enrol: enrolView(newFactor(entrance, operator), '/account/second-factor') })
  })

  router.post('/account/second-factor', 'signed_in', async (req, res) => {
    const { operator } = sessionIn(res)
    const form = readForm(req)
    const [sealed, code] = [form.text('sealed'), form.text('code')]
    const codes = await db.transaction(async (trx) => {
      const made = await enrol(entrance, trx, operator.id, { sealed, code })
      if (made) await recordEvent(trx, { name: 'second_factor_enrolled', ...by(res) })
      return made
    })
    if (codes !== null) return showCodes(res, codes)
    const factor = sameFactor(entrance, operator, sealed) ?? newFactor(entrance, operator)
    const { wrong: error } = pages.words(res).account.factor
    await show(res, { enrol: enrolView(factor, '/account/second-factor', error) }, 422)
  })

  router.post('/account/second-factor/removal', 'signed_in', async (req, res) => {
    const { factor } = pages.words(res).account
    if (!(await proveCode(req, res))) return show(res, wrong('factor', factor.proofWrong), 422)
    await db.transaction(async (trx) => {
      if (await removeFactor(trx, sessionIn(res).operator.id))
        await recordEvent(trx, { name: 'second_factor_removed', ...by(res) })
    })
    await show(res, { done: factor.removed })
  })

  router.post('/account/recovery-codes', 'signed_in', async (req, res) => {
    const { factor } = pages.words(res).account
    if (!(await proveCode(req, res))) return show(res, wrong('codes', factor.proofWrong), 422)
    const codes = await db.transaction(async (trx) => {
      await recordEvent(trx, { name: 'recovery_codes_made', ...by(res) })
      return await newRecoveryCodes(entrance, trx, sessionIn(res).operator.id)
    })
    showCodes(res, codes)
  })

  router.post('/account/sessions/end', 'signed_in', async (req, res) => {
    const { operator, id } = sessionIn(res)
    const only = readForm(req).text('session')
    await db.transaction(async (trx) => {
      const ended = await endSessions(trx, operator.id, { but: id, ...(only ? { only } : {}) })
      const detail = { operator: operator.id, sessionsEnded: ended }
      if (ended > 0) await recordEvent(trx, { name: 'sessions_ended', ...by(res), detail })
    })
    await show(res, { done: pages.words(res).account.sessions.ended })
  })

  return router
}
