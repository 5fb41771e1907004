import type { Catalogue } from '../ja/index.ts'

export const approvals: Catalogue['approvals'] = {
  title: 'Approvals',
  lead: 'Requests that need a second person, such as an address change together with a reissue. You cannot approve what you took yourself.',
  none: 'Nothing is waiting.',
  found: (n) => `${n} waiting`,
  requestedBy: (name, time) => `Taken by ${name}, ${time}`,
  due: (time) => `Due ${time}`,
  reason: 'Reason for the decision',
  reasonHint: 'Say which papers you saw or how you checked.',
  approve: 'Approve',
  refuse: 'Send back',
  guarded:
    'A caller of yours is not verified, so what is asked for is not shown. Decide once they are, or once the call is over.',
  own: 'You took this request yourself, so somebody else has to approve it.',
  current: 'Now',
  requested: 'Requested',
  decided: 'Recent decisions',
  address: 'Address',
  kinds: { request_address_change: 'Address change together with a reissue' },
  states: {
    open: 'Waiting',
    approved: 'Approved',
    rejected: 'Sent back',
    replaced: 'Replaced',
  },
}
