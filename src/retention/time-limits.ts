/** How long what is kept: domain rule 3.6, each to be set by the issuer. */
export interface Limits {
  /** After closing: a case with its calls, actions, notes and promises; and a customer of whom nothing is left. */
  readonly casesYears: number
  /** A case with a fraud claim; never shorter than any other case. */
  readonly claimsYears: number
  /** The audit log on line; it is archived by a command of its own. */
  readonly auditMonths: number
  readonly draftsDays: number
  /** What the card system told of, once it was seen to. */
  readonly eventsDays: number
}
export const LIMITS: Limits = {
  casesYears: 7,
  claimsYears: 10,
  auditMonths: 13,
  draftsDays: 90,
  eventsDays: 90,
}

/** The instants before which each is old enough to go. */
export interface Cutoffs {
  readonly cases: string
  readonly claims: string
  readonly audit: string
  readonly drafts: string
  readonly events: string
}
const DAY_MS = 86_400_000

export function cutoffsAt(now: Date, limits: Limits): Cutoffs {
  const monthsAgo = (months: number) => {
    const at = new Date(now)
    at.setUTCMonth(at.getUTCMonth() - months)
    return at.toISOString()
  }
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS).toISOString()
  return {
    cases: monthsAgo(12 * limits.casesYears),
    claims: monthsAgo(12 * Math.max(limits.casesYears, limits.claimsYears)),
    audit: monthsAgo(limits.auditMonths),
    drafts: daysAgo(limits.draftsDays),
    events: daysAgo(limits.eventsDays),
  }
}
