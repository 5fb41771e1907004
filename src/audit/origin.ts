import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash } from 'node:crypto'
import { isIP } from 'node:net'

/** Where what is done comes from: the request that it is part of. */
export interface Origin {
  /** The network address, as the server was asked from it. */
  readonly address: string | null
  /** A short mark of the session: enough to tell what belongs together, nothing that opens it. */
  session: string | null
  /** How many events have been recorded for this request. */
  recorded: number
  /** Whether one of them says that it was refused. */
  refused: boolean
}

const origins = new AsyncLocalStorage<Origin>()

/** Does some work of which each recorded event tells where it came from. */
export const withOrigin = <T>(origin: Origin, work: () => T): T => origins.run(origin, work)

/** What stands for an address where somebody gives a command on the server itself. */
const COMMAND = 'command:'
const LONGEST_ADDRESS = 45

/** Gives a command of the server's own command line: what it records tells whose account gave it. */
export const asCommand = <T>(account: string, work: () => T): T =>
  withOrigin(
    {
      address: `${COMMAND}${account}`.slice(0, LONGEST_ADDRESS),
      session: null,
      recorded: 0,
      refused: false,
    },
    work,
  )

/** Whose account on the server gave the command; null: it was none. */
export const commandBy = (address: string | null): string | null =>
  address?.startsWith(COMMAND) ? address.slice(COMMAND.length) : null

/** The origin of what is being done; undefined when the program does it by itself. */
export const originNow = (): Origin | undefined => origins.getStore()

/** From now on what is recorded belongs to the session with this token: it was opened within the request. */
export function nameSession(token: string): void {
  const origin = originNow()
  if (origin) origin.session = markOf(token)
}

/** For what is not recorded on purpose, with a reason: no record is made in its place either. */
export function needsNoRecord(): void {
  const origin = originNow()
  if (origin) origin.recorded += 1
}

const MARK_LENGTH = 12

/** The mark of a session's token. */
export const markOf = (token: string): string =>
  createHash('sha256').update(token).digest('hex').slice(0, MARK_LENGTH)

/** An address as it is kept: IPv4 as such, also where the server listens on both; null when it is none. */
export function addressOf(text: string | undefined): string | null {
  const plain = (text ?? '').replace(/^::ffff:(?=\d+\.)/i, '')
  return isIP(plain) === 0 ? null : plain
}
