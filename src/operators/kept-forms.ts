import type { Clock } from '../clock.ts'
import type { Db } from '../db.ts'
import { isPassword } from '../web/forms.ts'
import type { Seals } from './seals.ts'
import type { Session } from './session.ts'

/** A form that was sent while its screen was locked, with what was typed into it. */
export interface Kept {
  readonly path: string
  readonly fields: Readonly<Record<string, string | readonly string[]>>
}
interface KeptDeps {
  readonly db: Db
  readonly wallClock: Clock
  readonly seals: Seals
}
type Whose = Pick<Session, 'id' | 'operator'>

const purpose = ({ operator }: Pick<Whose, 'operator'>) => `kept for ${operator.id}`
/** So many of a session; who holds a locked screen fills no disk. */
const MOST = 10
/** So long it can be looked at again after it was given back. */
const GIVEN_MS = 3_600_000

/** Keeps a form for its own operator, sealed; passwords are not in it. */
export async function keepForm(
  { db, wallClock, seals }: KeptDeps,
  session: Whose,
  path: string,
  body: object,
): Promise<void> {
  const fields = Object.entries(body).filter(([name]) => !isPassword(name))
  const text = JSON.stringify({ path, fields: Object.fromEntries(fields) })
  const own = { session_id: session.id }
  const row = {
    ...own,
    mark: seals.mark('kept form', text),
    sealed: seals.seal(text, purpose(session)),
    kept_at: wallClock.now().toISOString(),
  }
  await db('kept_forms').insert(row).onConflict(['session_id', 'mark']).ignore()
  const newest = db('kept_forms').where(own).orderBy('kept_at', 'desc').limit(MOST).select('mark')
  await db('kept_forms').where(own).whereNotIn('mark', newest).delete()
}

/** Whether there is something to give back to whoever has proved who they are; from now on it is. */
export async function giveBack({ db, wallClock }: KeptDeps, sessionId: string): Promise<boolean> {
  const given = await db('kept_forms')
    .where({ session_id: sessionId, given_at: null })
    .update({ given_at: wallClock.now().toISOString() })
  return given > 0
}

/** Whether something waits to be given back. */
export const hasKept = async (db: Db, sessionId: string): Promise<boolean> =>
  (await db('kept_forms').where({ session_id: sessionId, given_at: null }).first('mark')) !==
  undefined

/** What was given back last, in the order in which it was sent. */
export async function givenBack({ db, seals }: KeptDeps, session: Whose): Promise<Kept[]> {
  const own = db('kept_forms').where({ session_id: session.id })
  const rows: { sealed: string }[] = await own
    .clone()
    .where({ given_at: own.clone().max('given_at') })
    .orderBy('kept_at')
    .select('sealed')
  return rows.flatMap(({ sealed }): Kept[] => {
    const opened = seals.open(sealed, purpose(session))
    return opened === null ? [] : [JSON.parse(opened)]
  })
}

/** The same operator has another session now, which has taken the place of this one. */
export async function moveKept(
  trx: Db,
  session: { readonly from: string; readonly to: string },
  operatorId: string,
): Promise<void> {
  const theirs = trx('sessions').where({ id: session.from, operator_id: operatorId }).select('id')
  await trx('kept_forms').whereIn('session_id', theirs).update({ session_id: session.to })
}

/** What was given back a while ago; the rest goes with its session. */
export async function forgetKept(db: Db, now: Date): Promise<void> {
  const before = new Date(now.getTime() - GIVEN_MS).toISOString()
  await db('kept_forms').where('given_at', '<', before).delete()
}
