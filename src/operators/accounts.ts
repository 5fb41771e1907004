import { validate as isUuid } from 'uuid'
import { type Db, read } from '../db.ts'
import type { Operator, Role } from './operator.ts'
import { toOperator } from './operators.ts'
import type { Method, Stage } from './session.ts'
import type { CompanySignIn } from './sign-in-settings.ts'

/** An operator as one who gets in, or does not. */
export interface Account extends Operator {
  readonly passwordHash: string | null
  readonly mustChange: boolean
  readonly hasFactor: boolean
  readonly byCompany: boolean
  readonly disabledAt: string | null
  readonly createdAt: string
}

type OperatorRow = Parameters<typeof toOperator>[0]
interface AccountRow extends OperatorRow {
  readonly password_hash: string | null
  readonly must_change_password: number
  readonly totp_secret: string | null
  readonly oidc_subject: string | null
  readonly disabled_at: string | null
  readonly created_at: string
}
const toAccount = (row: AccountRow): Account => ({
  ...toOperator(row),
  passwordHash: row.password_hash,
  mustChange: row.must_change_password === 1,
  hasFactor: row.totp_secret !== null,
  byCompany: row.oidc_subject !== null,
  disabledAt: row.disabled_at,
  createdAt: row.created_at,
})
const SELECT = 'select * from operators'

async function one(db: Db, where: string, bindings: readonly string[]): Promise<Account | null> {
  const [row] = await read<AccountRow>(db, { sql: `${SELECT} where ${where}`, bindings })
  return row ? toAccount(row) : null
}
export const accountByLogin = (db: Db, login: string) => one(db, 'login = ?', [login])
export const accountById = async (db: Db, id: string) =>
  isUuid(id) ? one(db, 'id = ?', [id.toLowerCase()]) : null
export const accountOfCompany = (db: Db, issuer: string, subject: string) =>
  one(db, 'oidc_issuer = ? and oidc_subject = ?', [issuer, subject])

/** Everybody, also who has left, by user name. */
export async function allAccounts(db: Db): Promise<Account[]> {
  const rows = await read<AccountRow>(db, { sql: `${SELECT} order by login`, bindings: [] })
  return rows.map(toAccount)
}

/** The administrators who can get in: by the company's sign-in nobody can where there is none, by a password where it is the only way. */
export function administrators(
  db: Db,
  company: Pick<CompanySignIn, 'only'> | null,
): ReturnType<Db> {
  const all = db('operators').where({ role: 'admin', disabled_at: null })
  if (company === null) return all.whereNotNull('password_hash')
  return company.only ? all.whereNotNull('oidc_subject') : all
}

/** What comes next for somebody who has proved this much. */
export function stageAfter(
  account: Pick<Account, 'hasFactor' | 'mustChange' | 'role'>,
  { method, coded }: { readonly method: Method; readonly coded: boolean },
  secondFactorRoles: readonly Role[],
): Stage {
  if (method === 'company') return 'done'
  if (account.hasFactor && !coded) return 'code'
  if (account.mustChange) return 'password'
  return !account.hasFactor && secondFactorRoles.includes(account.role) ? 'enrol' : 'done'
}
