import { validate as isUuid, v7 as uuid } from 'uuid'
import { type Db, marks, read } from '../db.ts'
import type { Language } from '../scripts/script.ts'
import { hashing } from './hashing.ts'
import type { Operator, Role } from './operator.ts'
import { may, type Permission } from './permissions.ts'

interface Row {
  id: string
  login: string
  name: string
  role: Role
  language: Language
  single_keys: number
  password_hash: string | null
  team_id: string | null
  disabled_at: string | null
}
export const toOperator = (row: Omit<Row, 'password_hash' | 'disabled_at'>): Operator => ({
  id: row.id,
  login: row.login,
  name: row.name,
  role: row.role,
  language: row.language,
  singleKeys: row.single_keys === 1,
  teamId: row.team_id,
})

export interface NewOperator {
  readonly login: string
  readonly name: string
  readonly role: Role
  /** Null: signs in through the company alone. */
  readonly password: string | null
  readonly mustChange?: boolean
  readonly language?: Language
  readonly teamId?: string | null
}

/** Lets somebody in from now on; gives the id. */
export async function addOperator(db: Db, operator: NewOperator, at: Date): Promise<string> {
  const id = uuid()
  await db('operators').insert({
    id,
    login: operator.login.normalize('NFKC'),
    name: operator.name,
    role: operator.role,
    language: operator.language ?? 'ja',
    team_id: operator.teamId ?? null,
    password_hash: operator.password === null ? null : await hashing.hash(operator.password),
    must_change_password: operator.mustChange ? 1 : 0,
    created_at: at.toISOString(),
  })
  return id
}

export async function operatorById(db: Db, id: string): Promise<Operator | null> {
  if (!isUuid(id)) return null
  const row = await db<Row>('operators').where({ id: id.toLowerCase() }).first()
  return row ? toOperator(row) : null
}

/** Somebody to whom work may be given: who works here now, and may do it. Null for anybody else. */
export async function colleagueById(
  db: Db,
  id: string,
  work: Permission,
): Promise<Operator | null> {
  const row = isUuid(id) && (await db<Row>('operators').where({ id: id.toLowerCase() }).first())
  if (!row || row.disabled_at !== null) return null
  const operator = toOperator(row)
  return may(operator.role, work) ? operator : null
}

/** Those with these ids, in no order; also who does not work here any more. */
export async function operatorsByIds(db: Db, ids: readonly string[]): Promise<Operator[]> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return []
  const rows = await read<Row>(db, {
    sql: `select * from operators where id in (${marks(wanted)})`,
    bindings: wanted,
  })
  return rows.map(toOperator)
}

/** Who works here now, and the names by id, of those who have left as well: what they did stays theirs. */
export interface Staff {
  readonly operators: readonly Operator[]
  readonly names: ReadonlyMap<string, string>
}
export async function readStaff(db: Db): Promise<Staff> {
  const rows = await read<Omit<Row, 'password_hash'>>(db, {
    sql: `select id, login, name, role, language, single_keys, team_id, disabled_at from operators order by login`,
    bindings: [],
  })
  return {
    operators: rows.filter((row) => row.disabled_at === null).map(toOperator),
    names: new Map(rows.map((row) => [row.id, row.name])),
  }
}
export const operatorNames = async (db: Db) => (await readStaff(db)).names

export async function setPreferences(
  db: Db,
  id: string,
  preferences: { language: Language; singleKeys: boolean },
): Promise<void> {
  await db('operators')
    .where({ id })
    .update({ language: preferences.language, single_keys: preferences.singleKeys ? 1 : 0 })
}

/** Whether anybody may sign in at all. */
export async function hasOperators(db: Db): Promise<boolean> {
  return (await db('operators').whereNull('disabled_at').first('id')) !== undefined
}
