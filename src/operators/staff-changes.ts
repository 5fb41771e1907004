import { type EventName, recordEvent } from '../audit/events.ts'
import { alone, type Db, isAlreadyTaken } from '../db.ts'
import { type Account, administrators } from './accounts.ts'
import type { Entrance } from './entrance.ts'
import { hashing } from './hashing.ts'
import type { Role } from './operator.ts'
import { addOperator } from './operators.ts'
import { readableCode, setPassword } from './passwords.ts'
import { removeFactor } from './second-factors.ts'
import { endSessions } from './sessions.ts'
import { clearTries } from './signing-in.ts'

/** What changes who works here is written down with it, in the name of whoever did it; null: by a command. */
export interface StaffDeps extends Pick<Entrance, 'db' | 'clock' | 'wallClock' | 'seals'> {
  readonly byId: string | null
}
/** Of those who get in, some are needed. */
interface RoleDeps extends StaffDeps, Pick<Entrance, 'signIn'> {}
/** `own`: for oneself there is `/account`, which asks for proof; and nobody gives themselves another role. */
export type Refusal = 'taken' | 'lastAdmin' | 'conflict' | 'own'

export const LOGIN = /^[a-z0-9][a-z0-9._-]{0,59}$/
export const LONGEST_NAME = 100

const record = (
  { clock, byId }: StaffDeps,
  trx: Db,
  name: EventName,
  detail: Readonly<Record<string, unknown>>,
) => recordEvent(trx, { name, at: clock.now(), operatorId: byId, detail })

/** Lets somebody in from now on; gives the id. */
export async function addStaff(
  deps: StaffDeps,
  person: { login: string; name: string; role: Role; password: string; mustChange: boolean },
): Promise<{ readonly id: string } | 'taken'> {
  try {
    return await deps.db.transaction(async (trx) => {
      const id = await addOperator(trx, person, deps.clock.now())
      await record(deps, trx, 'operator_added', { operator: id, role: person.role })
      return { id }
    })
  } catch (error) {
    if (isAlreadyTaken(error)) return 'taken'
    throw error
  }
}

/** One change at a time, so that two administrators cannot remove each other. */
export const changing = <T>({ db }: Pick<StaffDeps, 'db'>, work: (trx: Db) => Promise<T>) =>
  alone(db, 'annai operators', work)

/** Whether nobody could add an administrator any more without this one. */
export const isLastAdmin = async (
  { signIn }: Pick<Entrance, 'signIn'>,
  trx: Db,
  { id, role, disabledAt }: Account,
): Promise<boolean> => {
  if (role !== 'admin' || disabledAt !== null) return false
  const others = administrators(trx, signIn.company).whereNot({ id })
  return (await others.first('id')) === undefined
}

/** Gives another role, if the present one is still the one that was seen. It holds from the next request on. */
export const changeRole = (deps: RoleDeps, account: Account, role: Role): Promise<Refusal | null> =>
  changing(deps, async (trx) => {
    if (role !== 'admin' && (await isLastAdmin(deps, trx, account))) return 'lastAdmin'
    if (account.id === deps.byId) return 'own'
    const seen = { id: account.id, role: account.role }
    if ((await trx('operators').where(seen).update({ role })) === 0) return 'conflict'
    const detail = { operator: account.id, from: account.role, to: role }
    await record(deps, trx, 'operator_role_changed', detail)
    return null
  })

/** Keeps somebody out from this moment on; what they did stays theirs. */
export const disable = (deps: RoleDeps, account: Account): Promise<Refusal | null> =>
  changing(deps, async (trx) => {
    if (await isLastAdmin(deps, trx, account)) return 'lastAdmin'
    const at = deps.clock.now().toISOString()
    const seen = { id: account.id, disabled_at: null }
    if ((await trx('operators').where(seen).update({ disabled_at: at })) === 0) return null
    const sessionsEnded = await endSessions(trx, account.id)
    await record(deps, trx, 'operator_disabled', { operator: account.id, sessionsEnded })
    return null
  })

export const enable = (deps: StaffDeps, { id }: Account): Promise<Refusal | null> =>
  changing(deps, async (trx) => {
    const back = trx('operators').where({ id }).whereNotNull('disabled_at')
    if ((await back.update({ disabled_at: null })) > 0)
      await record(deps, trx, 'operator_enabled', { operator: id })
    return null
  })

/** Makes a password that works until its owner has signed in with it, and ends what the one before had opened. */
export async function resetPassword(deps: StaffDeps, account: Account): Promise<string | Refusal> {
  if (account.id === deps.byId) return 'own'
  // Whoever comes by the company's sign-in has no password here, and gets none.
  if (account.byCompany) return 'conflict'
  const password = readableCode(4)
  const hash = await hashing.hash(password)
  return await changing(deps, async (trx) => {
    const fresh = { hash, seen: account.passwordHash, mustChange: true }
    if (!(await setPassword(trx, account.id, fresh, deps.wallClock.now()))) return 'conflict'
    await clearTries(deps, trx, account.login)
    const sessionsEnded = await endSessions(trx, account.id)
    await record(deps, trx, 'operator_password_reset', { operator: account.id, sessionsEnded })
    return password
  })
}

/** For somebody who has lost the device and the codes; whether there was a second factor. */
export const resetFactor = (deps: StaffDeps, { id }: Account): Promise<boolean> =>
  changing(deps, async (trx) => {
    if (!(await removeFactor(trx, id))) return false
    const sessionsEnded = await endSessions(trx, id)
    await record(deps, trx, 'operator_second_factor_reset', { operator: id, sessionsEnded })
    return true
  })

/** Forgets the wrong tries of an account; whether there were any. */
export const unlock = (deps: StaffDeps, { id, login }: Account): Promise<boolean> =>
  deps.db.transaction(async (trx) => {
    const had = await clearTries(deps, trx, login)
    if (had) await record(deps, trx, 'operator_unlocked', { operator: id })
    return had
  })

/** Ends one session of somebody, or all of them. */
export const endStaffSessions = (deps: StaffDeps, { id }: Account, only: string): Promise<number> =>
  deps.db.transaction(async (trx) => {
    const sessionsEnded = await endSessions(trx, id, only ? { only } : {})
    if (sessionsEnded > 0)
      await record(deps, trx, 'sessions_ended', { operator: id, sessionsEnded })
    return sessionsEnded
  })
