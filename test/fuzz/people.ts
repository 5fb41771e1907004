import { ROLES, type Role } from '../../src/operators/operator.ts'
import { addOperator } from '../../src/operators/operators.ts'
import { openSession } from '../../src/operators/sessions.ts'
import { leaveThings as leaveOneOfEach } from '../operators/every-route.ts'
import type { Annai } from '../support/annai.ts'
import { CALLERS, PhoneCall } from '../support/phone-call.ts'
import { Visitor } from '../support/visitor.ts'

/** Who asks: the demo's people, and some who are made for it. */
export const PEOPLE: Readonly<Record<string, Role>> = {
  tanaka: 'operator',
  kimura: 'fraud_desk',
  mori: 'supervisor',
  'second-supervisor': 'supervisor',
  hayashi: 'script_author',
  nomura: 'script_publisher',
  ueno: 'auditor',
  admin: 'admin',
}
/** A supervisor in a call with somebody who is not verified, all the time: only reads, so that it stays so. */
export const GUARDED = 'guarded-supervisor'
/** Their own doors and accounts are tried; whatever becomes of them, nobody else is shut out. */
const PREY: Readonly<Record<string, Role>> = { 'prey-admin': 'admin', 'prey-operator': 'operator' }
export const PREY_LOGINS = Object.keys(PREY)
/** Whoever does something here signs out, is locked, or has another password. */
export const isOwnDoor = (path: string) => /^\/(session|account|sign-in)/.test(path)

export interface People {
  cookieOf(login: string): string
  /** The session of one of the prey; a new one, and the account as it was, after something became of it. */
  preyCookie(login: string, isSpoilt: boolean): Promise<string>
  readonly preyIds: readonly string[]
  /** The call that must stay as it is. */
  readonly guardedCall: string
}

export async function gather(annai: Annai): Promise<People> {
  const { db, clock } = annai
  const add = (login: string, role: Role) =>
    addOperator(db, { login, name: login, role, password: null }, clock.now())
  for (const [login, role] of Object.entries({
    'second-supervisor': 'supervisor',
    [GUARDED]: 'supervisor',
    ...PREY,
  }))
    await add(login, ROLES.find((each) => each === role) ?? 'operator')
  const ids = new Map<string, string>(
    (await db('operators').select('id', 'login')).map(({ id, login }) => [login, id]),
  )
  const enter = async (login: string) => {
    const session = { operatorId: ids.get(login) ?? '', stage: 'done', method: 'password' } as const
    const from = { address: '127.0.0.1', browser: 'fuzz' }
    const { token } = await openSession(db, { ...session, ...from }, new Date())
    return `annai_session=${token}`
  }
  const cookies = new Map<string, string>()
  for (const login of [...Object.keys(PEOPLE), GUARDED, ...PREY_LOGINS])
    cookies.set(login, await enter(login))
  const cookieOf = (login: string) => cookies.get(login) ?? ''
  const renewed = async (login: string) => {
    const id = ids.get(login) ?? ''
    await db('sessions').where({ operator_id: id }).delete()
    const asNew = { role: PREY[login], disabled_at: null, must_change_password: 0 }
    await db('operators')
      .where({ id })
      .update({ ...asNew, totp_secret: null })
    cookies.set(login, await enter(login))
  }
  await leaveOneOfEach(annai)
  const guarded = new Visitor(() => annai.url)
  guarded.keep(cookieOf(GUARDED))
  const call = await PhoneCall.from(guarded, CALLERS.nakamura.from)
  await call.follow('op_greet next')
  return {
    cookieOf,
    guardedCall: call.id,
    preyIds: PREY_LOGINS.map((login) => ids.get(login) ?? ''),
    async preyCookie(login, isSpoilt) {
      if (isSpoilt) await renewed(login)
      return cookieOf(login)
    },
  }
}
