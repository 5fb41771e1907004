import type { Wording } from '../web/wording.ts'
import { sessionLine } from './account-view.ts'
import { type Account, allAccounts } from './accounts.ts'
import type { Entrance } from './entrance.ts'
import { ROLES } from './operator.ts'
import { countSessions, sessionsOf } from './sessions.ts'
import type { StaffLine, StaffOnePage, StaffPage, StaffTyped } from './staff-page.ts'
import { lockedUntil, triedLogin } from './tries.ts'

const rolesIn = ({ t }: Wording) => ROLES.map((value) => ({ value, label: t.terms.role[value] }))

interface Surroundings {
  readonly locked: ReadonlyMap<string, string>
  readonly places: ReadonlyMap<string, number>
}
async function around(entrance: Entrance, accounts: readonly Account[]): Promise<Surroundings> {
  const { db, seals, wallClock } = entrance
  const tried = accounts.map(({ login }) => triedLogin(seals, login))
  const [locked, places] = await Promise.all([
    lockedUntil(db, tried, wallClock.now()),
    countSessions(entrance),
  ])
  return { locked, places }
}

/** All who work here, and how they stand. */
export async function staffPage(
  entrance: Entrance,
  wording: Wording,
  typed: StaffTyped | null,
): Promise<StaffPage> {
  const accounts = await allAccounts(entrance.db)
  const surroundings = await around(entrance, accounts)
  const lines = accounts.map((each) => lineOf(entrance, each, surroundings, wording))
  return { lines, roles: rolesIn(wording), typed }
}

/** One of them, with what an administrator may do. */
export async function staffOnePage(
  entrance: Entrance,
  account: Account,
  wording: Wording,
  given: Pick<StaffOnePage, 'isOwn'> & Partial<Pick<StaffOnePage, 'error' | 'done' | 'password'>>,
): Promise<StaffOnePage> {
  const surroundings = await around(entrance, [account])
  const sessions = await sessionsOf(entrance, account.id)
  return {
    ...lineOf(entrance, account, surroundings, wording),
    roles: rolesIn(wording),
    roleValue: account.role,
    isDisabled: account.disabledAt !== null,
    hasPassword: account.passwordHash !== null,
    sessions: sessions.map((each) => sessionLine(each, '', wording)),
    error: '',
    done: '',
    password: '',
    ...given,
  }
}

function lineOf(
  { seals, signIn }: Entrance,
  account: Account,
  { locked, places }: Surroundings,
  { t, fmt }: Wording,
): StaffLine {
  const until = locked.get(triedLogin(seals, account.login).key)
  const state = stateOf(account, until !== undefined)
  const { lockedUntil: words, states } = t.staff
  return {
    id: account.id,
    login: account.login,
    name: account.name,
    role: t.terms.role[account.role],
    state,
    stateWords: state === 'locked' && until ? words(fmt.time(until)) : states[state],
    hasFactor: account.hasFactor,
    needsFactor: account.passwordHash !== null && signIn.secondFactorRoles.includes(account.role),
    byCompany: account.byCompany,
    places: places.get(account.id) ?? 0,
  }
}

function stateOf({ disabledAt, mustChange }: Account, isLocked: boolean): StaffLine['state'] {
  if (disabledAt !== null) return 'disabled'
  if (isLocked) return 'locked'
  return mustChange ? 'first' : 'active'
}
