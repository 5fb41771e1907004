import type { Clock } from '../clock.ts'
import type { Db } from '../db.ts'
import type { Library } from '../scripts/library.ts'
import type { Pages } from '../web/pages.ts'

/** What the routes of this room need. */
export interface RetentionDeps {
  readonly db: Db
  readonly clock: Clock
  readonly library: Library
  readonly timeZone: string
  readonly pages: Pages
  /** Sees to the last traces of what was erased, behind the answer. */
  scrub(): void
}
