import type { Request, Response } from 'express'
import { type EventName, recordEvent } from '../audit/events.ts'
import { forbidden, HttpError } from '../web/errors.ts'
import { readForm } from '../web/forms.ts'
import type { Wording } from '../web/wording.ts'
import type { AccountPage, EnrolView } from './account-page.ts'
import { accountPage, enrolView } from './account-view.ts'
import { type Account, accountById } from './accounts.ts'
import type { Entrance } from './entrance.ts'
import { type GuardedRouter, guardedRouter } from './guarded-router.ts'
import { hashing } from './hashing.ts'
import { takeNewPassword } from './password-changes.ts'
import {
  checkCode,
  enrol,
  type NewFactor,
  newFactor,
  newRecoveryCodes,
  removeFactor,
  sameFactor,
} from './second-factors.ts'
import { endSessions } from './sessions.ts'
import { prove } from './signing-in.ts'

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
    const { account, session } = await demandPassword(res)
    const form = readForm(req)
    const { password: words } = pages.words(res).account
    if (!(await provePassword(req, res, 'password_change_refused', account)))
      return show(res, wrong('password', words.wrong), 422)
    const typed = { password: form.text('passwordNew'), again: form.text('passwordAgain') }
    const fault = await takeNewPassword(entrance, account, { ...typed, session: session.id })
    if (fault === null) return show(res, { done: words.changed })
    if (fault === 'conflict') return show(res, wrong('password', words.conflict), 409)
    return show(res, wrong('password', words.faults[fault]), 422)
  })

  /** Who comes by the company's sign-in has neither a password nor a second factor here. */
  const demandPassword = async (res: Response) => {
    const session = sessionIn(res)
    const account = await accountById(db, session.operator.id)
    if (account === null || session.method !== 'password') throw forbidden()
    return { account, session }
  }
  const provePassword = (req: Request, res: Response, name: EventName, account: Account) =>
    prove(entrance, sessionIn(res), name, async () =>
      (await hashing.verify(account.passwordHash, readForm(req).text('password')))
        ? null
        : 'password',
    )
  const proveCode = (req: Request, res: Response) =>
    prove(entrance, sessionIn(res), 'second_factor_refused', async () =>
      (await checkCode(entrance, sessionIn(res).operator.id, readForm(req).text('code')))
        ? null
        : 'code',
    )

  const enrolling = (factor: NewFactor, error: EnrolView['error'] = null) => ({
    enrol: { ...enrolView(factor, '/account/second-factor', error), asksPassword: true },
  })
  router.get('/account/second-factor', 'signed_in', async (_req, res) => {
    const { account } = await demandPassword(res)
    await show(res, enrolling(newFactor(entrance, account)))
  })

  router.post('/account/second-factor', 'signed_in', async (req, res) => {
    const { account, session } = await demandPassword(res)
    const form = readForm(req)
    const [sealed, code] = [form.text('sealed'), form.text('code')]
    const { factor: words, password } = pages.words(res).account
    const refuse = (field: 'password' | 'code', text: string) =>
      show(
        res,
        enrolling(sameFactor(entrance, account, sealed) ?? newFactor(entrance, account), {
          field,
          text,
        }),
        422,
      )
    // Whoever finds a screen open must not make it theirs for good.
    if (!(await provePassword(req, res, 'second_factor_refused', account)))
      return refuse('password', password.wrong)
    const codes = await db.transaction((trx) =>
      enrol(entrance, trx, account.id, { sealed, code, session: session.id }),
    )
    return codes === null ? refuse('code', words.wrong) : showCodes(res, codes)
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
