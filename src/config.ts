import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { type AuditKey, readAuditKey } from './audit/key.ts'
import { type BusinessHours, CENTER_HOURS, readBusinessHours } from './cards/business-hours.ts'
import { WEBHOOK_SECRET } from './cards/webhook-secret.ts'
import { PEOPLE_AN_HOUR } from './customers/looks.ts'
import type { TryLimits } from './customers/verification-tries.ts'
import { fileOf } from './database-file.ts'
import { LIMITS, type Limits } from './retention/time-limits.ts'
import { readSignIn, type SignInConfig, signInFields } from './sign-in-config.ts'

/** A setting is wrong or missing; the message says what to set. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

const port = z.coerce.number().int().min(0).max(65535)
const auditKey = z.string().transform((text, context) => {
  const key = readAuditKey(text)
  if (key === null)
    context.addIssue({ code: 'custom', message: 'it has to be 32 bytes or more, in hex or Base64' })
  return key ?? z.NEVER
})
/** Years, months or days. */
const atLeastOne = z.coerce.number().int().min(1).max(3650)
const schema = z.object({
  NODE_ENV: z.string().default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(3000),
  DATABASE_URL: z.string().min(1).optional(),
  CARD_SYSTEM_URL: z.url({ protocol: /^https?$/ }).optional(),
  CARD_SYSTEM_TOKEN: z.string().min(16).optional(),
  CARD_SYSTEM_WEBHOOK_SECRET: z
    .string()
    .regex(WEBHOOK_SECRET, 'is not whsec_ and 24 to 64 random bytes in Base64')
    .optional(),
  SIMULATOR_PORT: port.default(3001),
  SIMULATOR_DATABASE: z.string().min(1).optional(),
  TZ: z.string().default('Asia/Tokyo').refine(isTimeZone, 'is not a time zone'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  BUSINESS_HOURS: z
    .string()
    .default('09:00-20:00')
    .transform(readBusinessHours)
    .refine((hours) => hours !== null, 'is not from–to within a day, such as 09:00-20:00'),
  ACTION_GIVE_UP_MINUTES: z.coerce.number().min(1).max(1440).default(15),
  VERIFICATION_TRIES: z.coerce.number().int().min(1).max(100).default(5),
  VERIFICATION_COOL_DOWN_MINUTES: z.coerce.number().min(1).max(1440).default(30),
  PEOPLE_AN_HOUR: z.coerce.number().int().min(20).max(100_000).default(PEOPLE_AN_HOUR),
  AUDIT_KEY: auditKey.optional(),
  AUDIT_KEY_PREVIOUS: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((each) => each.trim() || []))
    .pipe(z.array(auditKey)),
  AUDIT_ANCHORS: z.string().min(1).optional(),
  AUDIT_ANCHOR_SECONDS: z.coerce.number().int().min(1).max(86_400).default(60),
  AUDIT_ANCHOR_ENTRIES: z.coerce.number().int().min(1).default(10_000),
  ...signInFields,
  RETAIN_CASES_YEARS: atLeastOne.default(LIMITS.casesYears),
  RETAIN_CLAIMS_YEARS: atLeastOne.default(LIMITS.claimsYears),
  RETAIN_AUDIT_MONTHS: atLeastOne.default(LIMITS.auditMonths),
  RETAIN_DRAFTS_DAYS: atLeastOne.default(LIMITS.draftsDays),
  RETAIN_EVENTS_DAYS: atLeastOne.default(LIMITS.eventsDays),
  RETENTION: z.enum(['report', 'apply']).default('report'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
})

export interface Config {
  readonly production: boolean
  /** Demo people, customers and the stage: only without NODE_ENV=production and without a real card system. */
  readonly demo: boolean
  readonly host: string
  readonly port: number
  readonly databaseUrl: string
  readonly cardSystemUrl: string | null
  readonly cardSystemToken: string | null
  /** What the card system signs its events with; null: it sends none, or the demo makes one. */
  readonly webhookSecret: string | null
  readonly simulatorPort: number
  readonly simulatorDatabase: string
  readonly timeZone: string
  readonly publicUrl: string | null
  /** After how long without a known end a person is asked what became of an action. */
  readonly giveUpAfterMs: number
  /** From when to when the center answers, every day: promises in business hours are reckoned with it. */
  readonly businessHours: BusinessHours
  /** After so many failed tries to verify callers as one customer, within so long, they are verified no more for a while. */
  readonly tryLimits: TryLimits
  readonly peopleAnHour: number
  /** What the audit log is sealed with; null: a key is made and kept in a file, which the demo may do. */
  readonly auditKey: AuditKey | null
  readonly auditKeyFile: string
  /** Keys that were in use before, the newest first. */
  readonly auditKeysBefore: readonly AuditKey[]
  /** Where the audit log's anchors are written, outside the database. */
  readonly auditAnchors: string
  /** Where it is written who was erased, outside the database as well. */
  readonly erasureLedger: string
  readonly auditAnchorEveryMs: number
  readonly auditAnchorEveryEntries: number
  readonly signIn: SignInConfig
  /** How long what is kept, and whether what is old goes by itself every night. */
  readonly retention: { readonly limits: Limits; readonly apply: boolean }
  readonly logLevel: string
}

/** Reads every setting once; throws a `ConfigError` whose one sentence says what to set. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const filled = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(filled)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new ConfigError(
      `Please set ${String(issue?.path[0])} to a valid value: ${issue?.message}.`,
    )
  }
  const set = parsed.data
  const production = set.NODE_ENV === 'production'
  if (production && !set.CARD_SYSTEM_URL)
    throw new ConfigError(
      'Please set CARD_SYSTEM_URL: in production there is no built-in card system.',
    )
  if (production && !set.CARD_SYSTEM_TOKEN)
    throw new ConfigError(
      'Please set CARD_SYSTEM_TOKEN to the secret (16 characters or more) that the card system expects.',
    )
  if (production && !set.PUBLIC_URL)
    throw new ConfigError(
      'Please set PUBLIC_URL to the address (https://…) under which the operators open Annai.',
    )
  if (production && !set.AUDIT_KEY)
    throw new ConfigError(
      'Please set AUDIT_KEY to 32 random bytes or more, in hex or Base64: the audit log is sealed with it.',
    )
  const databaseUrl = set.DATABASE_URL ?? join(root, 'data', 'annai.sqlite')
  const auditAnchors = set.AUDIT_ANCHORS ?? join(besideDatabase(databaseUrl), 'audit-anchors.jsonl')
  const signIn = readSignIn(set, production)
  if (typeof signIn === 'string') throw new ConfigError(signIn)
  return {
    production,
    demo: !production && !set.CARD_SYSTEM_URL,
    host: set.HOST,
    port: set.PORT,
    databaseUrl,
    cardSystemUrl: set.CARD_SYSTEM_URL ?? null,
    cardSystemToken: set.CARD_SYSTEM_TOKEN ?? null,
    webhookSecret: set.CARD_SYSTEM_WEBHOOK_SECRET ?? null,
    simulatorPort: set.SIMULATOR_PORT,
    simulatorDatabase: set.SIMULATOR_DATABASE ?? join(root, 'data', 'simulator.sqlite'),
    timeZone: set.TZ,
    publicUrl: set.PUBLIC_URL ?? null,
    giveUpAfterMs: set.ACTION_GIVE_UP_MINUTES * 60_000,
    businessHours: set.BUSINESS_HOURS ?? CENTER_HOURS,
    tryLimits: {
      tries: set.VERIFICATION_TRIES,
      coolDownMs: set.VERIFICATION_COOL_DOWN_MINUTES * 60_000,
    },
    peopleAnHour: set.PEOPLE_AN_HOUR,
    auditKey: set.AUDIT_KEY ?? null,
    auditKeyFile: join(besideDatabase(databaseUrl), 'audit-key'),
    auditKeysBefore: set.AUDIT_KEY_PREVIOUS,
    auditAnchors,
    erasureLedger: join(dirname(auditAnchors), 'erasures.jsonl'),
    auditAnchorEveryMs: set.AUDIT_ANCHOR_SECONDS * 1000,
    auditAnchorEveryEntries: set.AUDIT_ANCHOR_ENTRIES,
    signIn,
    retention: {
      apply: set.RETENTION === 'apply',
      limits: {
        casesYears: set.RETAIN_CASES_YEARS,
        claimsYears: set.RETAIN_CLAIMS_YEARS,
        auditMonths: set.RETAIN_AUDIT_MONTHS,
        draftsDays: set.RETAIN_DRAFTS_DAYS,
        eventsDays: set.RETAIN_EVENTS_DAYS,
      },
    },
    logLevel: set.LOG_LEVEL,
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** The folder of what is kept beside a database: keys, and the anchors of the audit log. */
export function besideDatabase(url: string): string {
  const file = fileOf(url)
  return file === null ? join(root, 'data') : dirname(file)
}

/** The folder of package.json, both in the source and in the build. */
export const root = findRoot(dirname(fileURLToPath(import.meta.url)))
function findRoot(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : findRoot(dirname(folder))
}
