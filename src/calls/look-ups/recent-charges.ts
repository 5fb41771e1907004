import { listedNumbers } from '../../cards/action-inputs.ts'
import type { AuthenticationAttempt, Authorization } from '../../cards/card.ts'
import type { Fact, LookUpContext } from '../look-up.ts'
import { fact } from './fact.ts'
import { byTime, type Chosen, daysBefore, forCard, seen } from './seen.ts'
import { attemptValues, isForeign, suspiciousAttempts } from './suspicion.ts'
import { onlyEntered } from './suspicious-attempt.ts'
import { count, subjectValues, text, type Values, yen } from './values.ts'

/** The cardmember protection scheme covers the 60 days before the report. */
export const CHARGE_DAYS = 60
const LIMIT = 200

const isCharge = ({ kind, result }: Authorization): boolean =>
  result === 'approved' && kind !== 'refund' && kind !== 'validity_check'

const sameUse = (authorization: Authorization, attempt: AuthenticationAttempt): boolean =>
  attempt.merchantName === authorization.merchantName &&
  attempt.amountMinor === authorization.amountMinor

/**
 * Charges to ask the customer about: foreign ones and those at shops where an attempt was disowned, unless the
 * customer has said that this very use was their own.
 */
export function suspiciousCharges(
  authorizations: readonly Authorization[],
  attempts: readonly AuthenticationAttempt[],
): Authorization[] {
  const disowned = attempts.filter(({ verdict }) => verdict === 'not_genuine')
  const own = attempts.filter(({ verdict }) => verdict === 'genuine')
  return authorizations
    .filter(isCharge)
    .filter((use) => !own.some((attempt) => sameUse(use, attempt)))
    .filter((use) => isForeign(use) || disowned.some((attempt) => sameUse(use, attempt)))
}

function chargeFact(use: Authorization, no: number, suspicious: boolean): Fact {
  const params = {
    at: use.at,
    merchant: use.merchantName,
    country: use.merchantCountry,
    yen: use.cardAmountYen,
  }
  const mark = suspicious ? 'bad' : 'plain'
  if (!isCharge(use)) return fact('charge.attempted', params, 'plain', use.cardRef)
  const code = use.posted ? 'charge.posted' : 'charge.approved'
  return fact(code, { ...params, no }, mark, use.cardRef)
}

const total = (uses: readonly Authorization[]): number =>
  uses.reduce((sum, use) => sum + use.cardAmountYen, 0)

function verdictFact(
  charges: readonly Authorization[],
  suspicious: readonly Authorization[],
): Fact {
  if (charges.length === 0) return fact('charge.none', { days: CHARGE_DAYS }, 'ok')
  if (suspicious.length === 0) return fact('charge.none_suspicious', { days: CHARGE_DAYS }, 'ok')
  return fact('charge.suspicious', { count: suspicious.length, yen: total(suspicious) }, 'bad')
}

async function readUses({ cardSystem, now }: LookUpContext, { cardRef, customerRef }: Chosen) {
  const since = daysBefore(now, CHARGE_DAYS)
  const [authorizations, attempts, holds, overview] = await Promise.all([
    cardSystem.read('listAuthorizations', { cardRef, since, limit: LIMIT }),
    cardSystem.read('listAuthenticationAttempts', { cardRef, since }),
    cardSystem.read('listNetworkHolds', { cardRef }),
    cardSystem.read('getCustomerOverview', { customerRef }),
  ])
  const [asked] = suspiciousAttempts(attempts, holds, now)
  const entered = asked ? attemptValues(asked, onlyEntered(asked, authorizations)) : {}
  const uses = byTime(authorizations.filter(({ kind }) => kind !== 'refund'))
  const values: Values = {
    ...subjectValues(overview, cardRef),
    'attempt.summary': text(''),
    ...entered,
  }
  return { uses, attempts, values }
}

/** The uses of the last 60 days, numbered: what was charged, apart from what was only tried. */
export const recentCharges = forCard(async (context, chosen) => {
  const { uses, attempts, values } = await readUses(context, chosen)
  const charges = uses.filter(isCharge)
  const tried = uses.filter((use) => !isCharge(use))
  const suspicious = suspiciousCharges(charges, attempts)
  return seen({
    proposed: suspicious.length > 0 ? 'charged' : 'none',
    facts: [
      verdictFact(charges, suspicious),
      ...charges.map((use, at) => chargeFact(use, at + 1, suspicious.includes(use))),
      ...tried.map((use) => chargeFact(use, 0, false)),
    ],
    values: {
      ...values,
      'claim.count': count(suspicious.length),
      'claim.total': yen(total(suspicious)),
    },
    refs: { auth: refsOf(suspicious), charge: refsOf(charges) },
  })
})

const refsOf = (uses: readonly Authorization[]): string[] => uses.map(({ authRef }) => authRef)

/** Count and total of the uses that the customer named by their numbers in the list; none named: as looked up. */
export function claimValues(facts: readonly Fact[], disputedItems: string): Values {
  const numbers = new Set<string | number>(listedNumbers(disputedItems))
  const named = facts.filter(({ params }) => params.no !== undefined && numbers.has(params.no))
  if (named.length === 0) return {}
  const sum = named.reduce((total, { params }) => total + Number(params.yen), 0)
  return { 'claim.count': count(named.length), 'claim.total': yen(sum) }
}
