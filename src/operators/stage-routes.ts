import type { Request, Response } from 'express'
import { type EventName, recordEvent } from '../audit/events.ts'
import { readForm } from '../web/forms.ts'
import { enrolView } from './account-view.ts'
import { type Account, accountById } from './accounts.ts'
import type { Entrance } from './entrance.ts'
import { SESSION_COOKIE, STAGE_PATHS } from './guard.ts'
import { type GuardedRouter, guardedRouter } from './guarded-router.ts'
import { takeNewPassword } from './password-changes.ts'
import { checkCode, enrol, newFactor, sameFactor } from './second-factors.ts'
import type { Session, Stage } from './session.ts'
import { enter } from './session-routes.ts'
import { findSession } from './sessions.ts'
import { attempt } from './signing-in.ts'

const CODED = { method: 'password', coded: true } as const

interface Waiting {
  readonly session: Session
  readonly account: Account
}

/** What is asked between the password and the first page: a code, a password of one's own, a second factor. */
export function stageRoutes(entrance: Entrance): GuardedRouter {
  const router = guardedRouter()
  const { db, clock, pages, cookies } = entrance

  /** Whose sign-in waits for this; whoever waits for something else, or for nothing, is led there. */
  const waiting = async (req: Request, res: Response, stage: Stage): Promise<Waiting | null> => {
    const session = await findSession(entrance, cookies.read(req, SESSION_COOKIE) ?? '')
    const account = session && (await accountById(db, session.operator.id))
    if (!session || !account || session.stage !== stage) {
      const { stage: at } = session ?? { stage: null }
      res.redirect(303, at === null ? '/sign-in' : at === 'done' ? '/' : STAGE_PATHS[at])
      return null
    }
    res.locals.language = account.language
    return { session, account }
  }
  const show = (
    res: Response,
    view: string,
    given: { error: string; enrol?: object },
    status = 200,
  ) => {
    const { title } = pages.words(res).signIn[view as 'code' | 'own' | 'enrol'] // named like the views
    pages.render(
      res,
      `operators/${view}`,
      { page: 'sign-in', title, enrol: null, ...given },
      status,
    )
  }

  router.get(STAGE_PATHS.code, 'open', async (req, res) => {
    if (await waiting(req, res, 'code')) show(res, 'code', { error: '' })
  })
  router.post(STAGE_PATHS.code, 'open', async (req, res) => {
    const here = await waiting(req, res, 'code')
    if (here === null) return
    const { account } = here
    const whose = { login: account.login, address: req.ip ?? '', operatorId: account.id }
    const typed = readForm(req).text('code')
    const tried = await attempt(entrance, whose, async (locked) => {
      if (locked) return { reason: 'locked' }
      const kind = await checkCode(entrance, account.id, typed)
      return kind === null ? { reason: 'code' } : { right: kind }
    })
    const { signIn } = pages.words(res)
    if (tried.kind === 'many') return show(res, 'code', { error: signIn.many }, 429)
    if (tried.kind === 'refused') return show(res, 'code', { error: signIn.code.wrong }, 401)
    if (tried.right === 'recovery') await record('recovery_code_used', account)
    res.redirect(303, await enter(entrance, { req, res }, account, CODED))
  })
  const record = (name: EventName, { id }: Account) =>
    recordEvent(db, { name, at: clock.now(), operatorId: id })

  router.get(STAGE_PATHS.password, 'open', async (req, res) => {
    if (await waiting(req, res, 'password')) show(res, 'own', { error: '' })
  })
  router.post(STAGE_PATHS.password, 'open', async (req, res) => {
    const here = await waiting(req, res, 'password')
    if (here === null) return
    const form = readForm(req)
    const typed = { password: form.text('passwordNew'), again: form.text('passwordAgain') }
    const { account, session } = here
    const fault = await takeNewPassword(entrance, account, { ...typed, session: session.id })
    if (fault === null) {
      const next = { ...account, mustChange: false }
      return res.redirect(303, await enter(entrance, { req, res }, next, proved(account)))
    }
    const { faults, conflict } = pages.words(res).account.password
    const error = fault === 'conflict' ? conflict : faults[fault]
    show(res, 'own', { error }, fault === 'conflict' ? 409 : 422)
  })

  router.get(STAGE_PATHS.enrol, 'open', async (req, res) => {
    const here = await waiting(req, res, 'enrol')
    if (here === null) return
    const view = enrolView(newFactor(entrance, here.account), STAGE_PATHS.enrol)
    show(res, 'enrol', { error: '', enrol: view })
  })
  router.post(STAGE_PATHS.enrol, 'open', async (req, res) => {
    const here = await waiting(req, res, 'enrol')
    if (here === null) return
    const { account, session } = here
    const form = readForm(req)
    const [sealed, code] = [form.text('sealed'), form.text('code')]
    const codes = await db.transaction((trx) =>
      enrol(entrance, trx, account.id, { sealed, code, session: session.id }),
    )
    if (codes === null) {
      const factor = sameFactor(entrance, account, sealed) ?? newFactor(entrance, account)
      const { wrong } = pages.words(res).account.factor
      return show(
        res,
        'enrol',
        { error: '', enrol: enrolView(factor, STAGE_PATHS.enrol, { field: 'code', text: wrong }) },
        422,
      )
    }
    await admit(req, res, account, codes)
  })
  /** In, by way of a page with the recovery codes, which is shown once. */
  const admit = async (req: Request, res: Response, account: Account, codes: readonly string[]) => {
    const back = await enter(entrance, { req, res }, { ...account, hasFactor: true }, CODED)
    const { title } = pages.words(res).account.recovery
    pages.render(res, 'operators/recovery', { page: 'recovery', title, codes, back })
  }

  return router
}

/** Whoever is asked for a password of their own has given a code before, if they have a second factor. */
const proved = ({ hasFactor }: Account) => ({ method: 'password', coded: hasFactor }) as const
