import type { Input, ReadName } from './card-system.ts'

const nobody = { customerRef: 'nobody' }
const nothing = { cardRef: 'nothing' }
const since = '2000-01-01T00:00:00.000Z'

/** A question of each kind that concerns no customer: that it is refused is an answer as well. */
export const ABOUT_NOBODY: { readonly [N in ReadName]: Input<N> } = {
  searchCustomers: { birthDate: '1900-01-01', last4: '0000' },
  getCustomerOverview: nobody,
  listStoppableCards: nobody,
  getAuthenticationProfile: nothing,
  listAuthenticationAttempts: { ...nothing, since },
  listPasswordEvents: { ...nobody, since },
  listLocks: nothing,
  listStops: nobody,
  listNetworkHolds: nothing,
  listAuthorizations: { ...nothing, since, limit: 1 },
  getShipment: { reissueRef: 'nothing' },
  listReissues: nobody,
  listWalletTokens: nobody,
  listRecurringMerchants: { ...nothing, months: 1 },
  getPortalRegistration: nobody,
  getOperation: { idempotencyKey: 'nothing' },
}

export const ABOUT_NOBODY_NAMES = Object.keys(ABOUT_NOBODY) as readonly ReadName[] // its keys are just these
