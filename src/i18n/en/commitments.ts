import type { Catalogue } from '../ja/index.ts'

export const commitments: Catalogue['commitments'] = {
  call_back: {
    name: 'Call back',
    wording: ({ due, operator, window }) =>
      `${operator} calls the registered number by ${due}${
        window === '' ? '' : ` (a time that suits: ${window})`
      }.`,
  },
  follow_up: {
    name: 'Follow-up',
    wording: ({ due, operator }) => `${operator} goes on with this matter by ${due}.`,
  },
  network_answer: {
    name: 'Answer of the network',
    wording: ({ due, card }) =>
      `We ask the network why ${card} was stopped and give the answer by ${due}.`,
  },
  delivery: {
    name: 'Delivery of the new card',
    wording: ({ from, to, due }) =>
      from === ''
        ? `The new card comes by simplified registered mail by ${due}.`
        : `The new card comes by simplified registered mail, about ${from} to ${to}.`,
  },
  tell_delivery: {
    name: 'Delivery notice',
    wording: ({ due }) => `We tell when and how the new card comes by ${due}.`,
  },
  tell_lock: {
    name: 'About the lock',
    wording: ({ card }) =>
      `The customer sets the password of ${card} and calls; then we release the 3-D Secure lock.`,
  },
  verify_manual_stop: {
    name: 'Check of the emergency stop',
    wording: ({ card, due }) =>
      `We check in the card system by ${due} that ${card} was stopped by the other way.`,
  },
  holder_calls: {
    name: 'Call of the cardmember',
    wording: ({ card }) => `The cardmember calls about a reissue of ${card} and the like.`,
  },
  address_review: {
    name: 'Review of the address change',
    wording: ({ due }) =>
      `The address change together with the reissue is reviewed; we give the result by ${due}.`,
  },
  reissue: {
    name: 'Order of the new card',
    wording: ({ card, due }) =>
      `We order the reissue of ${card} by ${due} and say when the new card comes.`,
  },
  claim: {
    name: 'Fraud claim',
    wording: ({ card, due }) => `We take the claim for the unrecognised uses of ${card} by ${due}.`,
  },
  reshipment: {
    name: 'Sending the card again',
    wording: ({ due }) => `We send the returned card again by ${due} and say so.`,
  },
  shipment_trace: {
    name: 'Tracing the shipment',
    wording: ({ due }) => `We trace the card and give the result by ${due}.`,
  },
  fraud_desk: {
    name: 'Word from the fraud desk',
    wording: ({ due }) => `The fraud desk calls by ${due}.`,
  },
  verify_stop: {
    name: 'Result of the stop',
    wording: ({ card, due }) => `We check whether ${card} was stopped and say so by ${due}.`,
  },
  receipt_check: {
    name: 'Was it received?',
    wording: ({ due }) => `The customer asks the family; we ask again by ${due}.`,
  },
  retry_later: {
    name: 'Result of the retry',
    wording: ({ card }) => `The customer tries again later with ${card} and calls if it fails.`,
  },
  document: {
    name: 'Document',
    wording: ({ due }) => `We send the document that was spoken of by ${due}.`,
  },
}
