import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { type Db, read } from '../db.ts'
import { moveKept } from './kept-forms.ts'
import type { Operator } from './operator.ts'
import { toOperator } from './operators.ts'
import {
  IDLE_END_HOURS,
  type Method,
  PENDING_MINUTES,
  SESSION_HOURS,
  type Session,
  type Stage,
} from './session.ts'
import type { SignInSettings } from './sign-in-settings.ts'

/** What sessions are read with; they follow the real time, also when a demo moves its clock. */
export interface SessionDeps {
  readonly db: Db
  readonly wallClock: Clock
  readonly signIn: Pick<SignInSettings, 'idleLockMs' | 'secondFactorRoles'>
}

/** Only a hash of the token is kept: whoever reads the table cannot use it. */
const idOf = (token: string) => createHash('sha256').update(token).digest('hex')

const HOUR_MS = 3_600_000
/** Being used is written down once a minute at most. */
const TOUCH_MS = 60_000
const before = (now: Date, ms: number) => new Date(now.getTime() - ms).toISOString()
const idleEnd = (now: Date) => before(now, IDLE_END_HOURS * HOUR_MS)

export interface NewSession {
  readonly operatorId: string
  readonly stage: Stage
  readonly method: Method
  readonly address: string
  readonly browser: string
}

/** Opens a session; gives the token for the cookie, and what the session is called in the database. */
export async function openSession(
  db: Db,
  session: NewSession,
  now: Date,
): Promise<{ readonly token: string; readonly id: string }> {
  const token = randomBytes(32).toString('base64url')
  const lasts = session.stage === 'done' ? SESSION_HOURS * HOUR_MS : PENDING_MINUTES * 60_000
  const id = idOf(token)
  await db('sessions').insert({
    id,
    operator_id: session.operatorId,
    created_at: now.toISOString(),
    used_at: now.toISOString(),
    expires_at: new Date(now.getTime() + lasts).toISOString(),
    stage: session.stage,
    method: session.method,
    address: session.address.slice(0, 45),
    browser: session.browser,
  })
  return { token, id }
}

/** Lets go of the sessions that are over, with all that hangs on them. */
export async function forgetOldSessions(db: Db, now: Date): Promise<void> {
  await db('sessions')
    .where('expires_at', '<=', now.toISOString())
    .orWhere('used_at', '<=', idleEnd(now))
    .delete()
}

type OperatorRow = Parameters<typeof toOperator>[0]
interface SessionRow extends OperatorRow {
  readonly session: string
  readonly used_at: string
  readonly locked_at: string | null
  readonly stage: Stage
  readonly method: Method
  readonly must_change_password: number
  readonly has_factor: number
}

/** Whose session this is and how it stands; null when there is none, or its operator may not work here any more. */
export async function findSession(deps: SessionDeps, token: string): Promise<Session | null> {
  const now = deps.wallClock.now()
  const [row] = await read<SessionRow>(deps.db, {
    sql: `select operators.id, login, name, role, language, single_keys, team_id, must_change_password,
                 case when totp_secret is null then 0 else 1 end as has_factor,
                 sessions.id as session, used_at, locked_at, stage, method
          from sessions join operators on operators.id = sessions.operator_id
          where sessions.id = ? and expires_at > ? and used_at > ? and disabled_at is null`,
    bindings: [idOf(token), now.toISOString(), idleEnd(now)],
  })
  if (!row) return null
  const leftMs = Date.parse(row.used_at) + deps.signIn.idleLockMs - now.getTime()
  const isLocked = row.locked_at !== null || leftMs <= 0
  const stage = stageNow(row, deps)
  // Only a whole sign-in can be taken up again; half of one is begun anew.
  if (isLocked && stage !== 'done') return null
  return {
    id: row.session,
    operator: toOperator(row),
    stage,
    method: row.method,
    hasFactor: row.has_factor === 1,
    usedAt: row.used_at,
    isLocked,
    leftMs,
  }
}

/** A new role may ask for more than was given when the session was opened. */
function stageNow(row: SessionRow, { signIn }: SessionDeps): Stage {
  if (row.stage !== 'done' || row.method === 'company') return row.stage
  if (row.must_change_password === 1) return 'password'
  return row.has_factor === 0 && signIn.secondFactorRoles.includes(row.role) ? 'enrol' : 'done'
}

/** Who may work with this session now; nobody while it is locked. */
export async function operatorOfSession(
  deps: SessionDeps,
  token: string,
): Promise<Operator | null> {
  const session = await findSession(deps, token)
  return session?.stage === 'done' && !session.isLocked ? session.operator : null
}

/** Keeps a session from being locked, as somebody is there. */
export async function touchSession(
  { db, wallClock }: SessionDeps,
  session: Session,
): Promise<void> {
  const now = wallClock.now()
  if (session.usedAt > before(now, TOUCH_MS)) return
  await db('sessions').where({ id: session.id }).update({ used_at: now.toISOString() })
}

/** Locks it, as somebody wants; false when it was locked already. */
export async function lockSession(
  { db, wallClock }: SessionDeps,
  { id, isLocked }: Session,
): Promise<boolean> {
  const at = wallClock.now().toISOString()
  const open = db('sessions').where({ id, locked_at: null })
  return (await open.update({ locked_at: at })) > 0 && !isLocked
}

/** Who is signed in now. */
export async function presentOperators(db: Db, now: Date): Promise<Set<string>> {
  const rows: { operator_id: string }[] = await db('sessions')
    .where('expires_at', '>', now.toISOString())
    .where('used_at', '>', idleEnd(now))
    .where({ stage: 'done' })
    .distinct('operator_id')
  return new Set(rows.map((row) => row.operator_id))
}

/** Puts a session in the place of the one before: what was kept for the same operator goes on with it. */
export async function replaceSession(
  trx: Db,
  { before, fresh }: { readonly before: string; readonly fresh: NewSession },
  now: Date,
): Promise<{ readonly token: string; readonly id: string }> {
  const opened = await openSession(trx, fresh, now)
  await moveKept(trx, { from: idOf(before), to: opened.id }, fresh.operatorId)
  await closeSession(trx, before)
  return opened
}

export async function closeSession(db: Db, token: string): Promise<void> {
  await db('sessions')
    .where({ id: idOf(token) })
    .delete()
}

/** Ends the sessions of an operator: all, one of them, or all but one; gives how many. */
export const endSessions = (
  db: Db,
  operatorId: string,
  which: { readonly only?: string; readonly but?: string } = {},
): Promise<number> =>
  db('sessions')
    .where({ operator_id: operatorId, ...(which.only ? { id: which.only } : {}) })
    .whereNot({ id: which.but ?? '' })
    .delete()

export interface OpenSession {
  readonly id: string
  readonly operatorId: string
  readonly createdAt: string
  readonly usedAt: string
  readonly address: string
  readonly browser: string
}
/** The sessions of some operators that last, the newest first. */
export async function sessionsOf(
  { db, wallClock }: SessionDeps,
  operatorId: string,
): Promise<OpenSession[]> {
  const now = wallClock.now()
  return await db('sessions')
    .where({ operator_id: operatorId, stage: 'done' })
    .where('expires_at', '>', now.toISOString())
    .where('used_at', '>', idleEnd(now))
    .orderBy('created_at', 'desc')
    .select('id', 'address', 'browser')
    .select({ operatorId: 'operator_id', createdAt: 'created_at', usedAt: 'used_at' })
}

/** How many sessions last, by operator. */
export async function countSessions({ db, wallClock }: SessionDeps): Promise<Map<string, number>> {
  const now = wallClock.now()
  const rows = await read<{ operator_id: string; n: number | string }>(db, {
    sql: `select operator_id, count(*) as n from sessions
          where stage = 'done' and expires_at > ? and used_at > ? group by operator_id`,
    bindings: [now.toISOString(), idleEnd(now)],
  })
  return new Map(rows.map((row) => [row.operator_id, Number(row.n)]))
}
