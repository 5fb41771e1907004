import { forgetErased } from '../calls/entries.ts'
import { forgetDrafts } from '../cases/drafts.ts'
import { heldCases } from '../cases/held-cases.ts'
import type { Clock } from '../clock.ts'
import type { Db } from '../db.ts'
import { retain, type Step } from './retaining.ts'
import { scrub, scrubFiles } from './scrub.ts'
import { cutoffsAt, LIMITS, type Limits } from './time-limits.ts'

interface RoundDeps {
  readonly db: Db
  readonly clock: Clock
  readonly timeZone: string
  readonly limits?: Limits
  /** Whether what is old goes every night; else it is only told of by `annai retention`. */
  readonly apply?: boolean
  /** The file of who was erased, beside the anchors of the audit log. */
  readonly ledger?: string
  /** Forgets what a caller said, wherever the call was led. */
  readonly forgetSaid: (callId: string) => void
}

/** The log of a call may be written while an erasure is on its way to be seen. */
const OVERLAP_MS = 10 * 60_000
/** Hours of the night, where the office is. */
const NIGHT = { from: 1, to: 5 }

/** What keeping and erasing have to do again and again, each a deed that fails for itself. */
export function retentionRounds(deps: RoundDeps): readonly (() => Promise<unknown>)[] {
  const { db, clock, limits = LIMITS } = deps
  let since = new Date(clock.now().getTime() - OVERLAP_MS)
  const night = createNight(deps, limits)
  return [
    async () =>
      forgetDrafts(db, new Date(cutoffsAt(clock.now(), limits).drafts), await heldCases(db)),
    async () => {
      const now = clock.now()
      for (const id of await forgetErased(db, since)) deps.forgetSaid(id)
      since = new Date(now.getTime() - OVERLAP_MS)
    },
    () => scrub(db, clock.now(), deps.ledger ?? null),
    ...(deps.apply ? [night] : []),
  ]
}

/** One small step a round, once through a night. */
function createNight({ db, clock, timeZone }: RoundDeps, limits: Limits): () => Promise<void> {
  const hourIn = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', timeZone })
  const dayIn = new Intl.DateTimeFormat('en-CA', { timeZone })
  let done = ''
  let gone = 0
  let steps: AsyncGenerator<Step> | null = null
  return async () => {
    const now = clock.now()
    const hour = Number(hourIn.format(now))
    if (hour < NIGHT.from || hour >= NIGHT.to || dayIn.format(now) === done) return
    steps ??= retain({ db, now: () => clock.now(), limits, apply: true })
    const step = await steps.next().catch((error: unknown) => {
      steps = null
      throw error
    })
    if (!step.done) {
      gone += step.value.gone
      return
    }
    steps = null
    done = dayIn.format(now)
    if (gone > 0) await scrubFiles(db)
    gone = 0
  }
}
