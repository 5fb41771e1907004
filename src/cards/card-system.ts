import type {
  Address,
  AddressChange,
  AuthenticationAttempt,
  AuthenticationProfile,
  Authorization,
  CardLock,
  CustomerOverview,
  CustomerSummary,
  FraudClaim,
  IsoDate,
  NetworkHold,
  PasswordEvent,
  PortalRegistration,
  RecurringMerchant,
  Reissue,
  Shipment,
  Stop,
  StoppableCard,
  StopReason,
  WalletToken,
} from './card.ts'

/** Two items at least; fewer is refused as `invalid_request`, more than 10 customers as `tooMany`. */
export interface CustomerCriteria {
  kana?: string
  birthDate?: IsoDate
  phone?: string
  last4?: string
  postalCode?: string
  memberNo?: string
}

/** Every operation by name: what it takes and what it gives. */
export interface Operations {
  searchCustomers: { in: CustomerCriteria; out: { customers: CustomerSummary[]; tooMany: boolean } }
  getCustomerOverview: { in: { customerRef: string }; out: CustomerOverview }
  listStoppableCards: { in: { customerRef: string }; out: StoppableCard[] }
  getAuthenticationProfile: { in: { cardRef: string }; out: AuthenticationProfile }
  listAuthenticationAttempts: {
    in: { cardRef: string; since: string }
    out: AuthenticationAttempt[]
  }
  listPasswordEvents: { in: { customerRef: string; since: string }; out: PasswordEvent[] }
  listLocks: { in: { cardRef: string }; out: CardLock[] }
  listNetworkHolds: { in: { cardRef: string }; out: NetworkHold[] }
  listAuthorizations: {
    in: { cardRef: string; since: string; limit: number }
    out: Authorization[]
  }
  getShipment: { in: { reissueRef: string }; out: Shipment }
  listReissues: { in: { customerRef: string }; out: Reissue[] }
  /** Every stop of the customer's cards, by whatever route it was made. */
  listStops: { in: { customerRef: string }; out: Stop[] }
  listWalletTokens: { in: { customerRef: string }; out: WalletToken[] }
  listRecurringMerchants: { in: { cardRef: string; months: number }; out: RecurringMerchant[] }
  getPortalRegistration: { in: { customerRef: string }; out: PortalRegistration }
  getOperation: { in: { idempotencyKey: string }; out: OperationRecord }

  releaseLock: { in: { lockRef: string; reasonText: string }; out: CardLock }
  inquireNetworkHold: { in: { holdRef: string }; out: NetworkHold }
  requestNetworkHoldRelease: { in: { holdRef: string; confirmation: string }; out: NetworkHold }
  reportAttempt: {
    in: { attemptRef: string; verdict: 'genuine' | 'not_genuine' | 'unsure' }
    out: { attempt: AuthenticationAttempt; holdsLeft: NetworkHold[] }
  }
  openFraudClaim: {
    in: { cardRef: string; items: { authRef: string }[]; disclosure: string; policeRef?: string }
    out: FraudClaim
  }
  stopCard: { in: { cardRef: string; reason: StopReason; alsoRelated: boolean }; out: Stop }
  requestReissue: {
    in: { stopRef: string; newNumber: boolean; addressConfirmed: boolean; dispatchAfter?: IsoDate }
    out: Reissue
  }
  requestAddressChange: {
    in: { customerRef: string; address: Address; evidence: string }
    out: AddressChange
  }
  requestReshipment: { in: { shipmentRef: string }; out: Shipment }
}
export type OperationName = keyof Operations
export type Input<N extends OperationName> = Operations[N]['in']
export type Output<N extends OperationName> = Operations[N]['out']

/** Operations that change something; each call carries an idempotency key. */
export const CHANGES = [
  'releaseLock',
  'inquireNetworkHold',
  'requestNetworkHoldRelease',
  'reportAttempt',
  'openFraudClaim',
  'stopCard',
  'requestReissue',
  'requestAddressChange',
  'requestReshipment',
] as const satisfies readonly OperationName[]
export type ChangeName = (typeof CHANGES)[number]
export const isChangeName = (name: string): name is ChangeName =>
  CHANGES.some((each) => each === name)
export type ReadName = Exclude<OperationName, ChangeName>

/** What the card system knows of a change by its key: `unknown` means it never arrived. */
export interface OperationRecord {
  state: 'unknown' | 'running' | 'done' | 'failed'
  operation: string | null
  result: unknown
  error: { code: ErrorCode } | null
}

export const ERROR_CODES = [
  'invalid_request',
  'not_found',
  'forbidden',
  'conflict_state',
  'idempotency_mismatch',
  'rate_limited',
  'timeout_unknown',
  'unavailable',
  'policy_refused',
  'network_pending',
  'duplicate_item',
  'already_reissued',
  'reissue_restricted',
  'address_under_review',
  'invalid_postal_code',
  'second_return',
] as const
export type ErrorCode = (typeof ERROR_CODES)[number]

/**
 * What a call to the card system ended as. `unavailable`: certainly nothing was done (it could not be reached, or said
 * so itself). `timeout_unknown`: the request may have been carried out; look it up by its key, never send a new one.
 */
export class CardSystemError extends Error {
  override readonly name = 'CardSystemError'
  readonly code: ErrorCode
  readonly retryable: boolean
  constructor(code: ErrorCode, message: string, retryable = false) {
    super(message)
    this.code = code
    this.retryable = retryable
  }
}

/** The port to the issuer's card system. */
export interface CardSystem {
  /** Reads within its budget (2 s); throws `CardSystemError` with `unavailable` when it does not answer in time. */
  read<N extends ReadName>(name: N, input: Input<N>): Promise<Output<N>>
  /**
   * Changes something under an idempotency key: the same key and input give the same result, however often they are
   * sent. Throws `CardSystemError`; `timeout_unknown` when the request was sent and no answer came.
   */
  change<N extends ChangeName>(name: N, input: Input<N>, key: string): Promise<Output<N>>
}
