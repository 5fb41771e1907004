import type { Server } from 'node:http'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { createApp } from './app.ts'
import { recordEvent } from './audit/events.ts'
import { auditSettings } from './audit/settings.ts'
import { httpCardSystem } from './cards/http.ts'
import { startSimulatorProcess } from './cards/simulator/process.ts'
import { tellEndpoint, WEBHOOK_PATH } from './cards/webhook-endpoint.ts'
import { newWebhookSecret } from './cards/webhook-secret.ts'
import { type Config, ConfigError, root } from './config.ts'
import { closeDatabase, migrate, openDatabase } from './db.ts'
import { addDemoCustomers } from './demo/customers.ts'
import { addDemoPeople, DEMO_PASSWORD, hasDemoPassword } from './demo/people.ts'
import { hasOperators } from './operators/operators.ts'
import { openLibrary } from './scripts/library.ts'
import { loadReferences } from './scripts/references.ts'
import { sessionSecret } from './session-secret.ts'
import { assets } from './web/assets.ts'
import { createLog } from './web/log.ts'
import { createHttpServer } from './web/server.ts'

const ROUND_MS = 5_000
/** While the card system is away, it is soon found to be back. */
const AWAY_ROUND_MS = 2_000

/** Starts everything and keeps it running until the process is told to stop. */
export async function serve(config: Config): Promise<void> {
  const log = createLog(config.logLevel)
  const simulator =
    config.cardSystemUrl === null
      ? await startSimulatorProcess({ file: config.simulatorDatabase, port: config.simulatorPort })
      : null
  const clock = { now: () => new Date(Date.now() + (simulator?.clockOffsetMs() ?? 0)) }
  const db = openDatabase(config.databaseUrl)
  await migrate(db)
  if (config.production && (await hasDemoPassword(db))) {
    await closeDatabase(db)
    throw new ConfigError(
      'Please set DATABASE_URL to another database: this one has been a demo’s, whose password everybody knows.',
    )
  }
  const cardSystem = httpCardSystem({
    baseUrl: simulator?.url ?? config.cardSystemUrl ?? '',
    ...(config.cardSystemToken ? { token: config.cardSystemToken } : {}),
  })
  if (config.demo) {
    await addDemoPeople(db, clock.now())
    await addDemoCustomers(db, cardSystem, clock.now())
  }
  const webhookSecret = config.webhookSecret ?? (simulator ? newWebhookSecret() : null)
  const content = join(root, 'src', 'scripts', 'content')
  const audit = auditSettings(config, (line) => console.log(line))
  /** From when to when this instance keeps the log: PCI DSS 10.2.1.6. */
  const recordTurn = (name: 'program_started' | 'program_stopped') => {
    const detail = { instance: audit.instance, key: audit.keys.current.id }
    return recordEvent(db, { name, at: clock.now(), operatorId: null, detail })
  }
  const { app, awaySince, rounds, idle, live, sealer } = createApp({
    db,
    clock,
    cardSystem,
    log,
    library: await openLibrary(db, content, clock.now()),
    references: loadReferences(join(content, 'references')),
    assets: assets({ folder: join(root, 'views', 'assets') }),
    viewFolder: join(root, 'views'),
    audit,
    settings: {
      timeZone: config.timeZone,
      publicUrl: config.publicUrl,
      secure: config.production,
      demo: config.demo,
      giveUpAfterMs: config.giveUpAfterMs,
      businessHours: config.businessHours,
      tryLimits: config.tryLimits,
      peopleAnHour: config.peopleAnHour,
      webhookSecret,
      signIn: { ...config.signIn, secret: sessionSecret(config) },
      trustProxy: config.signIn.trustProxy,
      retention: { ...config.retention, ledger: config.erasureLedger },
    },
  })
  await recordTurn('program_started')
  const stopRounds = goRound(rounds, () => (awaySince() ? AWAY_ROUND_MS : ROUND_MS), log)
  const server = createHttpServer(app)
  server.once('error', (error) => fail(error, log))
  server.listen(config.port, config.host, () => greet(server, config, simulator?.url ?? null))
  if (!config.signIn.company && !(await hasOperators(db)))
    console.log(
      'Nobody can sign in yet. Add an administrator: annai operator add LOGIN --name NAME --role admin',
    )
  if (simulator && webhookSecret !== null)
    server.once('listening', () => askForEvents(server, config, simulator.url, webhookSecret, log))
  const stop = () => {
    stopRounds()
    live.close()
    server.close(async () => {
      await idle()
      await recordTurn('program_stopped').catch((error: unknown) =>
        log.error({ err: error }, 'that the program stops was not recorded'),
      )
      await sealer?.stop()
      await Promise.all([closeDatabase(db), cardSystem.close()]).finally(() => process.exit(0))
    })
    server.closeIdleConnections()
    simulator?.stop()
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

/** The next round begins a while after the last one ended, so that two never run at once. */
function goRound(rounds: () => Promise<void>, pause: () => number, log: Logger): () => void {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const round = async () => {
    await rounds().catch((error: unknown) => log.error({ err: error }, 'a round failed'))
    if (!stopped) timer = setTimeout(round, pause())
  }
  void round()
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}

function fail(error: Error, log: Logger): void {
  log.fatal({ err: error }, 'the server could not listen')
  process.exit(1)
}

/** The built-in card system is told where to send its events; if it sends none, asking it does the work. */
async function askForEvents(
  server: Server,
  { host, port }: Config,
  simulatorUrl: string,
  secret: string,
  log: Logger,
): Promise<void> {
  const own = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host
  const name = own.includes(':') ? `[${own}]` : own
  const url = `http://${name}:${portOf(server) ?? port}${WEBHOOK_PATH}`
  if (!(await tellEndpoint(simulatorUrl, { url, secret })))
    log.warn('the card system does not send events: it is asked again and again instead')
}

function portOf(server: Server): number | null {
  const address = server.address()
  return typeof address === 'object' && address ? address.port : null
}

function greet(server: Server, config: Config, simulatorUrl: string | null): void {
  const port = portOf(server) ?? config.port
  const lines = [
    `Annai 案内: http://${config.host === '0.0.0.0' ? 'localhost' : config.host}:${port}`,
  ]
  if (config.demo)
    lines.push(
      `Sign in as tanaka (or suzuki, kimura, mori, hayashi, nomura, ueno, admin) with the password ${DEMO_PASSWORD}.`,
    )
  if (simulatorUrl)
    lines.push(`The customer's and the world's side is played at ${simulatorUrl}/stage`)
  console.log(lines.join('\n'))
}
