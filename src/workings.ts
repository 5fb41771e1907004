import type { Logger } from 'pino'
import { type AuditSettings, createSealer } from './audit/sealer.ts'
import { beforeActionEnds, onActionEnded, onActionGivenUp } from './calls/action-ended.ts'
import type { CallDeps } from './calls/context.ts'
import { CallConflict } from './calls/entries.ts'
import { raiseLatePromises } from './calls/escalation.ts'
import { createFollowing } from './calls/followers.ts'
import { createPresences } from './calls/presence-keeper.ts'
import { createSaidMemory } from './calls/said-memory.ts'
import { onStopCompared } from './calls/stop-compared.ts'
import { watchedRevisions } from './calls/watching.ts'
import { watchAvailability } from './cards/availability.ts'
import { type BusinessHours, CENTER_HOURS } from './cards/business-hours.ts'
import type { CardSystem } from './cards/card-system.ts'
import { createCardEvents } from './cards/event-handling.ts'
import { stopsOfCard, stopsToCompare } from './cards/manual-stops.ts'
import { createOutbox } from './cards/outbox.ts'
import { createReconciliation } from './cards/reconciliation.ts'
import { raiseLateHandovers } from './cases/handover-forms.ts'
import { endWaves } from './cases/waves.ts'
import { type Clock, systemClock } from './clock.ts'
import { TRY_LIMITS, type TryLimits } from './customers/verification-tries.ts'
import type { Db } from './db.ts'
import { forgetKept } from './operators/kept-forms.ts'
import { forgetOldSessions } from './operators/sessions.ts'
import type { SignInSettings } from './operators/sign-in-settings.ts'
import { forgetOldTries } from './operators/tries.ts'
import { retentionRounds } from './retention/rounds.ts'
import type { Limits } from './retention/time-limits.ts'
import { createRounds } from './rounds.ts'
import type { Library } from './scripts/library.ts'
import type { References } from './scripts/references.ts'
import type { Assets } from './web/assets.ts'
import { createLive } from './web/live.ts'
import { createPatience } from './web/patience.ts'

export interface AppDeps {
  readonly db: Db
  readonly clock: Clock
  /** The real time, by which sessions go; left out: that of the machine. */
  readonly wallClock?: Clock
  readonly cardSystem: CardSystem
  readonly library: Library
  readonly references: References
  readonly assets: Assets
  readonly viewFolder: string
  readonly log: Logger
  readonly settings: {
    readonly timeZone: string
    readonly publicUrl: string | null
    readonly secure: boolean
    readonly demo: boolean
    /** After how long a person is asked what became of an action. */
    readonly giveUpAfterMs: number
    /** When the center answers; 9:00 to 20:00 where nothing is said. */
    readonly businessHours?: BusinessHours
    /** With it the card system signs what it sends (`whsec_…`); without one there is no webhook. */
    readonly webhookSecret?: string | null
    /** How often callers may be tried to be verified as one customer; 5 times in half an hour where nothing is said. */
    readonly tryLimits?: TryLimits
    /** How many different customers one person may open within an hour, and how often search for people. */
    readonly peopleAnHour?: number
    /** How people get in; what is left out is as in `SIGN_IN_DEFAULTS`. */
    readonly signIn?: Partial<SignInSettings>
    /** Which proxies are believed when they say from which address a request comes; null: none is. */
    readonly trustProxy?: string | null
    /** How long what is kept, and whether what is old goes by itself every night. */
    readonly retention?: {
      readonly limits: Limits
      readonly apply: boolean
      readonly ledger: string
    }
  }
  /** What the audit log is sealed with; without it, it is only written. */
  readonly audit?: AuditSettings | null
}

/** Look-ups have 2 s; an answer is there in 2.5. */
const PATIENCE_MS = 2_300

/** What works behind the pages: actions that are sent, events that come in, open pages that are told, and the rounds. */
export function createWorkings(given: AppDeps) {
  const { db, settings } = given
  const availability = watchAvailability(given.cardSystem, given.clock)
  const wallClock = given.wallClock ?? systemClock
  const deps = { ...given, wallClock, cardSystem: availability.cardSystem }
  const callDeps: CallDeps = {
    ...deps,
    timeZone: settings.timeZone,
    businessHours: settings.businessHours ?? CENTER_HOURS,
    tryLimits: settings.tryLimits ?? TRY_LIMITS,
    said: createSaidMemory(given.clock),
    patience: createPatience(PATIENCE_MS, (error) =>
      deps.log.error({ err: error }, 'what followed from a form failed'),
    ),
    outbox: createOutbox({
      ...deps,
      beforeRound: availability.probe,
      beforeEnd: (action) => beforeActionEnds(callDeps, action),
      onEnded: (trx, action) => onActionEnded(callDeps, trx, action),
      onGivenUp: (trx, action) => onActionGivenUp(deps, trx, action),
      giveUpAfterMs: settings.giveUpAfterMs,
      isConflict: (error) => error instanceof CallConflict,
    }),
  }
  const reconciliation = createReconciliation({
    ...deps,
    due: (before) => stopsToCompare(db, before),
    ofCard: (cardRef) => stopsOfCard(db, cardRef),
    onCompared: (stop, stopRef) => onStopCompared(deps, stop, stopRef),
  })
  const following = createFollowing(callDeps, reconciliation.compareCard)
  const events = createCardEvents({ ...deps, followers: following.followers })
  const presences = createPresences({
    ...deps,
    onError: (error) => deps.log.error({ err: error }, 'who has which page open was not kept'),
  })
  const live = createLive({
    revisions: watchedRevisions(db, deps.clock),
    onError: (error) => deps.log.error({ err: error }, 'open pages were not told what changed'),
    onBeat: () => presences.beat(),
  })
  const sealer = given.audit ? createSealer(deps, given.audit) : null
  const rounds = createRounds(
    () => callDeps.outbox.resolve(),
    [
      async () => callDeps.said.forgetOld(),
      () => raiseLatePromises(db, deps.clock.now(), callDeps.businessHours),
      () => raiseLateHandovers(db, given.clock),
      () => presences.forget(),
      () => events.handleLeft(),
      () => following.followAll(),
      () => reconciliation.compareAll(),
      () => endWaves(db, deps.clock.now()),
      async () => sealer?.round(),
      () => forgetOldTries(db, wallClock.now()),
      () => forgetOldSessions(db, wallClock.now()),
      () => forgetKept(db, wallClock.now()),
      ...retentionRounds({
        db,
        clock: given.clock,
        timeZone: settings.timeZone,
        forgetSaid: callDeps.said.forget,
        ...settings.retention,
      }),
    ],
  )
  const idle = async () => {
    await Promise.all([callDeps.patience.idle(), events.idle(), presences.idle()])
  }
  return {
    deps,
    callDeps,
    events,
    sealer,
    live,
    presences,
    compareCard: reconciliation.compareCard,
    rounds,
    idle,
    awaySince: availability.awaySince,
  }
}
