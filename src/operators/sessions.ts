import { createHash, randomBytes } from 'node:crypto'
import { type Db, read } from '../db.ts'
import type { Operator } from './operator.ts'
import { toOperator } from './operators.ts'

export const SESSION_HOURS = 12

/** Only a hash of the token is kept: whoever reads the table cannot use it. */
const idOf = (token: string) => createHash('sha256').update(token).digest('hex')

/** Opens a session; gives the token for the cookie. Sessions follow the real time, also when a demo moves its clock. */
export async function openSession(db: Db, operatorId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const now = Date.now()
  await db('sessions').where('expires_at', '<', new Date(now).toISOString()).delete()
  await db('sessions').insert({
    id: idOf(token),
    operator_id: operatorId,
    created_at: new Date(now).toISOString(),
    expires_at: new Date(now + SESSION_HOURS * 3_600_000).toISOString(),
  })
  return token
}

type SessionRow = Parameters<typeof toOperator>[0]

export async function operatorOfSession(db: Db, token: string): Promise<Operator | null> {
  const [row] = await read<SessionRow>(db, {
    sql: `select operators.id, login, name, role, language, single_keys, team_id
          from sessions join operators on operators.id = sessions.operator_id
          where sessions.id = ? and sessions.expires_at > ? and operators.disabled_at is null`,
    bindings: [idOf(token), new Date().toISOString()],
  })
  return row ? toOperator(row) : null
}

/** Who is signed in now. */
export async function presentOperators(db: Db): Promise<Set<string>> {
  const rows: { operator_id: string }[] = await db('sessions')
    .where('expires_at', '>', new Date().toISOString())
    .distinct('operator_id')
  return new Set(rows.map((row) => row.operator_id))
}

export async function closeSession(db: Db, token: string): Promise<void> {
  await db('sessions')
    .where({ id: idOf(token) })
    .delete()
}
