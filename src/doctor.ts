import { existsSync, statfsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { lostTriggers } from './append-only.ts'
import { wrongGuard } from './audit/guards.ts'
import { auditKeys } from './audit/settings.ts'
import { verifyLatest } from './audit/verify.ts'
import { HOLIDAYS_KNOWN_UNTIL } from './cards/business-days.ts'
import { httpCardSystem } from './cards/http.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { fileOf, isOpenToOthers } from './database-file.ts'
import { closeDatabase, type Db, isMigrated, openDatabase } from './db.ts'
import { hasDemoPassword } from './demo/people.ts'
import { administrators } from './operators/accounts.ts'
import { readStaff } from './operators/operators.ts'
import { peopleBack, readLedger } from './retention/ledger.ts'
import { sessionSecretFile } from './session-secret.ts'

/** `bad` stops people from working or lets somebody in; `look` does not yet. */
export interface Finding {
  readonly state: 'ok' | 'look' | 'bad'
  readonly about: string
  readonly words: string
}

const ok = (about: string, words: string): Finding => ({ state: 'ok', about, words })
const look = (about: string, words: string): Finding => ({ state: 'look', about, words })
const bad = (about: string, words: string): Finding => ({ state: 'bad', about, words })

/**
 * `annai doctor`: looks at the settings, the files, the database and its neighbours, and says of each whether it is well.
 * It changes nothing. `env`: the settings as the program would read them.
 */
export async function* examine(now: Date, env?: NodeJS.ProcessEnv): AsyncGenerator<Finding> {
  const config = settingsOf(env)
  if (config instanceof ConfigError) return yield bad('settings', config.message)
  yield ok('settings', config.production ? 'complete for production' : 'development, with the demo')
  yield* addressFindings(config)
  yield* fileFindings(config)
  yield* spaceFindings(config)
  yield holidayFinding(now)
  yield await cardSystemFinding(config)
  yield* databaseFindings(config)
}

/** Says every finding; gives the exit code: 1 if anything is bad. */
export async function doctor(
  now: Date,
  say: (line: string) => void,
  env?: NodeJS.ProcessEnv,
): Promise<number> {
  let isWell = true
  for await (const { state, about, words } of examine(now, env)) {
    say(`${state.padEnd(4)}  ${about.padEnd(11)}  ${words}`)
    if (state === 'bad') isWell = false
  }
  return isWell ? 0 : 1
}

function settingsOf(env?: NodeJS.ProcessEnv): Config | ConfigError {
  try {
    return readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
}

function* addressFindings({ production, publicUrl }: Config): Generator<Finding> {
  if (!production || publicUrl === null) return
  yield publicUrl.startsWith('https://')
    ? ok('address', publicUrl)
    : bad('address', `PUBLIC_URL is ${publicUrl}: browsers keep no secure cookie without https.`)
}

/** What lies beside a database is secret whichever it is. */
function* fileFindings(config: Config): Generator<Finding> {
  const file = fileOf(config.databaseUrl)
  const beside = [
    config.auditKeyFile,
    config.auditAnchors,
    config.erasureLedger,
    sessionSecretFile(config.databaseUrl),
  ]
  const own = file === null ? [] : [file, `${file}-wal`, `${file}-shm`]
  const there = [...own, ...beside].filter((each) => existsSync(each))
  const open = there.filter(isOpenToOthers)
  for (const each of open) yield bad('files', `${each} can be read by others: chmod 600.`)
  if (open.length === 0 && there.length > 0)
    yield ok('files', `${there[0]} is readable for its owner only`)
}

const GIB = 2 ** 30
function* spaceFindings({ databaseUrl }: Config): Generator<Finding> {
  const file = fileOf(databaseUrl)
  const folder = file === null ? null : dirname(file)
  if (file === null || folder === null || !existsSync(folder)) return
  const { bavail, bsize } = statfsSync(folder)
  const free = bavail * bsize
  const needed = Math.max(GIB, existsSync(file) ? statSync(file).size : 0)
  const words = `${(free / GIB).toFixed(1)} GiB are free beside the database`
  if (free < GIB / 4) yield bad('disk', `${words}: nothing can be recorded when they are gone.`)
  else if (free < needed) yield look('disk', `${words}: too little for a backup there.`)
  else yield ok('disk', words)
}

const SOON_MS = 90 * 86_400_000
function holidayFinding(now: Date): Finding {
  const words = `official until ${HOLIDAYS_KNOWN_UNTIL}`
  const left = Date.parse(HOLIDAYS_KNOWN_UNTIL) - now.getTime()
  if (left < 0) return bad('holidays', `${words}: dates of delivery are guessed. Update Annai.`)
  return left < SOON_MS ? look('holidays', `${words}: update Annai soon.`) : ok('holidays', words)
}

async function cardSystemFinding({ cardSystemUrl, cardSystemToken }: Config): Promise<Finding> {
  if (cardSystemUrl === null) return ok('card system', 'the built-in one, started with Annai')
  const token = cardSystemToken === null ? {} : { token: cardSystemToken }
  const cardSystem = httpCardSystem({ baseUrl: cardSystemUrl, ...token })
  const answers = await cardSystem.read('getOperation', { idempotencyKey: 'doctor' }).then(
    () => true,
    () => false,
  )
  await cardSystem.close()
  return answers
    ? ok('card system', 'answers')
    : bad('card system', 'does not answer: look-ups and stops go by hand until it does.')
}

async function* databaseFindings(config: Config): AsyncGenerator<Finding> {
  const file = fileOf(config.databaseUrl)
  if (file !== null && !existsSync(file))
    return yield look('database', `there is none yet at ${file}; the first start makes it`)
  const db = openDatabase(config.databaseUrl)
  try {
    if (!(await isMigrated(db)))
      return yield bad('database', 'its schema is not up to date: run annai migrate.')
    yield ok('database', 'answers, and its schema is up to date')
    const changed = await wrongGuard(db)
    const lost = [...new Set([...(await lostTriggers(db)), ...(changed === null ? [] : [changed])])]
    yield lost.length === 0
      ? ok('triggers', 'logs can be added to, and neither changed nor deleted')
      : bad(
          'triggers',
          `these are gone, or not as they were: ${lost.join(', ')}. Somebody changed them.`,
        )
    yield await chainFinding(db, config)
    yield await erasureFinding(db, config)
    yield await operatorsFinding(db, config)
  } catch (error) {
    yield bad('database', error instanceof Error ? error.message : String(error))
  } finally {
    await closeDatabase(db)
  }
}

const LATEST = 10_000
/** The end of the audit log; `annai audit verify` reads all of it. */
async function chainFinding(db: Db, config: Config): Promise<Finding> {
  if (config.auditKey === null && !existsSync(config.auditKeyFile))
    return look('audit log', 'is not sealed yet: the first start makes a key')
  const { entries, finding } = await verifyLatest(db, auditKeys(config), LATEST)
  return finding === null
    ? ok('audit log', `its last ${entries} sealed entries are whole; annai audit verify reads all`)
    : bad('audit log', `entry ${finding.seq} is not as it was: run annai audit verify.`)
}

/** An older copy of the database brings back who was erased since. */
async function erasureFinding(db: Db, { erasureLedger }: Config): Promise<Finding> {
  const back = await peopleBack(db, readLedger(erasureLedger))
  return back.length === 0
    ? ok('erasures', 'nobody who was erased is there')
    : bad('erasures', `${back.length} people who were erased are back: annai retention --apply`)
}

async function operatorsFinding(db: Db, { production, signIn }: Config): Promise<Finding> {
  const { operators } = await readStaff(db)
  const admins = (await administrators(db, signIn.company).pluck('id')).length
  if (production && (await hasDemoPassword(db)))
    return bad('operators', 'the demo’s people can sign in: this database was made by a demo.')
  return admins > 0
    ? ok('operators', `${operators.length} can sign in, ${admins} of them administrators`)
    : look(
        'operators',
        'there is no administrator who can sign in: annai operator add LOGIN --role admin',
      )
}
