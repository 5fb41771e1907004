import type {
  AuthenticationAttempt,
  Authorization,
  Card,
  CardLock,
  CustomerSummary,
  IsoDate,
  IsoDateTime,
  Network,
  NetworkHold,
  PasswordEvent,
  RecurringMerchant,
  Reissue,
  Shipment,
  StopReason,
  WalletToken,
} from '../cards/card.ts'

/** What a caller may say to be found or verified. */
export type SaidItem =
  | 'name'
  | 'kana'
  | 'birthDate'
  | 'phone'
  | 'last4'
  | 'memberNo'
  | 'postalCode'
  | 'address'
  | 'bank'

type Nothing = Readonly<Record<string, never>>
interface Where {
  at: IsoDateTime
  merchant: string
  country: string
}
/** In the smallest unit; without an amount the currency is empty. */
type Use = Where & { amount: number; currency: string }
type Charge = Where & { yen: number }
type Named = { name: string; kana: string }
type Labelled = { label: string; last4: string }

/** Every fact that a look-up can state, and what it says about it. The two catalogues follow this list. */
export interface FactParams {
  'search.one': Named
  'search.many': { count: number }
  'search.candidate': Named
  'search.too_many': Nothing
  'search.none': Nothing
  'search.too_few': Nothing
  'search.unreadable': { item: SaidItem }
  'verification.compared': { count: number }
  'verification.unreadable': { item: SaidItem }
  'verification.cooling': Nothing
  'verification.closed': Nothing
  'third_party.stated': Nothing
  'third_party.not_stated': Nothing
  'cases.open': { count: number }
  'cases.none': Nothing
  'customer.flag': { flag: CustomerSummary['flags'][number] }
  'card.status': Labelled & { status: Card['status']; reason: StopReason | '' }
  'card.replaced': { last4: string }
  'card.none': Nothing
  'card.not_chosen': Nothing
  /** Codes with commas between them. */
  'authentication.enrolled': { methods: string }
  'authentication.not_enrolled': Nothing
  'authentication.unsupported': Nothing
  'authentication.otp': { to: string }
  'attempt.made': Use & { status: AuthenticationAttempt['status']; tries: number }
  'attempt.suspicious': Use & { status: AuthenticationAttempt['status'] }
  'attempt.only_entered': Nothing
  'attempt.none': { days: number }
  'attempt.none_suspicious': { days: number }
  'lock.auth_password': { count: number; first: IsoDateTime; last: IsoDateTime }
  'lock.other': { kind: CardLock['kind']; since: IsoDateTime }
  'lock.none': Nothing
  'hold.in_force': {
    network: Network
    state: NetworkHold['state']
    reason: NetworkHold['reason']
    since: IsoDateTime
  }
  'hold.none': Nothing
  'authorization.declined': Use & { code: string; by: Authorization['decidedBy']; reason: string }
  'authorization.approved': Use
  'authorization.none': { days: number }
  'password.event': {
    at: IsoDateTime
    kind: PasswordEvent['kind']
    channel: PasswordEvent['channel']
    linked: number
  }
  'password.none': { months: number }
  'password.seen': { at: IsoDateTime }
  'password.not_seen': Nothing
  'portal.login_card': { linked: number }
  'portal.linked_login': { last4: string }
  'portal.single_login': { last4: string }
  'portal.none': Nothing
  'portal.old_card': { last4: string }
  'portal.not_added': { last4: string }
  'portal.new_card': { last4: string }
  'charge.posted': Charge & { no: number }
  'charge.approved': Charge & { no: number }
  'charge.attempted': Charge
  'charge.suspicious': { count: number; yen: number }
  'charge.none': { days: number }
  'charge.none_suspicious': { days: number }
  'recurring.merchant': {
    name: string
    last: IsoDate
    yen: number
    cadence: RecurringMerchant['cadence']
    updater: RecurringMerchant['updaterState']
  }
  'recurring.none': { months: number }
  'reissue.state': { state: Reissue['state']; from: IsoDate; to: IsoDate }
  'reissue.none': Nothing
  'shipment.state': { state: Shipment['state'] }
  'shipment.tracking': { no: string }
  /** Dates with commas between them. */
  'shipment.attempted': { on: string }
  'shipment.held': { place: string; until: IsoDate | '' }
  'shipment.delivered': { at: IsoDateTime }
  'shipment.returned': { reason: NonNullable<Shipment['returnReason']> }
  'shipment.late': { to: IsoDate }
  'wallet.token': {
    provider: WalletToken['provider']
    device: string
    relink: WalletToken['relinkState']
  }
  'wallet.added': { provider: WalletToken['provider']; device: string }
  'wallet.none': Nothing
  'system.away': Nothing
  'system.not_found': Nothing
  'system.refused': Nothing
}
export type FactCode = keyof FactParams
export type Facts = { readonly [C in FactCode]: (params: FactParams[C]) => string }

type Topic<C> = C extends `${infer T}.${string}` ? T : never
/** What a fact is about, by the part of its code before the dot. */
export type FactTerms = Readonly<Record<Topic<FactCode>, string>>
