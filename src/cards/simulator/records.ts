import type {
  Address,
  AddressChange,
  AuthenticationAttempt,
  AuthenticationProfile,
  Authorization,
  Card,
  CardLock,
  CustomerSummary,
  FraudClaim,
  IsoDate,
  IsoDateTime,
  NetworkHold,
  PasswordEvent,
  PortalRegistration,
  RecurringMerchant,
  Reissue,
  Shipment,
  Stop,
  WalletToken,
} from '../card.ts'

/** What the simulated world keeps: the records of the port, and beside them what only the world knows. */

export interface Hold extends NetworkHold {
  /** Why the network really stopped the card; told to the issuer only when the network answers. */
  cause: 'suspicious_attempt' | 'velocity'
  seenBy: string[]
  answerAt: IsoDateTime | null
  liftAt: IsoDateTime | null
}
export interface Attempt extends AuthenticationAttempt {
  /** An attempt that the network stopped before it reached the issuer comes to light with the network's answer. */
  known: boolean
}
export interface Parcel extends Shipment {
  customerRef: string
  dispatchOn: IsoDate
  arrivesOn: IsoDate
  sentTimes: number
  returnedAt: IsoDateTime | null
  /** What will happen at the door, as chosen on the stage. */
  fate: 'delivered' | 'absent' | 'returned'
}
export interface Token extends WalletToken {
  customerRef: string
  /** Whether this wallet follows the card to its new number by itself. */
  relinks: boolean
}
export interface Order extends Reissue {
  customerRef: string
}
export interface Move extends AddressChange {
  customerRef: string
  address: Address
  at: IsoDateTime
}

/** Every kind of record, by the field that names it and the field that says whose it is. */
export interface Kinds {
  customer: Omit<CustomerSummary, 'cards'>
  card: Card
  profile: AuthenticationProfile
  password: PasswordEvent
  attempt: Attempt
  lock: CardLock
  hold: Hold
  authorization: Authorization
  stop: Stop
  reissue: Order
  shipment: Parcel
  token: Token
  recurring: RecurringMerchant & { cardRef: string }
  portal: PortalRegistration
  claim: FraudClaim
  move: Move
}
export type Kind = keyof Kinds

export const FIELDS: {
  [K in Kind]: { ref: keyof Kinds[K] & string; owner: keyof Kinds[K] & string }
} = {
  customer: { ref: 'customerRef', owner: 'customerRef' },
  card: { ref: 'cardRef', owner: 'customerRef' },
  profile: { ref: 'cardRef', owner: 'cardRef' },
  password: { ref: 'eventRef', owner: 'cardRef' },
  attempt: { ref: 'attemptRef', owner: 'cardRef' },
  lock: { ref: 'lockRef', owner: 'cardRef' },
  hold: { ref: 'holdRef', owner: 'cardRef' },
  authorization: { ref: 'authRef', owner: 'cardRef' },
  stop: { ref: 'stopRef', owner: 'cardRef' },
  reissue: { ref: 'reissueRef', owner: 'customerRef' },
  shipment: { ref: 'shipmentRef', owner: 'customerRef' },
  token: { ref: 'tokenRef', owner: 'customerRef' },
  recurring: { ref: 'merchantRef', owner: 'cardRef' },
  portal: { ref: 'customerRef', owner: 'customerRef' },
  claim: { ref: 'claimRef', owner: 'cardRef' },
  move: { ref: 'changeRef', owner: 'customerRef' },
}
