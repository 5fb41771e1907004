import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { besideDatabase, type Config } from './config.ts'

/** SESSION_SECRET, or (never in production) one that is made once and kept beside the database, for its owner alone. */
export function sessionSecret({
  signIn,
  databaseUrl,
}: Pick<Config, 'signIn' | 'databaseUrl'>): string {
  if (signIn.secret !== null) return signIn.secret
  const file = sessionSecretFile(databaseUrl)
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    try {
      writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
    } catch (error) {
      // Another instance that starts at the same moment has made it.
      if (!existsSync(file)) throw error
    }
  }
  return readFileSync(file, 'utf8').trim()
}

export const sessionSecretFile = (databaseUrl: string): string =>
  join(besideDatabase(databaseUrl), 'session-secret')
