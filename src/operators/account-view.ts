import type { Wording } from '../web/wording.ts'
import type { AccountPage, EnrolView, SessionLine } from './account-page.ts'
import { accountById } from './accounts.ts'
import type { Entrance } from './entrance.ts'
import { qrOf } from './qr.ts'
import { type NewFactor, recoveryCodesLeft } from './second-factors.ts'
import type { Session } from './session.ts'
import { type OpenSession, sessionsOf } from './sessions.ts'

/** Somebody's own account, as it stands. */
export async function accountPage(
  entrance: Entrance,
  session: Pick<Session, 'id' | 'operator' | 'method' | 'hasFactor'>,
  wording: Wording,
  given: Partial<Pick<AccountPage, 'enrol' | 'wrong' | 'done'>> = {},
): Promise<AccountPage> {
  const { operator, method } = session
  const [codesLeft, sessions, account] = await Promise.all([
    recoveryCodesLeft(entrance.db, operator.id),
    sessionsOf(entrance, operator.id),
    accountById(entrance.db, operator.id),
  ])
  return {
    login: operator.login,
    hasPassword: method === 'password',
    hasFactor: account?.hasFactor ?? false,
    needsFactor: entrance.signIn.secondFactorRoles.includes(operator.role),
    codesLeft,
    sessions: sessions.map((each) => sessionLine(each, session.id, wording)),
    enrol: null,
    wrong: null,
    done: '',
    ...given,
  }
}

/** A session as its owner, or an administrator, knows it again. */
export function sessionLine(each: OpenSession, own: string, { t, fmt }: Wording): SessionLine {
  return {
    id: each.id,
    since: fmt.instant(each.createdAt),
    used: fmt.instant(each.usedAt),
    address: each.address || t.account.sessions.unknown,
    browser: each.browser || t.account.sessions.unknown,
    isThis: each.id === own,
  }
}

export function enrolView(
  { secret, uri, sealed }: NewFactor,
  action: string,
  error: EnrolView['error'] = null,
): EnrolView {
  const inGroups = secret.match(/.{1,4}/g)?.join(' ') ?? ''
  return { qr: qrOf(uri), secret: inGroups, sealed, action, asksPassword: false, error }
}
