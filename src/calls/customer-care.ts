import { type Names, nameOf } from '../cases/case-lines.ts'
import type { Customer } from '../customers/customer.ts'
import type { CustomerPage, FlagView, PreferencesView } from '../customers/customer-page.ts'
import { type Flag, isActive, type Preferences } from '../customers/flag.ts'
import { flagsOf, isNumberWatched } from '../customers/flags.ts'
import { recordsOf } from '../customers/one-person.ts'
import { preferencesNow } from '../customers/preferences.ts'
import type { Operator } from '../operators/operator.ts'
import { may } from '../operators/permissions.ts'
import type { CallDeps } from './context.ts'
import type { Wording } from './wording.ts'

const DAY_MS = 86_400_000
const YEAR_DAYS = 365

type Care = Pick<CustomerPage, 'flags' | 'flagsBefore' | 'preferences' | 'expiry'>

/** What is to be minded about a customer and how they like to be served, as noted here and as the card system tells it. */
export async function careView(
  { db, clock }: Pick<CallDeps, 'db' | 'clock'>,
  customer: Customer,
  { role }: Operator,
  names: Names,
  wording: Wording,
  restricted: boolean,
): Promise<Care> {
  const now = clock.now()
  const [flags, preferences] = await Promise.all([
    flagsOf(db, await recordsOf(db, customer.id)),
    restricted ? null : preferencesNow(db, customer.id),
  ])
  const active = [
    ...toldFlags(customer, wording),
    ...flags.filter((each) => isActive(each, now)).map((each) => flagView(each, names, wording)),
  ]
  const day = (ahead: number) =>
    new Date(now.getTime() + 9 * 3_600_000 + ahead * DAY_MS).toISOString().slice(0, 10)
  return {
    flags: restricted ? watchOnly(customer, flags, now, wording) : active,
    flagsBefore:
      restricted || !may(role, 'approve')
        ? []
        : flags
            .filter((each) => !isActive(each, now))
            .map((each) => flagView(each, names, wording)),
    preferences: preferences && preferencesView(preferences, customer, names, wording),
    expiry: { from: day(0), to: day(YEAR_DAYS) },
  }
}

/** That somebody may pretend to be this customer protects them, and tells nothing of the account: no reason, no name. */
function watchOnly(
  customer: Customer,
  flags: readonly Flag[],
  now: Date,
  { t }: Wording,
): FlagView[] {
  const isWatched =
    customer.flags.includes('impostor_watch') ||
    flags.some((each) => each.kind === 'impostor_watch' && isActive(each, now))
  const kind = t.care.kinds.impostor_watch
  const bare = { id: null, mark: 'bad', reason: '', set: '', until: null, removed: '' } as const
  return isWatched ? [{ ...bare, kind }] : []
}

/** What the header of a call tells; before anybody is found, what is noted of the number that rings. */
export async function mindsInCall(
  { db, clock }: Pick<CallDeps, 'db' | 'clock'>,
  call: { readonly fromNumber: string | null },
  customer: Customer | null,
  isVerified: boolean,
  wording: Wording,
): Promise<readonly string[]> {
  const now = clock.now()
  const { care } = wording.t
  if (customer === null) {
    const isWatched = call.fromNumber !== null && (await isNumberWatched(db, call.fromNumber, now))
    return isWatched ? [care.numberWatched] : []
  }
  const flags = await flagsOf(db, await recordsOf(db, customer.id))
  if (!isVerified) return watchOnly(customer, flags, now, wording).map(({ kind }) => kind)
  const own = flags.filter((each) => isActive(each, now)).map(({ kind }) => care.kinds[kind])
  return [...new Set([...toldFlags(customer, wording).map(({ kind }) => kind), ...own])]
}

const toldFlags = (customer: Customer, { t }: Wording): FlagView[] =>
  customer.flags
    .filter((flag) => flag !== 'relay_service')
    .map((flag) => ({
      id: null,
      kind: t.terms.customerFlag[flag],
      mark: flag === 'impostor_watch' ? 'bad' : 'warn',
      reason: '',
      set: t.care.fromCardSystem,
      until: null,
      removed: '',
    }))

const flagView = (flag: Flag, names: Names, { t, fmt }: Wording): FlagView => ({
  id: flag.id,
  kind: t.care.kinds[flag.kind],
  mark: flag.kind === 'impostor_watch' ? 'bad' : 'warn',
  reason: flag.reason,
  set: t.care.setBy(nameOf(names, flag.setBy), fmt.instant(flag.setAt)),
  until: t.care.until(fmt.calendar(flag.expiresAt)),
  removed:
    flag.removedAt === null
      ? t.care.expired
      : t.care.removed(
          nameOf(names, flag.removedBy ?? ''),
          fmt.instant(flag.removedAt),
          flag.removalReason,
        ),
})

function preferencesView(
  preferences: Preferences,
  customer: Customer,
  names: Names,
  { t, fmt }: Wording,
): PreferencesView {
  const { changedBy, changedAt } = preferences
  const preferred = customer.preferredOperatorId
  const told = names.get(preferred ?? '')
  return {
    version: preferences.version,
    language: preferences.language ?? '',
    relayService: preferences.relayService,
    preferredOperatorId: preferences.preferredOperatorId ?? '',
    bestTime: preferences.bestTime,
    changed:
      changedBy === null || changedAt === null
        ? ''
        : t.care.changedBy(nameOf(names, changedBy), fmt.instant(changedAt)),
    told: [
      ...(customer.flags.includes('relay_service') ? [t.terms.customerFlag.relay_service] : []),
      ...(told === undefined ? [] : [t.care.preferred(told)]),
    ],
  }
}
