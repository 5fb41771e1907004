import type { FactParams, Facts, FactTerms } from '../fact-params.ts'
import { day, moment } from '../moments.ts'
import { money, yen as yenIn } from '../money.ts'
import { country } from '../places.ts'
import { said } from './said.ts'
import { terms } from './terms.ts'

const at = (iso: string) => moment(iso, 'en')
const on = (iso: string) => day(iso, 'en')
const yen = (amount: number) => yenIn(amount, 'en')
const list = (codes: string, say: (code: string) => string) => codes.split(',').map(say).join(', ')
const method = (code: string) =>
  Object.entries(terms.authMethod).find(([k]) => k === code)?.[1] ?? code
const where = (p: { merchant: string; country: string }) =>
  p.country === 'JP' ? p.merchant : `${p.merchant} (${country(p.country, 'en')})`
const use = (p: FactParams['authorization.approved']) =>
  `${at(p.at)}, ${where(p)}, ${p.currency === '' ? 'no amount' : money(p.amount, p.currency, 'en')}`
const charge = (p: FactParams['charge.attempted']) => `${at(p.at)}, ${where(p)}, ${yen(p.yen)}`
const wallet = (p: FactParams['wallet.added']) =>
  terms.walletProvider[p.provider] + (p.device === '' ? '' : ` (${p.device})`)
const unreadable = (p: FactParams['search.unreadable']) =>
  `${said[p.item]}: cannot be read, please check what was typed`

const reason = (code: string) =>
  Object.entries(terms.declineReason).find(([k]) => k === code)?.[1] ??
  terms.declineReason.do_not_honor

export const factTerms: FactTerms = {
  search: 'Cardmember search',
  verification: 'Identity',
  third_party: 'Someone else calling',
  cases: 'Open cases',
  customer: 'Please note',
  card: 'Card',
  authentication: '3-D Secure',
  attempt: 'Authentication',
  lock: 'Lock',
  hold: 'Network hold',
  authorization: 'Authorization',
  password: 'Password',
  portal: 'Member portal',
  charge: 'Uses',
  recurring: 'Recurring payments',
  reissue: 'Reissue',
  shipment: 'Delivery',
  wallet: 'Wallet',
  system: 'Card system',
}

export const facts: Facts = {
  'search.one': (p) => `One cardmember found (${p.name}, ${p.kana})`,
  'search.many': (p) => `${p.count} cardmembers match; please ask one more item`,
  'search.candidate': (p) => `Matches: ${p.name} (${p.kana})`,
  'search.too_many': () => 'Too many match; please ask one more item',
  'search.none': () => 'Nobody found',
  'search.too_few': () => 'A search needs two items or more',
  'search.unreadable': unreadable,
  'verification.compared': (p) => `${p.count} ${p.count === 1 ? 'item' : 'items'} compared`,
  'verification.unreadable': unreadable,
  'verification.cooling': () =>
    'Verification cannot go on. Too many tries for this cardmember have failed; for a while only a stop can be taken, by name and date of birth',
  'verification.closed': () =>
    'Verification cannot go on. Too many tries for this cardmember have failed; nothing is compared for a while. Hand an urgent stop over to the fraud desk',
  'third_party.stated': () => "The cardmember's name and date of birth were stated and compared",
  'third_party.not_stated': () =>
    "The cardmember's name and date of birth have not been stated and matched",
  'cases.open': (p) => `${p.count} open ${p.count === 1 ? 'case' : 'cases'}`,
  'cases.none': () => 'No open case',
  'customer.flag': (p) => terms.customerFlag[p.flag],
  'card.status': (p) =>
    `${p.label} ending ${p.last4}: ${terms.cardStatus[p.status]}${
      p.reason === '' ? '' : ` (${terms.stopReason[p.reason]})`
    }`,
  'card.replaced': (p) => `Replaced by the new card ending ${p.last4}`,
  'card.none': () => 'There is no card to choose',
  'card.not_chosen': () => 'No card has been chosen yet',
  'authentication.enrolled': (p) => `Enrolled (${list(p.methods, method)})`,
  'authentication.not_enrolled': () => 'Not enrolled',
  'authentication.unsupported': () => 'This card does not support 3-D Secure',
  'authentication.otp': (p) => `One-time codes go to ${p.to}`,
  'attempt.made': (p) =>
    `${use(p)}: ${terms.attemptStatus[p.status]}${p.tries > 0 ? `, ${p.tries} did not match` : ''}`,
  'attempt.suspicious': (p) => `To be asked about: ${use(p)}: ${terms.attemptStatus[p.status]}`,
  'attempt.only_entered': () => 'The card details were only entered; nothing was charged',
  'attempt.none': (p) => `Nothing recorded in the last ${p.days} days`,
  'attempt.none_suspicious': (p) => `Nothing suspicious in the last ${p.days} days`,
  'lock.auth_password': (p) =>
    `3-D Secure is locked (${p.count} did not match, ${at(p.first)} to ${at(p.last)})`,
  'lock.other': (p) => `${terms.lockKind[p.kind]} (since ${at(p.since)})`,
  'lock.none': () => 'No lock',
  'hold.in_force': (p) =>
    `${terms.network[p.network]}: ${terms.holdState[p.state]} (since ${at(p.since)}, ${
      terms.holdReason[p.reason]
    })`,
  'hold.none': () => 'The network holds nothing',
  'authorization.declined': (p) =>
    `${use(p)}: declined (${reason(p.reason)}, response code ${p.code}, by ${terms.decidedBy[p.by]})`,
  'authorization.approved': (p) => `${use(p)}: approved`,
  'authorization.none': (p) => `Nothing recorded in the last ${p.days} days`,
  'password.event': (p) =>
    `${terms.passwordEvent[p.kind]} ${at(p.at)} (${terms.channel[p.channel]}${
      p.linked === 1 ? ', through the linked login' : ''
    })`,
  'password.none': (p) => `Neither set nor changed in the last ${p.months} months`,
  'password.seen': (p) => `Recorded on this card (${at(p.at)})`,
  'password.not_seen': () => 'Nothing new on this card yet',
  'portal.login_card': (p) =>
    p.linked === 1 ? 'Login card of the linked login' : 'Login card of the member portal',
  'portal.linked_login': (p) => `Linked login in use (logs in with the card ending ${p.last4})`,
  'portal.single_login': (p) => `One login for each card (logs in with the card ending ${p.last4})`,
  'portal.none': () => 'Not registered in the member portal',
  'portal.old_card': (p) => `The old card ending ${p.last4} is still registered`,
  'portal.not_added': (p) => `The new card ending ${p.last4} is not registered yet`,
  'portal.new_card': (p) => `Registered with the card ending ${p.last4}`,
  'charge.posted': (p) => `${p.no}. ${charge(p)}: posted`,
  'charge.approved': (p) => `${p.no}. ${charge(p)}: approved, not posted yet`,
  'charge.attempted': (p) => `${charge(p)}: did not go through, not charged`,
  'charge.suspicious': (p) =>
    `${p.count} ${p.count === 1 ? 'use' : 'uses'} to be asked about, ${yen(p.yen)} in all`,
  'charge.none': (p) => `Nothing charged in the last ${p.days} days`,
  'charge.none_suspicious': (p) => `No suspicious charge in the last ${p.days} days`,
  'recurring.merchant': (p) =>
    `${p.name}: ${terms.cadence[p.cadence]}, ${yen(p.yen)}, last ${on(p.last)} (${
      terms.updaterState[p.updater]
    })`,
  'recurring.none': (p) => `No recurring payment in the last ${p.months} months`,
  'reissue.state': (p) => `${terms.reissueState[p.state]} (expected ${on(p.from)} to ${on(p.to)})`,
  'reissue.none': () => 'No reissue has been ordered',
  'shipment.state': (p) => terms.shipmentState[p.state],
  'shipment.tracking': (p) => `Tracking number ${p.no}`,
  'shipment.attempted': (p) => `Nobody in (${list(p.on, on)})`,
  'shipment.held': (p) =>
    `Held at ${p.place} (${p.until === '' ? 'no limit recorded' : `until ${on(p.until)}`})`,
  'shipment.delivered': (p) => `Delivered on ${at(p.at)}`,
  'shipment.returned': (p) => `Returned: ${terms.returnReason[p.reason]}`,
  'shipment.late': (p) => `Later than expected (by ${on(p.to)})`,
  'wallet.token': (p) => `${wallet(p)}: ${terms.relinkState[p.relink]}`,
  'wallet.added': (p) => `${wallet(p)}: holds the new card`,
  'wallet.none': () => 'No wallet in use',
  'system.away': () => 'The card system does not answer; please go on by what you are told',
  'system.not_found': () => 'The card system has no such record',
  'system.refused': () => 'The card system did not accept the enquiry',
}
