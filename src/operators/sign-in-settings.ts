import { randomBytes } from 'node:crypto'
import type { Role } from './operator.ts'

/** How people get in, and when a screen that nobody uses is covered. */
export interface SignInSettings {
  /** SESSION_SECRET: seals second factors and what was typed on a locked screen, and hashes what is only compared. */
  readonly secret: string
  /** Those that were in use before: what was sealed with them still opens. */
  readonly secretsBefore: readonly string[]
  readonly idleLockMs: number
  /** How often anybody at one network address may be wrong in a quarter of an hour. */
  readonly triesPerAddress: number
  /** Who has to give a one-time code as well. */
  readonly secondFactorRoles: readonly Role[]
  /** The company's own sign-in; null: there is none. */
  readonly company: CompanySignIn | null
}

export interface CompanySignIn {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly roleClaim: string
  /** Which value of the claim is which role; whoever has several gets the first one here. */
  readonly roles: readonly (readonly [claim: string, role: Role])[]
  /** Nobody signs in by a password. */
  readonly only: boolean
}

/** For whoever sets nothing: the secret then lasts as long as the process. */
export const SIGN_IN_DEFAULTS: SignInSettings = {
  secret: randomBytes(32).toString('base64url'),
  secretsBefore: [],
  idleLockMs: 15 * 60_000,
  triesPerAddress: 50,
  secondFactorRoles: [],
  company: null,
}
