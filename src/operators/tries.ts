import { isIPv6 } from 'node:net'
import { type Db, isPostgres, read } from '../db.ts'
import type { Seals } from './seals.ts'

/** PCI DSS 8.3.4: ten tries, then half an hour. */
export const TRIES = 10
const ACCOUNT_MS = 30 * 60_000
const ADDRESS_MS = 15 * 60_000

/** Something whose tries are counted: a user name, known here or not, a network address, or a session. */
export interface Tried {
  readonly key: string
  readonly most: number
  readonly forMs: number
}

export const triedLogin = (seals: Seals, login: string): Tried => ({
  key: seals.mark('login', login),
  most: TRIES,
  forMs: ACCOUNT_MS,
})
export const triedSession = (seals: Seals, id: string): Tried => ({
  key: seals.mark('session', id),
  most: TRIES,
  forMs: ACCOUNT_MS,
})
export const triedAddress = (seals: Seals, address: string, most: number): Tried => ({
  key: seals.mark('address', networkOf(address)),
  most,
  forMs: ADDRESS_MS,
})

/** Whoever has one IPv6 address has 2^64 of them. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  if (address.startsWith('::ffff:')) return address.slice(7)
  const [head = '', tail] = address.split('::')
  const groups = head.split(':').filter((group) => group !== '')
  if (tail === undefined) return groups.slice(0, 4).join(':')
  const after = tail.split(':').filter((group) => group !== '')
  const zeros = Array.from({ length: 8 - groups.length - after.length }, () => '0')
  return [...groups, ...zeros, ...after].slice(0, 4).join(':')
}

/**
 * Counts a try before it is known how it ends, so that a hundred at once are no more than a hundred in a row; gives
 * which try it is. Beyond the limit the time is not made longer by trying on.
 */
export async function takeTry(db: Db, { key, most, forMs }: Tried, now: Date): Promise<number> {
  const at = now.toISOString()
  const until = new Date(now.getTime() + forMs).toISOString()
  const answer = await db.raw(
    `insert into sign_in_tries (key, tries, until) values (?, 1, ?)
     on conflict (key) do update set
       tries = case when sign_in_tries.until <= ? then 1 else sign_in_tries.tries + 1 end,
       until = case when sign_in_tries.until > ? and sign_in_tries.tries >= ?
                    then sign_in_tries.until else excluded.until end
     returning tries`,
    [key, until, at, at, most],
  )
  const [row]: { tries: number }[] = isPostgres(db) ? answer.rows : answer
  return row?.tries ?? 1
}

/** A try that was right counts for nothing. */
export async function giveTryBack(db: Db, { key }: Tried): Promise<void> {
  await db('sign_in_tries').where({ key }).where('tries', '>', 0).decrement('tries', 1)
}

/** Forgets what was tried; whether there was something. */
export async function forgetTries(db: Db, { key }: Tried): Promise<boolean> {
  return (await db('sign_in_tries').where({ key }).delete()) > 0
}

/** Until when each of these is locked. */
export async function lockedUntil(
  db: Db,
  tried: readonly Tried[],
  now: Date,
): Promise<ReadonlyMap<string, string>> {
  const rows = await read<{ key: string; tries: number; until: string }>(db, {
    sql: 'select key, tries, until from sign_in_tries where until > ?',
    bindings: [now.toISOString()],
  })
  const mosts = new Map(tried.map(({ key, most }) => [key, most]))
  return new Map(
    rows
      .filter(({ key, tries }) => tries >= (mosts.get(key) ?? Number.POSITIVE_INFINITY))
      .map(({ key, until }) => [key, until]),
  )
}

/** Nothing of where somebody was stays longer than it is counted. */
export async function forgetOldTries(db: Db, now: Date): Promise<void> {
  await db('sign_in_tries').where('until', '<=', now.toISOString()).delete()
}
