/** What whoever talks to a customer should mind, noted by an operator with a reason and for a time. */
export const FLAG_KINDS = ['impostor_watch', 'vulnerable', 'complaint', 'other'] as const
export type FlagKind = (typeof FLAG_KINDS)[number]

export interface Flag {
  readonly id: string
  readonly customerId: string
  readonly kind: FlagKind
  readonly reason: string
  readonly setBy: string
  readonly setAt: string
  readonly expiresAt: string
  readonly removedBy: string | null
  readonly removedAt: string | null
  readonly removalReason: string
}

export const isActive = (flag: Pick<Flag, 'expiresAt' | 'removedAt'>, now: Date): boolean =>
  flag.removedAt === null && flag.expiresAt > now.toISOString()

const LONGEST_DAYS = 366
const DAY_MS = 86_400_000

/** The end of a day in Japan, from its ISO date; null unless it lies ahead, by no more than a year. */
export function expiryOf(date: string, now: Date): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return null
  const end = Date.parse(`${date}T23:59:59.000+09:00`)
  const ahead = end - now.getTime()
  return ahead > 0 && ahead <= LONGEST_DAYS * DAY_MS ? new Date(end).toISOString() : null
}

/** How a customer likes to be served, as noted here. */
export interface Preferences {
  /** 0: nothing was ever noted. */
  readonly version: number
  readonly language: 'ja' | 'en' | null
  readonly relayService: boolean
  readonly preferredOperatorId: string | null
  readonly bestTime: string
  readonly changedBy: string | null
  readonly changedAt: string | null
}
export const NO_PREFERENCES: Preferences = {
  version: 0,
  language: null,
  relayService: false,
  preferredOperatorId: null,
  bestTime: '',
  changedBy: null,
  changedAt: null,
}
