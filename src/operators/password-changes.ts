import { recordEvent } from '../audit/events.ts'
import type { Account } from './accounts.ts'
import type { Entrance } from './entrance.ts'
import { hashing } from './hashing.ts'
import type { PasswordFault } from './password.ts'
import { faultOfNext, setPassword } from './passwords.ts'
import { endSessions } from './sessions.ts'

/**
 * Gives an operator the password that they have typed twice, and ends their other sessions; null when it is done.
 * `conflict`: it has been changed by another form meanwhile.
 */
export async function takeNewPassword(
  { db, clock, wallClock }: Pick<Entrance, 'db' | 'clock' | 'wallClock'>,
  account: Account,
  typed: { readonly password: string; readonly again: string; readonly session: string },
): Promise<PasswordFault | 'conflict' | null> {
  const fault = await faultOfNext(db, account, typed)
  if (fault !== null) return fault
  const hash = await hashing.hash(typed.password)
  return await db.transaction(async (trx) => {
    const fresh = { hash, seen: account.passwordHash, mustChange: false }
    if (!(await setPassword(trx, account.id, fresh, wallClock.now()))) return 'conflict'
    const ended = await endSessions(trx, account.id, { but: typed.session })
    const by = { at: clock.now(), operatorId: account.id }
    await recordEvent(trx, { ...by, name: 'password_changed', detail: { sessionsEnded: ended } })
    return null
  })
}
