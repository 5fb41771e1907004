import { randomInt } from 'node:crypto'
import type { Db } from '../db.ts'
import { hashing } from './hashing.ts'
import { faultOf, type PasswordFault } from './password.ts'

/** PCI DSS 8.3.7: a new password is none of the last four, of which one is the present one. */
const OLD_ONES = 3

export interface PasswordOwner {
  readonly id: string
  readonly login: string
  readonly name: string
}

let common: Promise<ReadonlySet<string>> | undefined
/** Half a megabyte, needed only when somebody sets a password. */
const commonPasswords = (): Promise<ReadonlySet<string>> => {
  common ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set(dictionary['passwords-common']),
  )
  return common
}

/** Why this cannot be the password of somebody who is new here. */
export const faultOfFirst = async (
  password: string,
  whose: Omit<PasswordOwner, 'id'>,
): Promise<PasswordFault | null> => faultOf(password, whose, await commonPasswords())

/** Why this cannot be the next password of an operator; null when it can. */
export async function faultOfNext(
  db: Db,
  owner: PasswordOwner,
  { password, again }: { readonly password: string; readonly again: string },
): Promise<PasswordFault | null> {
  const fault = await faultOfFirst(password, owner)
  if (fault !== null) return fault
  if (password !== again) return 'differs'
  const old = await db('old_passwords')
    .where({ operator_id: owner.id })
    .orderBy('left_at', 'desc')
    .limit(OLD_ONES)
    .pluck('password_hash')
  for (const each of [await hashOf(db, owner.id), ...old])
    if (await hashing.verify(each, password)) return 'used'
  return null
}

export async function hashOf(db: Db, operatorId: string): Promise<string | null> {
  const row: { password_hash: string | null } | undefined = await db('operators')
    .where({ id: operatorId })
    .first('password_hash')
  return row?.password_hash ?? null
}

/**
 * Puts a new password in the place of the one that was seen, which is kept among the old ones; false when somebody
 * else has put another one there meanwhile. In a transaction.
 */
export async function setPassword(
  trx: Db,
  operatorId: string,
  fresh: { readonly hash: string; readonly seen: string | null; readonly mustChange: boolean },
  at: Date,
): Promise<boolean> {
  const changed = await trx('operators')
    .where({ id: operatorId, password_hash: fresh.seen })
    .update({ password_hash: fresh.hash, must_change_password: fresh.mustChange ? 1 : 0 })
  if (changed === 0) return false
  if (fresh.seen === null) return true
  const left = { operator_id: operatorId, left_at: at.toISOString(), password_hash: fresh.seen }
  await trx('old_passwords').insert(left)
  const kept = trx('old_passwords')
    .where({ operator_id: operatorId })
    .orderBy('left_at', 'desc')
    .limit(OLD_ONES)
    .select('left_at')
  await trx('old_passwords').where({ operator_id: operatorId }).whereNotIn('left_at', kept).delete()
  return true
}

/** Letters and digits that are not mistaken for each other when they are read from paper. */
const READABLE = 'abcdefghjkmnpqrstuvwxyz23456789'
/** Something to be written down once: groups of four, 20 bits each. */
export const readableCode = (groups: number): string =>
  Array.from({ length: groups }, () =>
    Array.from({ length: 4 }, () => READABLE[randomInt(READABLE.length)]).join(''),
  ).join('-')
