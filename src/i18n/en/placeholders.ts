import type { Catalogue } from '../ja/index.ts'

export const placeholders: Catalogue['placeholders'] = {
  issuer: 'Asagiri Card',
  portal: 'Asagiri Net',
  linkedLogin: 'linked login',
  ending: (last4: string) => `ending ${last4}`,
  anyCard: 'the card',
  topup: 'au PAY',
  networkReading: {
    AMEX: 'American Express',
    VISA: 'Visa',
    MASTERCARD: 'Mastercard',
    JCB: 'JCB',
    DINERS: 'Diners Club',
    unknown: 'the card network',
  },
  neutral: {
    'customer.name': 'the customer',
    'case.summary': 'your enquiry',
    'phone.last4': 'that you registered',
  },
  missing: '(see the screen)',
  unrecorded: '(not on record)',
  attemptSummary: 'There is only a record that the card details were entered.',
  digits: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
  caseSummary: (reason, done) => (done === '' ? reason : `${reason}: ${done}`),
}
