import { z } from 'zod'
import { ROLES, type Role } from './operators/operator.ts'
import type { CompanySignIn } from './operators/sign-in-settings.ts'

const isRole = (text: string): text is Role => ROLES.some((role) => role === text)
const parts = (text: string, separator: string) =>
  text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** `claim value=role;…`: null when a part is no such pair. */
function readRoles(text: string): readonly (readonly [string, Role])[] | null {
  const pairs = parts(text, ';').map((part): [string, string] => {
    const at = part.lastIndexOf('=')
    return [part.slice(0, at).trim(), part.slice(at + 1).trim()]
  })
  const known = pairs.flatMap(([claim, role]) =>
    claim !== '' && isRole(role) ? [[claim, role] as const] : [],
  )
  return known.length === pairs.length && known.length > 0 ? known : null
}

/** Express's own words for it: how many proxies, or which networks they are in. */
const PROXY =
  /^(\d{1,2}|(loopback|linklocal|uniquelocal|[0-9a-fA-F.:]+(\/\d{1,3})?)(\s*,\s*(loopback|linklocal|uniquelocal|[0-9a-fA-F.:]+(\/\d{1,3})?))*)$/

/** The settings of how people get in. */
export const signInFields = {
  SESSION_SECRET: z.string().min(32, 'is not 32 characters or more').optional(),
  SESSION_SECRET_PREVIOUS: z
    .string()
    .default('')
    .transform((text) => parts(text, ','))
    .refine(
      (secrets) => secrets.every(({ length }) => length >= 32),
      'is not 32 characters or more',
    ),
  IDLE_LOCK_MINUTES: z.coerce.number().min(1).max(180).default(15),
  TRUST_PROXY: z
    .string()
    .regex(PROXY, 'is neither a number of proxies nor a list of networks')
    .optional(),
  SIGN_IN_TRIES_PER_ADDRESS: z.coerce.number().int().min(5).max(10_000).default(50),
  SECOND_FACTOR_ROLES: z
    .string()
    .transform((text) => (text === 'nobody' ? [] : parts(text, ',')))
    .refine((roles) => roles.every(isRole), `is not a list of ${ROLES.join(', ')}, or nobody`)
    .transform((roles) => roles.filter(isRole))
    .optional(),
  OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_ROLE_CLAIM: z.string().default('groups'),
  OIDC_ROLES: z
    .string()
    .transform(readRoles)
    .refine((roles) => roles !== null, 'is not claim=role;claim=role')
    .optional(),
  OIDC_ONLY: z.enum(['true', 'false']).default('false'),
}
const schema = z.object(signInFields)
type Fields = z.output<typeof schema>

/** In production these roles give a one-time code as well; a demo's passwords are known to everybody anyway. */
const SECOND_FACTOR_ROLES: readonly Role[] = ['admin', 'script_publisher', 'auditor']

/** What is set about getting in. */
export interface SignInConfig {
  /** Null: the demo keeps one of its own beside the database. */
  readonly secret: string | null
  readonly secretsBefore: readonly string[]
  readonly idleLockMs: number
  readonly triesPerAddress: number
  readonly secondFactorRoles: readonly Role[]
  readonly company: CompanySignIn | null
  readonly trustProxy: string | null
}

/** Gives the settings, or the one sentence that says what to set. */
export function readSignIn(set: Fields, production: boolean): SignInConfig | string {
  if (production && !set.SESSION_SECRET)
    return 'Please set SESSION_SECRET to 32 or more random characters (for example from: openssl rand -hex 32).'
  const company = companyOf(set, production)
  if (typeof company === 'string') return company
  return {
    secret: set.SESSION_SECRET ?? null,
    secretsBefore: set.SESSION_SECRET_PREVIOUS,
    idleLockMs: set.IDLE_LOCK_MINUTES * 60_000,
    triesPerAddress: set.SIGN_IN_TRIES_PER_ADDRESS,
    secondFactorRoles: set.SECOND_FACTOR_ROLES ?? (production ? SECOND_FACTOR_ROLES : []),
    company,
    trustProxy: set.TRUST_PROXY ?? null,
  }
}

function companyOf(set: Fields, production: boolean): CompanySignIn | string | null {
  const only = set.OIDC_ONLY === 'true'
  if (!set.OIDC_ISSUER)
    return only ? 'Please set OIDC_ISSUER, or leave OIDC_ONLY out: nobody could sign in.' : null
  if (production && !set.OIDC_ISSUER.startsWith('https:'))
    return 'Please set OIDC_ISSUER to an address that begins with https.'
  if (!set.OIDC_CLIENT_ID)
    return 'Please set OIDC_CLIENT_ID to what the company’s sign-in calls Annai.'
  if (!set.OIDC_CLIENT_SECRET)
    return 'Please set OIDC_CLIENT_SECRET to the secret that the company’s sign-in expects.'
  if (!set.OIDC_ROLES)
    return 'Please set OIDC_ROLES to which value of the claim is which role, such as annai-desk=operator;annai-admins=admin.'
  return {
    issuer: set.OIDC_ISSUER,
    clientId: set.OIDC_CLIENT_ID,
    clientSecret: set.OIDC_CLIENT_SECRET,
    roleClaim: set.OIDC_ROLE_CLAIM,
    roles: set.OIDC_ROLES,
    only,
  }
}
