import type { Catalogue } from '../ja/index.ts'

export const said: Catalogue['said'] = {
  name: 'Name (kanji or kana)',
  kana: 'Name (kana)',
  birthDate: 'Date of birth',
  birthDateHint: 'For example 1990-06-14 or H2.6.14',
  phone: 'Phone number',
  postalCode: 'Postcode',
  address: 'Address',
  bank: 'Bank',
  branch: 'Branch',
  last4: 'Last 4 digits of the card',
  memberNo: 'Member number',
  caseNumber: 'Case number',
  recentUse: 'A recent use (shop)',
  holderName: 'Cardmember’s name (kana)',
  relation: 'Caller’s relation',
}
