import { type EventName, recordEvent } from '../audit/events.ts'
import type { Db } from '../db.ts'
import { type Account, accountByLogin } from './accounts.ts'
import type { Entrance } from './entrance.ts'
import { hashing } from './hashing.ts'
import {
  forgetTries,
  giveTryBack,
  TRIES,
  type Tried,
  takeTry,
  triedAddress,
  triedLogin,
} from './tries.ts'

export type SignInDeps = Pick<Entrance, 'db' | 'clock' | 'wallClock' | 'seals' | 'signIn'>

/** `many`: from this address there were too many. Why one was refused is in the log alone. */
export type Attempt<Right> =
  | { readonly kind: 'right'; readonly right: Right }
  | { readonly kind: 'refused' }
  | { readonly kind: 'many' }

interface Attempted {
  readonly login: string
  readonly address: string
}

/**
 * Tries a password. Whoever is unknown, disabled, locked or wrong gets the same answer after the same work: the same
 * statements, one hash, one line in the log.
 */
export async function tryPassword(
  deps: SignInDeps,
  { login, password, address }: Attempted & { readonly password: string },
): Promise<Attempt<Account>> {
  const account = await accountByLogin(deps.db, login)
  return await attempt(
    deps,
    { login, address, operatorId: account?.id ?? null },
    async (locked) => {
      const matches = await hashing.verify(account?.passwordHash ?? null, password)
      if (account === null) return { reason: 'unknown' }
      if (account.disabledAt !== null) return { reason: 'disabled' }
      if (locked) return { reason: 'locked' }
      return matches ? { right: account } : { reason: 'password' }
    },
  )
}

type Outcome<Right> = { readonly right: Right } | { readonly reason: string }

/** Tries anything that is secret: counted by user name and by address, and on the record when it was wrong. */
export async function attempt<Right>(
  deps: SignInDeps,
  whose: Attempted & { readonly operatorId: string | null },
  work: (locked: boolean) => Promise<Outcome<Right>>,
  name: EventName = 'sign_in_refused',
): Promise<Attempt<Right>> {
  const { db, clock, wallClock, signIn } = deps
  const [byLogin, byAddress] = triesOf(deps, whose)
  const fromAddress = await takeTry(db, byAddress, wallClock.now())
  const refuse = async (reason: string) =>
    recordEvent(db, {
      name,
      refused: true,
      at: clock.now(),
      operatorId: whose.operatorId,
      detail: { reason },
    })
  if (fromAddress > signIn.triesPerAddress) {
    // Once: a flood is not to fill the log as well.
    if (fromAddress === signIn.triesPerAddress + 1) await refuse('address')
    return { kind: 'many' }
  }
  const tries = await takeTry(db, byLogin, wallClock.now())
  const forget = () => Promise.all([giveTryBack(db, byLogin), giveTryBack(db, byAddress)])
  const outcome = await work(tries > TRIES).catch(async (error: unknown) => {
    await forget()
    throw error
  })
  if ('right' in outcome) {
    await forget()
    return { kind: 'right', right: outcome.right }
  }
  await refuse(outcome.reason)
  if (tries === TRIES && whose.operatorId !== null)
    await recordEvent(db, { name: 'account_locked', at: clock.now(), operatorId: whose.operatorId })
  return { kind: 'refused' }
}

const triesOf = ({ seals, signIn }: SignInDeps, { login, address }: Attempted): [Tried, Tried] => [
  triedLogin(seals, login),
  triedAddress(seals, address, signIn.triesPerAddress),
]

/** Somebody has come in: what was tried before does not count any more. */
export const clearTries = (
  deps: Pick<Entrance, 'seals'>,
  db: Db,
  login: string,
): Promise<boolean> => forgetTries(db, triedLogin(deps.seals, login))
