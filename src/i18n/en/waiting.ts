import type { Catalogue } from '../ja/index.ts'

const words: Catalogue['waiting']['words'] = {
  release_lock: {
    may: ['The release of the lock is under way, and I am confirming the result.'],
    mayNot: ['It is released. You can use the card now.', 'It could not be released.'],
  },
  inquire_hold: {
    may: ['We have asked the network, and I am confirming the answer.'],
    mayNot: ['There was nothing wrong.', 'A suspicious use was found.'],
  },
  request_hold_release: {
    may: ['We have asked the network to lift the hold, and I am confirming the result.'],
    mayNot: ['The hold is lifted. You can use the card now.', 'It could not be lifted.'],
  },
  report_genuine: {
    may: ['I am reporting it as your own use, and I am confirming the result.'],
    mayNot: ['The hold is gone.', 'Please try again.'],
  },
  open_claim: {
    may: ['I am registering your claim, and I am confirming the result.'],
    mayNot: ['Your claim is taken.', 'You will not be charged.'],
  },
  stop_card: {
    may: ['The stop is under way, and I am confirming the result.'],
    mayNot: ['The card is stopped.', 'The card is not stopped.'],
  },
  request_reissue: {
    may: ['The order of the new card is under way, and I am confirming that it was taken.'],
    mayNot: ['The new card is ordered.', 'The new card will arrive on …'],
  },
  request_address_change: {
    may: ['The change of address is under way, and I am confirming the result.'],
    mayNot: ['Your address is changed.', 'We will send it to the new address.'],
  },
  request_reshipment: {
    may: ['Sending it again is under way, and I am confirming the result.'],
    mayNot: ['It has been sent again.', 'It will arrive on …'],
  },
  record_manual_stop: {
    may: ['The stop by another route is being put on record.'],
    mayNot: ['The stop is confirmed.'],
  },
}

export const waiting: Catalogue['waiting'] = {
  title: 'Result not known yet',
  of: (action) => `${action}: result not known yet`,
  lead: 'Until it is known, the same action cannot be started from any screen.',
  may: 'You may say',
  mayNot: 'You may not say',
  startedBy: (name, time) => `${time}, ${name}`,
  refresh: 'Show the latest state',
  words,
  since: (result) => `Since then: ${result}`,
  arrived: (told) => `The result is in: ${told}`,
  movedOn: 'This call has moved on in another window. What you are typing is still here.',
  standing: {
    title: 'The same action exists already',
    lead: 'It cannot be started again. You can go on from its result.',
    goOn: 'Go on from the result of this action',
    goOnDetail: 'Nothing new is sent',
  },
}
