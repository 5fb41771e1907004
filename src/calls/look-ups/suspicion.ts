import type { AuthenticationAttempt, NetworkHold } from '../../cards/card.ts'
import { tokyoDate } from '../../cards/delivery.ts'
import { placeholders as en } from '../../i18n/en/placeholders.ts'
import { placeholders as ja } from '../../i18n/ja/placeholders.ts'
import { moment } from '../../i18n/moments.ts'
import { money } from '../../i18n/money.ts'
import { shopIn } from '../../i18n/places.ts'
import type { Language } from '../../scripts/script.ts'
import type { Fact, Value } from '../look-up.ts'
import { fact } from './fact.ts'
import { byTime, daysBefore } from './seen.ts'
import { count, known, orNull, text, type Values } from './values.ts'

export const SUSPICION_DAYS = 30
const HOME = 'JP'
const SHORT_TIME = 86_400_000

export const isForeign = (use: { merchantCountry: string }): boolean => use.merchantCountry !== HOME

const isOpen = ({ verdict }: AuthenticationAttempt): boolean =>
  verdict === null || verdict === 'unsure'

/**
 * Attempts to ask the customer about, the one to ask first in front: those that a network's hold names, and foreign
 * ones of the last 30 days, as long as the customer has not said whose they were.
 */
export function suspiciousAttempts(
  attempts: readonly AuthenticationAttempt[],
  holds: readonly NetworkHold[],
  now: Date,
): AuthenticationAttempt[] {
  const held = new Set(holds.flatMap((hold) => hold.attemptRefs))
  const since = daysBefore(now, SUSPICION_DAYS)
  const suspicious = byTime(attempts).filter(
    (each) => isOpen(each) && (held.has(each.attemptRef) || (isForeign(each) && each.at >= since)),
  )
  return [...suspicious.filter(isForeign), ...suspicious.filter((each) => !isForeign(each))]
}

const useOf = (attempt: AuthenticationAttempt) => ({
  at: attempt.at,
  merchant: attempt.merchantName,
  country: attempt.merchantCountry,
  amount: attempt.amountMinor ?? 0,
  currency: attempt.amountMinor === null ? '' : (attempt.currency ?? ''),
  status: attempt.status,
})

export const suspiciousFact = (attempt: AuthenticationAttempt): Fact =>
  fact('attempt.suspicious', useOf(attempt), 'bad', attempt.cardRef)

export function attemptFact(attempt: AuthenticationAttempt): Fact {
  const tries = attempt.tries.filter(({ outcome }) => outcome === 'failed').length
  const mark = attempt.status === 'authenticated' ? 'ok' : 'warn'
  return fact('attempt.made', { ...useOf(attempt), tries }, mark, attempt.cardRef)
}

const inBoth = (say: (language: Language) => string): Value => text(say('ja'), say('en'))

const amountOf = ({ amountMinor, currency }: AuthenticationAttempt): Value | null =>
  amountMinor === null || currency === null
    ? null
    : inBoth((language) => money(amountMinor, currency, language))

const placeOf = ({ merchantName, merchantCountry }: AuthenticationAttempt): Value =>
  inBoth((language) => shopIn(merchantName, merchantCountry, language))

/** What is read out about the attempt that the customer is asked about; `onlyEntered`: nothing was charged. */
export function attemptValues(attempt: AuthenticationAttempt, onlyEntered: boolean): Values {
  const [, month, day] = tokyoDate(attempt.at).split('-').map(Number)
  return known({
    'attempt.month': orNull(month, count),
    'attempt.day': orNull(day, count),
    'attempt.place': placeOf(attempt),
    'attempt.amount': amountOf(attempt),
    'attempt.summary': onlyEntered ? text(ja.attemptSummary, en.attemptSummary) : text(''),
  })
}

/** The uses that a hold is about: those that the network named, or until it does those just before it. */
function heldUses(hold: NetworkHold, attempts: readonly AuthenticationAttempt[]) {
  const named = attempts.filter(({ attemptRef }) => hold.attemptRefs.includes(attemptRef))
  if (named.length > 0) return named
  const until = Date.parse(hold.setAt)
  return attempts.filter(({ at, status }) => {
    const before = until - Date.parse(at)
    return status === 'authenticated' && before >= 0 && before <= SHORT_TIME
  })
}

const sayUse = (attempt: AuthenticationAttempt, language: Language): string => {
  const { amountMinor, currency, merchantName, at } = attempt
  const amount =
    amountMinor === null || currency === null ? '' : ` ${money(amountMinor, currency, language)}`
  return `${moment(at, language)} ${merchantName}${amount}`
}

export function holdValues(
  holds: readonly NetworkHold[],
  attempts: readonly AuthenticationAttempt[],
): Values {
  const uses = byTime(holds.flatMap((hold) => heldUses(hold, attempts))).reverse()
  if (uses.length === 0) return {}
  const say = (language: Language) => uses.map((use) => sayUse(use, language))
  return { 'hold.attempts': text(say('ja').join('、'), say('en').join('; ')) }
}
