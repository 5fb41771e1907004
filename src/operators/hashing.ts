import { hash, verify } from '@node-rs/argon2'
import { HttpError } from '../web/errors.ts'

/** OWASP's floor for argon2id: 19 MiB, two passes. */
const ARGON = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export interface Hashing {
  hash(password: string): Promise<string>
  /** With no hash it takes as long as with one, and is false. */
  verify(hash: string | null, password: string): Promise<boolean>
}

/** Longer ones are none; nobody keeps the machine busy by sending a book. */
const LONGEST = 512
const plain = (password: string) => password.slice(0, LONGEST).normalize('NFKC')

/**
 * Hashing is dear on purpose: a few at once, some more in a queue, and whoever comes then is asked to come again, so
 * that a flood of sign-ins takes neither the memory nor the processors from the calls that go on.
 */
export function createHashing(atOnce = 2, inQueue = 40): Hashing {
  const queue: (() => void)[] = []
  let going = 0
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (going >= atOnce) {
      if (queue.length >= inQueue) throw new HttpError(429, 'tooMany')
      await new Promise<void>((resolve) => queue.push(resolve))
    } else going += 1
    try {
      return await work()
    } finally {
      const next = queue.shift()
      if (next) next()
      else going -= 1
    }
  }
  /** A hash that no password has: who has none costs the same time as a wrong password. */
  let decoy: Promise<string> | undefined
  return {
    hash: (password) => inTurn(() => hash(plain(password), ARGON)),
    verify: async (known, password) => {
      decoy ??= hash(crypto.randomUUID(), ARGON)
      const against = known ?? (await decoy)
      const matches = await inTurn(() => verify(against, plain(password)))
      return known !== null && matches
    },
  }
}

/** One for the process: it is the machine that is shared. */
export const hashing = createHashing()
