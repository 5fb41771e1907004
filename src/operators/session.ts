import type { Operator } from './operator.ts'

/** So long a session lasts at most, and so long after it was last used. */
export const SESSION_HOURS = 12
export const IDLE_END_HOURS = 4
/** Between the password and what is still to be done before somebody is in. */
export const PENDING_MINUTES = 10

/** What a sign-in still waits for: a one-time code, a password of one's own, a second factor; `done`: nothing. */
export type Stage = 'code' | 'password' | 'enrol' | 'done'
/** By a password of Annai's, or through the company's own sign-in. */
export type Method = 'password' | 'company'

export interface Session {
  readonly id: string
  readonly operator: Operator
  readonly stage: Stage
  readonly method: Method
  readonly hasFactor: boolean
  readonly usedAt: string
  /** Nobody has used it for a while, or somebody has locked the screen: it goes on once they prove who they are. */
  readonly isLocked: boolean
  /** Until it is locked. */
  readonly leftMs: number
}

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg/, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\//, 'Firefox'],
  [/Chrom(e|ium)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]
/** The family of a browser, for its owner to know it again; nothing more of it is kept. */
export const browserOf = (userAgent: string): string =>
  BROWSERS.find(([sign]) => sign.test(userAgent))?.[1] ?? ''
