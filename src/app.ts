import express, { type Express, type Request } from 'express'
import { recordEvent } from './audit/events.ts'
import { createRequestRecords } from './audit/requests.ts'
import { auditRoutes } from './audit/routes.ts'
import type { Sealer } from './audit/sealer.ts'
import { caseReaders } from './calls/case-readers.ts'
import type { CallDeps } from './calls/context.ts'
import { customerReaders } from './calls/customer-readers.ts'
import { harmlessIn } from './calls/harmless.ts'
import { knowsSubject } from './calls/known-refs.ts'
import { mayTellStatus } from './calls/level-in-call.ts'
import { liveRoutes } from './calls/live-routes.ts'
import { giveSlipBack, paperRoutes } from './calls/paper-routes.ts'
import { reminderRoutes } from './calls/reminder-routes.ts'
import { callRoutes } from './calls/routes.ts'
import { takeSplit } from './calls/splitting.ts'
import { stepWords } from './calls/step-words.ts'
import { onStopTurned } from './calls/stop-compared.ts'
import { takeoverRoutes } from './calls/takeover-routes.ts'
import { verificationAlertRoutes } from './calls/verification-alert-routes.ts'
import { raiseAlert } from './calls/verification-alerts.ts'
import { awayBanner } from './cards/away-banner.ts'
import { blackOut } from './cards/black-out.ts'
import { manualStopRoutes } from './cards/manual-stop-routes.ts'
import type { Outbox } from './cards/outbox.ts'
import { cardRoutes } from './cards/routes.ts'
import { findSecret } from './cards/secrets.ts'
import { webhookNumbers } from './cards/webhook-refusals.ts'
import { webhookRoutes } from './cards/webhook-routes.ts'
import { auditSubjects } from './cases/audit-subjects.ts'
import { lockFamily } from './cases/families.ts'
import { caseRoutes } from './cases/routes.ts'
import { waveRoutes } from './cases/wave-routes.ts'
import { careRoutes } from './customers/care-routes.ts'
import { lookRoutes } from './customers/look-routes.ts'
import { createLooks, PEOPLE_AN_HOUR } from './customers/looks.ts'
import { countRequests } from './customers/requests.ts'
import { customerRoutes } from './customers/routes.ts'
import { createEntrance } from './operators/entrance.ts'
import { operatorOf, requireOperator, SESSION_COOKIE } from './operators/guard.ts'
import { showLocked } from './operators/lock-routes.ts'
import { entranceRoutes, ownRoutes } from './operators/routes.ts'
import { operatorOfSession } from './operators/sessions.ts'
import { exportRoutes } from './print/export-routes.ts'
import { printsRoutes } from './print/prints-routes.ts'
import { printRoutes } from './print/routes.ts'
import { erasedRoutes, retentionRoutes } from './retention/routes.ts'
import { scrub } from './retention/scrub.ts'
import { scriptRoutes } from './scripts/routes.ts'
import { casesWith } from './search/cases-with.ts'
import { searchRoutes } from './search/routes.ts'
import { refuseAsked } from './web/asked.ts'
import { createCookies } from './web/cookies.ts'
import { errorHandler, noSuchPage } from './web/errors.ts'
import { refuseSecrets } from './web/forms.ts'
import { healthRoutes } from './web/health.ts'
import type { Live } from './web/live.ts'
import { logRequests } from './web/log.ts'
import { rememberOrigin } from './web/origin.ts'
import { createPages } from './web/pages.ts'
import { sameOrigin } from './web/same-origin.ts'
import { noStore, onlyFields, onlyForms, securityHeaders } from './web/security.ts'
import { wordings } from './web/wordings.ts'
import { type AppDeps, createWorkings } from './workings.ts'

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
  /** What seals the audit log; null where it is not sealed. */
  readonly sealer: Sealer | null
  /** Since when the card system gives no answer; null while it does. */
  awaySince(): Date | null
}

/** The whole pipeline in order, one line a feature. */
export function createApp(given: AppDeps): AnnaiApp {
  const workings = createWorkings(given)
  const { deps, callDeps, live, presences } = workings
  const { db, settings } = deps
  const app = express().disable('x-powered-by').set('etag', false).set('query parser', 'simple')
  app.set('trust proxy', proxies(settings.trustProxy ?? ''))
  const cookies = createCookies(settings.secure)
  const pages = createPages({
    folder: deps.viewFolder,
    assets: deps.assets,
    timeZone: settings.timeZone,
    banner: (t, fmt) => awayBanner(workings.awaySince(), t, fmt),
  })
  const entrance = createEntrance({ ...deps, pages, cookies })
  const tokenOf = (req: Request) => cookies.read(req, SESSION_COOKIE)
  const whoAsks = async (req: Request) => {
    const token = tokenOf(req)
    return token === undefined ? null : await operatorOfSession(entrance, token)
  }
  const origins = rememberOrigin({
    tokenOf,
    operatorOf: (token) => operatorOfSession(entrance, token),
    answered: createRequestRecords(deps),
    onError: (error) => deps.log.error({ err: error }, 'a request was not recorded'),
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
  const signedIn = requireOperator(entrance, showLocked(entrance))

  app.use(securityHeaders(settings.secure))
  app.use('/assets', deps.assets.handler)
  app.use(noStore)
  app.use(logRequests(deps.log))
  app.use(healthRoutes(db, deps.cardSystem, () => webhookNumbers(db, deps.clock)))
  app.use(origins.handler)
  app.use(
    webhookRoutes({
      ...deps,
      events: workings.events,
      secret: settings.webhookSecret ?? null,
      knows: (about) => knowsSubject(db, about),
    }),
  )
  app.use(sameOrigin(settings.publicUrl))
  app.post(
    '/{*path}',
    onlyForms,
    express.urlencoded({ extended: false, limit: '1mb', parameterLimit: 400 }),
    express.json({ limit: '1mb' }),
    onlyFields,
    refuseSecrets({ hasSecret: (text) => findSecret(text) !== null, black: blackOut }),
  )
  app.use(entranceRoutes(entrance))
  app.use(signedIn)
  app.use(
    refuseAsked({
      findSecret,
      onRefused: (res, kind) =>
        recordEvent(db, {
          name: 'search_refused',
          refused: true,
          at: deps.clock.now(),
          operatorId: operatorOf(res).id,
          detail: { kind },
        }),
    }),
  )
  const looks = createLooks({
    db,
    limit: settings.peopleAnHour ?? PEOPLE_AN_HOUR,
    tell: (looker, kind, count) => raiseAlert(db, looker, kind, count),
  })
  app.use(lookRoutes({ clock: deps.clock, looks }))
  app.use(ownRoutes(entrance, wordings(pages, settings.timeZone)))
  app.use(erasedRoutes(shared))
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
  app.use(takeoverRoutes(shared))
  app.use(paperRoutes(shared))
  app.use(verificationAlertRoutes(shared))
  const people = { ...shared, readers: customerReaders(callDeps) }
  app.use(careRoutes(people))
  app.use(customerRoutes(people))
  app.use(
    cardRoutes({
      ...shared,
      mayTell: ({ id }) => mayTellStatus(callDeps, id),
      countPeople: () => countRequests(db, 'customer_merges'),
      countErasures: () => countRequests(db, 'erasures'),
    }),
  )
  app.use(
    manualStopRoutes({
      ...shared,
      mayTell: ({ id }) => mayTellStatus(callDeps, id),
      compareCard: workings.compareCard,
      lockCase: (trx, id) => lockFamily(trx, [id]),
      onTurn: onStopTurned,
    }),
  )
  app.use(scriptRoutes(shared))
  app.use(searchRoutes(shared))
  app.use(printRoutes(shared))
  app.use(printsRoutes(shared))
  app.use(exportRoutes(shared))
  app.use(
    retentionRoutes({
      ...shared,
      scrub: () =>
        void callDeps.patience.waitFor(
          scrub(db, deps.clock.now(), settings.retention?.ledger ?? null),
        ),
    }),
  )
  app.use(
    auditRoutes({
      ...shared,
      audit: given.audit ?? null,
      subjects: {
        ...auditSubjects(db),
        stepWords: (callIds, wording) => stepWords(callDeps, callIds, wording),
      },
    }),
  )
  app.use('/paper-calls', giveSlipBack({ ...shared, signedIn }))
  app.use(noSuchPage)
  app.use(errorHandler(pages, deps.log, whoAsks))
  const { rounds, sealer, awaySince } = workings
  const idle = async () => {
    await origins.idle()
    await workings.idle()
  }
  return { app, outbox: callDeps.outbox, calls: callDeps, rounds, idle, live, sealer, awaySince }
}

/** Express takes a number of proxies as a number, and networks as a text. */
const proxies = (text: string) => (text === '' ? false : /^\d+$/.test(text) ? Number(text) : text)
