import express, { type Express } from 'express'
import type { Logger } from 'pino'
import { beforeActionEnds, onActionEnded, onActionGivenUp } from './calls/action-ended.ts'
import { caseReaders } from './calls/case-readers.ts'
import type { CallDeps } from './calls/context.ts'
import { customerReaders } from './calls/customer-readers.ts'
import { CallConflict } from './calls/entries.ts'
import { raiseLatePromises } from './calls/escalation.ts'
import { createFollowing } from './calls/followers.ts'
import { harmlessIn } from './calls/harmless.ts'
import { knowsSubject } from './calls/known-refs.ts'
import { mayTellStatus } from './calls/level-in-call.ts'
import { liveRoutes } from './calls/live-routes.ts'
import { giveSlipBack, paperRoutes } from './calls/paper-routes.ts'
import { createPresences } from './calls/presence-keeper.ts'
import { reminderRoutes } from './calls/reminder-routes.ts'
import { callRoutes } from './calls/routes.ts'
import { createSaidMemory } from './calls/said-memory.ts'
import { takeSplit } from './calls/splitting.ts'
import { onStopCompared, onStopTurned } from './calls/stop-compared.ts'
import { watchedRevisions } from './calls/watching.ts'
import { watchAvailability } from './cards/availability.ts'
import { awayBanner } from './cards/away-banner.ts'
import { blackOut } from './cards/black-out.ts'
import { type BusinessHours, CENTER_HOURS } from './cards/business-hours.ts'
import type { CardSystem } from './cards/card-system.ts'
import { createCardEvents } from './cards/event-handling.ts'
import { manualStopRoutes } from './cards/manual-stop-routes.ts'
import { stopsOfCard, stopsToCompare } from './cards/manual-stops.ts'
import { createOutbox, type Outbox } from './cards/outbox.ts'
import { createReconciliation } from './cards/reconciliation.ts'
import { cardRoutes } from './cards/routes.ts'
import { findSecret } from './cards/secrets.ts'
import { webhookNumbers } from './cards/webhook-refusals.ts'
import { webhookRoutes } from './cards/webhook-routes.ts'
import { forgetDrafts } from './cases/drafts.ts'
import { lockFamily } from './cases/families.ts'
import { raiseLateHandovers } from './cases/handover-forms.ts'
import { caseRoutes } from './cases/routes.ts'
import { waveRoutes } from './cases/wave-routes.ts'
import { endWaves } from './cases/waves.ts'
import type { Clock } from './clock.ts'
import { careRoutes } from './customers/care-routes.ts'
import { countWaitingMerges } from './customers/customer-merges.ts'
import { customerRoutes } from './customers/routes.ts'
import type { Db } from './db.ts'
import { requireOperator } from './operators/guard.ts'
import { operatorRoutes } from './operators/routes.ts'
import { exportRoutes } from './print/export-routes.ts'
import { printsRoutes } from './print/prints-routes.ts'
import { printRoutes } from './print/routes.ts'
import { createRounds } from './rounds.ts'
import type { Library } from './scripts/library.ts'
import type { References } from './scripts/references.ts'
import { scriptRoutes } from './scripts/routes.ts'
import { casesWith } from './search/cases-with.ts'
import { searchRoutes } from './search/routes.ts'
import type { Assets } from './web/assets.ts'
import { createCookies } from './web/cookies.ts'
import { errorHandler, noSuchPage } from './web/errors.ts'
import { refuseSecrets } from './web/forms.ts'
import { healthRoutes } from './web/health.ts'
import { createLive, type Live } from './web/live.ts'
import { createPages } from './web/pages.ts'
import { createPatience } from './web/patience.ts'
import { sameOrigin } from './web/same-origin.ts'
import { securityHeaders } from './web/security.ts'

export interface AppDeps {
  readonly db: Db
  readonly clock: Clock
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
  }
}

export interface AnnaiApp {
  readonly app: Express
  readonly outbox: Outbox
  /** What a call is led with: the demo plays calls by the same verbs as the pages do. */
  readonly calls: CallDeps
  /** What has to be done again and again: finding out what became of actions and of cards on their way. */
  rounds(): Promise<void>
  /** Settles when nothing that a form or an event has begun goes on any more. */
  idle(): Promise<void>
  /** The streams to open pages; they are ended before the server can stop. */
  readonly live: Live
  /** Since when the card system gives no answer; null while it does. */
  awaySince(): Date | null
}

/** Look-ups have 2 s; an answer is there in 2.5. */
const PATIENCE_MS = 2_300

/** The whole pipeline in order, one line a feature. */
export function createApp(given: AppDeps): AnnaiApp {
  const { db, settings } = given
  const availability = watchAvailability(given.cardSystem, given.clock)
  const deps: AppDeps = { ...given, cardSystem: availability.cardSystem }
  const app = express().disable('x-powered-by').set('etag', false).set('query parser', 'simple')
  const cookies = createCookies(settings.secure)
  const pages = createPages({
    folder: deps.viewFolder,
    assets: deps.assets,
    timeZone: settings.timeZone,
    banner: (t, fmt) => awayBanner(availability.awaySince(), t, fmt),
  })
  const callDeps: CallDeps = {
    ...deps,
    timeZone: settings.timeZone,
    businessHours: settings.businessHours ?? CENTER_HOURS,
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
  const shared = {
    ...callDeps,
    live,
    presences,
    pages,
    cookies,
    demo: settings.demo,
    readers: caseReaders(callDeps),
  }

  app.use('/assets', deps.assets.handler)
  app.use(healthRoutes(db, deps.cardSystem, () => webhookNumbers(db, deps.clock)))
  app.use(
    webhookRoutes({
      ...deps,
      events,
      secret: settings.webhookSecret ?? null,
      knows: (about) => knowsSubject(db, about),
    }),
  )
  app.use(securityHeaders(settings.secure))
  app.use(sameOrigin(settings.publicUrl))
  app.post(
    '/{*path}',
    express.urlencoded({ extended: false, limit: '1mb', parameterLimit: 400 }),
    express.json({ limit: '1mb' }),
    refuseSecrets({ hasSecret: (text) => findSecret(text) !== null, black: blackOut }),
  )
  app.use(operatorRoutes(shared))
  app.use(requireOperator(db, cookies))
  app.use(liveRoutes(shared))
  app.use(reminderRoutes(shared))
  app.use(
    caseRoutes({
      ...shared,
      settleAction: callDeps.outbox.settle,
      takeSplit: (forms, caseFile, sent) => takeSplit({ ...forms, ...callDeps }, caseFile, sent),
      findSecret,
      casesWith: (text) => casesWith(db, text),
    }),
  )
  app.use(
    waveRoutes({
      ...shared,
      isHarmless: harmlessIn(deps),
      mayTell: ({ id }) => mayTellStatus(callDeps, id),
    }),
  )
  app.use(callRoutes(shared))
  app.use(paperRoutes(shared))
  const people = { ...shared, findSecret, readers: customerReaders(callDeps) }
  app.use(careRoutes(people))
  app.use(customerRoutes(people))
  app.use(cardRoutes({ ...shared, countPeople: () => countWaitingMerges(db) }))
  app.use(
    manualStopRoutes({
      ...shared,
      mayTell: ({ id }) => mayTellStatus(callDeps, id),
      compareCard: reconciliation.compareCard,
      lockCase: (trx, id) => lockFamily(trx, [id]),
      onTurn: onStopTurned,
    }),
  )
  app.use(scriptRoutes(shared))
  app.use(searchRoutes(shared))
  app.use(printRoutes(shared))
  app.use(printsRoutes(shared))
  app.use(exportRoutes(shared))
  app.use('/paper-calls', giveSlipBack(shared))
  app.use(noSuchPage)
  app.use(errorHandler(pages, deps.log))
  const rounds = createRounds(
    () => callDeps.outbox.resolve(),
    [
      async () => callDeps.said.forgetOld(),
      () => raiseLatePromises(db, deps.clock.now(), callDeps.businessHours),
      () => raiseLateHandovers(db, given.clock),
      () => presences.forget(),
      () => forgetDrafts(db, deps.clock.now()),
      () => events.handleLeft(),
      () => following.followAll(),
      () => reconciliation.compareAll(),
      () => endWaves(db, deps.clock.now()),
    ],
  )
  const idle = async () => {
    await Promise.all([callDeps.patience.idle(), events.idle(), presences.idle()])
  }
  const { outbox } = callDeps
  return { app, outbox, calls: callDeps, rounds, idle, live, awaySince: availability.awaySince }
}
