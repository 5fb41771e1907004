import { type Names, nameOf } from '../cases/case-lines.ts'
import type { Customer } from '../customers/customer.ts'
import type { CustomerPage, FlagView, PreferencesView } from '../customers/customer-page.ts'
import { findCustomers } from '../customers/customers.ts'
import { type Flag, isActive, type Preferences } from '../customers/flag.ts'
import { flagsOf, isNumberWatched } from '../customers/flags.ts'
import { recordsOf } from '../customers/one-person.ts'
import { preferencesNow } from '../customers/preferences.ts'
import { failedSince } from '../customers/verification-tries.ts'
import type { Db } from '../db.ts'
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
  const [{ flags, told }, tried, preferences] = await Promise.all([
    mindedOf(db, customer),
    restricted ? [] : recordsOf(db, customer.id).then((all) => triesBefore(db, all, now, wording)),
    restricted ? null : preferencesNow(db, customer.id),
  ])
  const active = [
    ...tried,
    ...toldFlags(told, wording),
    ...flags.filter((each) => isActive(each, now)).map((each) => flagView(each, names, wording)),
  ]
  const day = (ahead: number) =>
    new Date(now.getTime() + 9 * 3_600_000 + ahead * DAY_MS).toISOString().slice(0, 10)
  return {
    flags: restricted ? watchOnly(told, flags, now, wording) : active,
    flagsBefore:
      restricted || !may(role, 'approve')
        ? []
        : flags
            .filter((each) => !isActive(each, now))
            .map((each) => flagView(each, names, wording)),
    preferences: preferences && preferencesView(preferences, customer, told, names, wording),
    expiry: { from: day(0), to: day(YEAR_DAYS) },
  }
}

type Told = Customer['flags'][number]

/** What is noted of any record of a customer, and what the card system tells of any. */
async function mindedOf(db: Db, customer: Customer) {
  const [, ...others] = await recordsOf(db, customer.id)
  const records = [customer, ...(others.length > 0 ? await findCustomers(db, others) : [])]
  const told: Told[] = [...new Set(records.flatMap((each) => each.flags))]
  return { told, flags: await flagsOf(db, [customer.id, ...others]) }
}

/** That somebody may pretend to be this customer protects them, and tells nothing of the account: no reason, no name. */
function watchOnly(
  told: readonly Told[],
  flags: readonly Flag[],
  now: Date,
  { t }: Wording,
): FlagView[] {
  const isWatched =
    told.includes('impostor_watch') ||
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
  const { flags, told } = await mindedOf(db, customer)
  if (!isVerified) return watchOnly(told, flags, now, wording).map(({ kind }) => kind)
  const own = flags.filter((each) => isActive(each, now)).map(({ kind }) => care.kinds[kind])
  const tried = await triesBefore(db, await recordsOf(db, customer.id), now, wording)
  return [...new Set([...toldFlags(told, wording), ...tried].map(({ kind }) => kind).concat(own))]
}

const TRIES_DAYS = 30

/** That callers failed to be verified as this customer: told once a caller is, for the ones before may have been others. */
async function triesBefore(
  db: Db,
  records: readonly string[],
  now: Date,
  { t, fmt }: Wording,
): Promise<FlagView[]> {
  const since = new Date(now.getTime() - TRIES_DAYS * DAY_MS)
  const { count, last } = await failedSince(db, records, since)
  if (last === null) return []
  const bare = { id: null, mark: 'bad', reason: '', until: null, removed: '' } as const
  return [{ ...bare, kind: t.care.triesFailed(count), set: t.care.triesLast(fmt.instant(last)) }]
}

const toldFlags = (told: readonly Told[], { t }: Wording): FlagView[] =>
  told
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
  flags: readonly Told[],
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
      ...(flags.includes('relay_service') ? [t.terms.customerFlag.relay_service] : []),
      ...(told === undefined ? [] : [t.care.preferred(told)]),
    ],
  }
}
