import * as client from 'openid-client'
import type { Clock } from '../clock.ts'
import type { Role } from './operator.ts'
import type { CompanySignIn } from './sign-in-settings.ts'

/** What a sign-in at the company was begun with; its end has to fit. */
export interface Begun {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
  /** When, in milliseconds. */
  readonly at: number
}

/** Somebody whom the company has vouched for. */
export interface Vouched {
  readonly issuer: string
  readonly subject: string
  readonly login: string
  readonly name: string
  /** Null: the company gives them none of ours. */
  readonly role: Role | null
}

/** The company's sign-in does not answer. */
export class CompanyAway extends Error {
  override readonly name = 'CompanyAway'
}
/** What came back is not what was begun, or the company has said no; `code` says which, for the log. */
export class CompanyRefused extends Error {
  override readonly name = 'CompanyRefused'
  readonly code: string
  constructor(code: string) {
    super(code)
    this.code = code
  }
}

export interface Company {
  begin(redirectUri: string): Promise<{ readonly url: string; readonly begun: Begun }>
  finish(returned: URL, begun: Begun): Promise<Vouched>
}

const PATIENCE_SECONDS = 5

/**
 * The company's own sign-in by OpenID Connect: a code with PKCE, a state and a nonce. It is asked only when it is needed.
 * Whoever comes by it has proved at the company who they are since they left for it: that the company has known somebody
 * at this browser since the morning opens neither a locked screen nor the next one's session at a shared desk, and
 * neither does a browser that has thrown its cookie away.
 */
export function createCompany(settings: CompanySignIn, clock: Clock): Company {
  let found: Promise<client.Configuration> | undefined
  const find = () => {
    found ??= discover(settings).catch((error: unknown) => {
      // The next one who comes asks again.
      found = undefined
      throw error
    })
    return found
  }
  return {
    async begin(redirectUri) {
      const verifier = client.randomPKCECodeVerifier()
      const [state, nonce] = [client.randomState(), client.randomNonce()]
      const begun = { state, nonce, verifier, at: clock.now().getTime() }
      const config = await orAway(find())
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: 'openid profile email',
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state: begun.state,
        nonce: begun.nonce,
        prompt: 'login',
        max_age: '0',
      })
      return { url: url.href, begun }
    },
    async finish(returned, begun) {
      const config = await orAway(find())
      const tokens = await orAway(
        client.authorizationCodeGrant(config, returned, {
          pkceCodeVerifier: begun.verifier,
          expectedState: begun.state,
          expectedNonce: begun.nonce,
          idTokenExpected: true,
          // The library allows for clocks that differ.
          maxAge: Math.ceil((clock.now().getTime() - begun.at) / 1000),
        }),
      )
      const told = tokens.claims()
      if (told === undefined) throw new CompanyRefused('no_id_token')
      const isWhole = settings.roleClaim in told
      const more =
        isWhole || config.serverMetadata().userinfo_endpoint === undefined
          ? {}
          : await orAway(client.fetchUserInfo(config, tokens.access_token, told.sub))
      return vouchedIn({ ...told, ...more }, told.iss, settings)
    },
  }
}

function discover({ issuer, clientId, clientSecret }: CompanySignIn) {
  const execute = issuer.startsWith('http:') ? [client.allowInsecureRequests] : []
  const options = { execute, timeout: PATIENCE_SECONDS }
  return client.discovery(new URL(issuer), clientId, clientSecret, undefined, options)
}

/** What the library throws, told apart: nobody answers, or the answer is no. */
async function orAway<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked
  } catch (error) {
    if (isAway(error)) throw new CompanyAway()
    throw new CompanyRefused(codeOf(error))
  }
}
function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error.name === 'TimeoutError' || error instanceof TypeError) return true
  const { cause } = error
  if (cause instanceof Response) return cause.status >= 500 || cause.status === 404
  return codeOf(error) === 'OAUTH_TIMEOUT' || (cause instanceof Error && isAway(cause))
}
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown'
  const named = 'error' in error ? error.error : 'code' in error ? error.code : 'unknown'
  return typeof named === 'string' && /^\w{1,60}$/.test(named) ? named : 'unknown'
}

function vouchedIn(
  claims: Readonly<Record<string, unknown>> & { readonly sub: string },
  issuer: string,
  { roleClaim, roles }: CompanySignIn,
): Vouched {
  const values = new Set([claims[roleClaim]].flat().map(String))
  const role = roles.find(([claim]) => values.has(claim))?.[1] ?? null
  const text = (name: string) => (typeof claims[name] === 'string' ? claims[name] : '')
  const login = text('preferred_username') || text('email').replace(/@.*/, '')
  return { issuer, subject: claims.sub, login, name: text('name'), role }
}
