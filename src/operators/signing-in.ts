import { type EventName, recordEvent } from '../audit/events.ts'
import { originNow } from '../audit/origin.ts'
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
  triedSession,
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
interface Whose {
  readonly operatorId: string | null
}

/** Tries to sign in: counted by user name and by address, and on the record when it was wrong. */
export async function attempt<Right>(
  deps: SignInDeps,
  whose: Attempted & Whose,
  work: (locked: boolean) => Promise<Outcome<Right>>,
): Promise<Attempt<Right>> {
  const { db, seals, signIn } = deps
  const byAddress = triedAddress(seals, whose.address, signIn.triesPerAddress)
  const refuse = (reason: string) => refused(deps, 'sign_in_refused', whose, reason)
  if (await isTooMany(deps, byAddress, refuse)) return { kind: 'many' }
  const tried = [triedLogin(seals, whose.login), byAddress] as const
  const { outcome, tries } = await counted(deps, tried, (times) => work(times > TRIES))
  if ('right' in outcome) return { kind: 'right', right: outcome.right }
  await refuse(outcome.reason)
  if (tries === TRIES && whose.operatorId !== null)
    await recordEvent(db, {
      name: 'account_locked',
      at: deps.clock.now(),
      operatorId: whose.operatorId,
    })
  return { kind: 'refused' }
}

/** Whoever comes back from the company without what was begun here: counted by address; whether there were too many. */
export async function refuseReturn(
  deps: SignInDeps,
  address: string,
  code: string,
): Promise<boolean> {
  const refuse = (reason: string, more = {}) =>
    refused(deps, 'sign_in_refused', { operatorId: null }, reason, more)
  const byAddress = triedAddress(deps.seals, address, deps.signIn.triesPerAddress)
  if (await isTooMany(deps, byAddress, refuse)) return true
  await refuse('company', { code })
  return false
}

/** Counts one more from an address. A flood is on the record once: it is not to fill the log as well. */
async function isTooMany(
  { db, wallClock }: SignInDeps,
  byAddress: Tried,
  refuse: (reason: string) => Promise<void>,
): Promise<boolean> {
  const tries = await takeTry(db, byAddress, wallClock.now())
  if (tries <= byAddress.most) return false
  if (tries === byAddress.most + 1) await refuse('address')
  const origin = originNow()
  if (origin) origin.refused = true
  return true
}

/**
 * Whether somebody who has a session proves once more who they are: at a locked screen, or before something of weight.
 * Wrong ones count for this session alone. Nobody else, wherever they are, can lock an operator out of a call that goes
 * on; and whoever holds a stolen session has ten tries and no more.
 */
export async function prove(
  deps: SignInDeps,
  session: { readonly id: string; readonly operator: { readonly id: string } },
  name: EventName,
  faultIn: () => Promise<string | null>,
): Promise<boolean> {
  const refuse = (reason: string) =>
    refused(deps, name, { operatorId: session.operator.id }, reason)
  const { outcome, tries } = await counted(
    deps,
    [triedSession(deps.seals, session.id)],
    async (times): Promise<Outcome<true>> => {
      const reason = times > TRIES ? 'locked' : await faultIn()
      return reason === null ? { right: true } : { reason }
    },
  )
  if ('right' in outcome) return true
  if (tries <= TRIES + 1) await refuse(outcome.reason)
  return false
}

/** Counts a try before it is made; one that was right, or could not be made, counts for nothing. */
async function counted<Right>(
  { db, wallClock }: SignInDeps,
  [first, ...others]: readonly [Tried, ...Tried[]],
  work: (times: number) => Promise<Outcome<Right>>,
): Promise<{ readonly outcome: Outcome<Right>; readonly tries: number }> {
  const tries = await takeTry(db, first, wallClock.now())
  const giveBack = () => Promise.all([first, ...others].map((each) => giveTryBack(db, each)))
  const outcome = await work(tries).catch(async (error: unknown) => {
    await giveBack()
    throw error
  })
  if ('right' in outcome) await giveBack()
  return { outcome, tries }
}

const refused = (
  { db, clock }: SignInDeps,
  name: EventName,
  { operatorId }: Whose,
  reason: string,
  more: Readonly<Record<string, string>> = {},
): Promise<void> =>
  recordEvent(db, { name, refused: true, at: clock.now(), operatorId, detail: { reason, ...more } })

/** Somebody has come in: what was tried before does not count any more. */
export const clearTries = (
  deps: Pick<Entrance, 'seals'>,
  db: Db,
  login: string,
): Promise<boolean> => forgetTries(db, triedLogin(deps.seals, login))
