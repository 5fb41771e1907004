import type { Clock } from '../clock.ts'
import type { Db } from '../db.ts'
import type { Cookies } from '../web/cookies.ts'
import type { Pages } from '../web/pages.ts'
import { createSeals, type Seals } from './seals.ts'
import { SIGN_IN_DEFAULTS, type SignInSettings } from './sign-in-settings.ts'

/** What everything needs that lets people in and keeps others out. */
export interface Entrance {
  readonly db: Db
  /** The business clock, for the record. */
  readonly clock: Clock
  /** The real time: sessions, waiting times and one-time codes go by it. */
  readonly wallClock: Clock
  readonly pages: Pages
  readonly cookies: Cookies
  readonly demo: boolean
  /** Where the operators open Annai; null: where they ask. */
  readonly publicUrl: string | null
  readonly seals: Seals
  readonly signIn: SignInSettings
}

/** The same from what the program is started with. */
export function createEntrance(
  given: Omit<Entrance, 'demo' | 'publicUrl' | 'seals' | 'signIn'> & {
    readonly settings: Pick<Entrance, 'demo' | 'publicUrl'> & {
      readonly signIn?: Partial<SignInSettings>
    }
  },
): Entrance {
  const { db, clock, wallClock, pages, cookies, settings } = given
  const signIn = { ...SIGN_IN_DEFAULTS, ...settings.signIn }
  const seals = createSeals(signIn.secret, signIn.secretsBefore)
  const { demo, publicUrl } = settings
  return { db, clock, wallClock, pages, cookies, demo, publicUrl, seals, signIn }
}
