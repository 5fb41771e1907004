import type { Request, Response } from 'express'
import { notFound } from '../web/errors.ts'
import { readForm } from '../web/forms.ts'
import type { Wording } from '../web/wording.ts'
import { type Account, accountById } from './accounts.ts'
import type { Entrance } from './entrance.ts'
import { operatorOf } from './guard.ts'
import { type GuardedRouter, guardedRouter } from './guarded-router.ts'
import { ROLES } from './operator.ts'
import { readableCode } from './passwords.ts'
import {
  addStaff,
  changeRole,
  disable,
  enable,
  endStaffSessions,
  LOGIN,
  LONGEST_NAME,
  type Refusal,
  resetFactor,
  resetPassword,
  type StaffDeps,
  unlock,
} from './staff-changes.ts'
import { staffOnePage, staffPage } from './staff-view.ts'

/** Who works here, in which role, and how they get in: for administrators. */
export function staffRoutes(
  entrance: Entrance,
  wordingOf: (res: Response) => Wording,
): GuardedRouter {
  const router = guardedRouter()
  const { db, pages } = entrance
  const depsOf = (res: Response): Entrance & StaffDeps => ({
    ...entrance,
    byId: operatorOf(res).id,
  })
  const demand = async (id: unknown): Promise<Account> => {
    const account = await accountById(db, String(id))
    if (account === null) throw notFound()
    return account
  }
  const showAll = async (res: Response, typed: Parameters<typeof staffPage>[2], status = 200) => {
    const view = await staffPage(entrance, wordingOf(res), typed)
    const { title } = pages.words(res).staff
    pages.render(
      res,
      'operators/staff',
      { page: 'operators', title, current: 'operators', view },
      status,
    )
  }
  const showOne = async (
    id: unknown,
    res: Response,
    given: Omit<Parameters<typeof staffOnePage>[3], 'isOwn'> = {},
    status = 200,
  ) => {
    const account = await demand(id)
    const isOwn = account.id === operatorOf(res).id
    const view = await staffOnePage(entrance, account, wordingOf(res), { ...given, isOwn })
    const locals = {
      page: 'operator',
      current: 'operators',
      title: pages.words(res).layout.account(account.name, account.login),
      view,
    }
    pages.render(res, 'operators/staff-one', locals, status)
  }

  router.get('/operators', 'manage_operators', (_req, res) => showAll(res, null))
  router.get('/operators/:id', 'manage_operators', (req, res) => showOne(req.params.id, res))

  router.post('/operators', 'manage_operators', async (req, res) => {
    const form = readForm(req)
    const t = pages.words(res)
    const login = form.text('login').normalize('NFKC').trim().toLowerCase()
    const name = form.text('name').normalize('NFKC').replace(/\s+/g, ' ').trim()
    const role = ROLES.find((each) => each === form.text('role'))
    const refuse = (error: string) => showAll(res, { login, name, role: role ?? '', error }, 422)
    if (!LOGIN.test(login)) return refuse(t.staff.loginWrong)
    if (name === '') return refuse(t.errors.field.required(t.staff.name))
    if (name.length > LONGEST_NAME)
      return refuse(t.errors.field.tooLong(t.staff.name, LONGEST_NAME))
    if (!role) return refuse(t.errors.field.oneOf(t.staff.role))
    const password = readableCode(4)
    const added = await addStaff(depsOf(res), { login, name, role, password, mustChange: true })
    if (added === 'taken') return refuse(t.staff.taken)
    await showOne(added.id, res, { password, done: t.staff.added })
  })

  const take = (path: string, change: Change) =>
    router.post(`/operators/:id/${path}`, 'manage_operators', async (req, res) => {
      const account = await demand(req.params.id)
      const refused = await change(depsOf(res), account, req)
      if (refused === null) return res.redirect(303, `/operators/${account.id}`)
      const status = refused === 'conflict' ? 409 : 422
      await showOne(req.params.id, res, { error: pages.words(res).staff[refused] }, status)
    })
  take('role', async (deps, account, req) => {
    const form = readForm(req)
    const role = ROLES.find((each) => each === form.text('role'))
    if (form.text('seen') !== account.role) return 'conflict'
    return role ? await changeRole(deps, account, role) : 'conflict'
  })
  take('disabling', (deps, account) => disable(deps, account))
  take('enabling', (deps, account) => enable(deps, account))
  take('unlocking', async (deps, account) => {
    await unlock(deps, account)
    return null
  })
  take('second-factor-reset', async (deps, account) => {
    if (account.id === deps.byId) return 'own'
    await resetFactor(deps, account)
    return null
  })
  take('sessions/end', async (deps, account, req) => {
    await endStaffSessions(deps, account, readForm(req).text('session'))
    return null
  })

  /** The password stands on the answer alone: it is on no page that could be opened again. */
  router.post('/operators/:id/password', 'manage_operators', async (req, res) => {
    const { staff } = pages.words(res)
    const made = await resetPassword(depsOf(res), await demand(req.params.id))
    if (made === 'conflict') return showOne(req.params.id, res, { error: staff.conflict }, 409)
    if (made === 'own') return showOne(req.params.id, res, { error: staff.own }, 422)
    await showOne(req.params.id, res, { password: made })
  })

  return router
}

type Change = (
  deps: Entrance & StaffDeps,
  account: Account,
  req: Request,
) => Promise<Refusal | null>
