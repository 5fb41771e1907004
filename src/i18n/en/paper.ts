import type { Catalogue } from '../ja/index.ts'

export const paper: Catalogue['paper'] = {
  title: 'Enter a paper slip',
  open: 'Enter a paper slip',
  lead: 'Enter a call that was taken on paper while Annai was down, as the slip says. The numbers are those of the slip. Nothing is sent to the card system from here.',
  entered: (by, time) => `Entered from a paper slip (${by}, ${time})`,
  asWritten: 'as written on the slip',
  save: 'Record this call',
  find: 'Find the customer',
  fields: {
    when: 'Date and time',
    day: 'Date',
    from: 'Start',
    to: 'End',
    operator: 'Taken by',
    fromNumber: 'Calling number',
    version: 'Version of the script',
    customer: 'Customer',
    name: 'Name',
    kana: 'Kana',
    birthDate: 'Date of birth',
    phone: 'Phone',
    relation: 'Relation to the cardmember',
    identity: 'Identity',
    last4: 'Last 4 of the card',
    caseFile: 'Case',
    caseNumber: 'Case number, if a repeat call',
    path: 'Path of numbers',
    reason: 'Reason',
    cause: 'Cause found',
    wanted: 'What the customer wanted',
    promises: 'Promises told',
    promise: 'Promise',
    due: 'Due',
    stop: 'Emergency stop',
    stopRef: 'Reference of the stop',
    stopBy: 'Taken by (name)',
    stopAt: 'Asked at',
    stopCard: 'Last 4 of the card stopped',
    note: 'Notes and other answers',
  },
  hints: {
    time: 'For example 14:05. For a call over midnight enter the date on which it began.',
    search: 'Two or more of name, kana, date of birth, phone and so on, with spaces between.',
    last4: 'Several with spaces between. Never the whole number.',
    path: 'Numbers and letters as on the slip, for example 1a 4b 23a. An interrupt is 12!1.',
    due: 'For example 2026-11-23 17:00, or 17:00 (before the start means the day after)',
    stop: 'Leave empty when no stop was asked for.',
  },
  notIdentified: 'Not identified',
  newCase: 'A new case',
  continueCase: (number, reason, owner) => `${number}: ${reason}, ${owner}`,
  found: (n) => (n === 1 ? '1 customer found.' : `${n} customers found.`),
  noneFound: 'No customer fits. Check the items and search again.',
  notVerified:
    'A caller of yours is not verified, so customers cannot be looked for here. Enter the slip after that call.',
  tooMany: 'Too many fit. Add another item.',
  noPromise: '(none)',
  wrongTitle: 'Nothing was recorded. Please check the following. What you typed is still there.',
  usedForm:
    'This form has been recorded already as a call. What it says now is not recorded. “Record this call” once more records it as another slip.',
  recordedCall: 'Open the recorded call',
  overlap: {
    title: 'A call at the same time has been entered already',
    lead: 'One operator does not take two calls at once. If it is the same slip, do not record it again.',
    call: (takenBy, time, enteredBy, enteredAt) =>
      `Call taken by ${takenBy}, ${time} (entered by ${enteredBy}, ${enteredAt})`,
    another: 'This is another call',
  },
  errors: {
    required: (label) => `Please fill in “${label}”.`,
    day: 'Please check the date (for example 2026-11-23 or 11/23).',
    time: (label) => `Please check the time of “${label}” (for example 14:05).`,
    future: 'The end has not come yet. Please check date and times.',
    long: 'Start and end are more than 12 hours apart. Please check date and times.',
    operator: 'Please pick from the list who took the call.',
    fromNumber: 'Please check the calling number (for example 090-0000-0101).',
    version: 'Please pick the version of the script from the list.',
    twoItems: 'A search needs two items or more.',
    customer: 'Please pick a customer, or “Not identified”.',
    caseFile: 'That case cannot be continued. Please pick a case of the customer.',
    last4: 'The last 4 of a card are four digits.',
    noSuchCard: (last4) => `The customer you picked has no card ending ${last4}.`,
    sameLast4: (last4) => `More than one card ends ${last4}. Please ask an administrator.`,
    stopCard: 'Please enter the card that was stopped under “Last 4 of the card” as well.',
    overlap:
      'A call taken by the same operator at the same time has been entered already. If this is another call, please tick “This is another call”.',
    reason: 'Please pick the reason from the list.',
    cause: 'Please pick the cause from the list.',
    promiseKind: (n) => `Please pick the kind of promise in line ${n}.`,
    due: (n) => `Please check when promise ${n} is due (for example 2026-11-23 17:00).`,
    dueBeforeCall: (n) =>
      `Promise ${n} is due before the start of the call. Please check date and time.`,
    samePromise: (n) => `Promise ${n} is of a kind that stands in a line above.`,
    stopIncomplete: 'Please enter reference, name and time of the emergency stop.',
    stopFuture:
      'The stop was asked for at a time that has not come yet. Please check it (a time before the start of the call is taken for the day after).',
    stopNotOnPath: (numbers) =>
      `An emergency stop is written down, but the path does not ask for one at its step (${numbers}).`,
    stopMissing: 'The path asks for a stop. Please fill in the emergency stop.',
    stopNeedsCard:
      'Please enter the last 4 of the card that was stopped, as on the slip, even if the customer is not identified.',
    identity: (written, path) =>
      `Identity differs: “${written}” on the slip, “${path}” by the path.`,
    tooLong: (label) => `“${label}” is too long. Please shorten it.`,
  },
  at: (place, text) =>
    text === '' ? `Path, piece ${place}: ` : `Path, piece ${place} “${text}”: `,
  path: {
    empty: 'Please enter the path of numbers. It begins at 1.',
    unread: 'this is not a number with a letter.',
    not_next: (number, title) => `the step that comes here is ${number} “${title}”.`,
    no_key: (number, choices) =>
      `the letter of the answer to step ${number} is missing (${choices}).`,
    no_such_key: (number, choices) => `step ${number} has no such answer (${choices}).`,
    not_offered: (number) =>
      `that answer to step ${number} cannot be taken on this path. Compare the notes of the slip.`,
    level: (number, title) =>
      `the next step ${number} “${title}” needs a caller who is verified further than on this path.`,
    needs_system: (number, key) =>
      `the action of step ${number} cannot be done on paper. Enter ${key}, for what could not be done.`,
    needs_customer: (number) =>
      `that answer to step ${number} needs an identified customer. Please pick one above.`,
    needs_card: (number) =>
      `that answer to step ${number} needs a card. Please enter its last 4 digits.`,
    other_matter: (number) =>
      `step ${number} turns to another matter. Please enter one slip for each matter.`,
    behind_end: 'the call has ended before this.',
    unfinished: (number, title, choices) =>
      `it breaks off at step ${number} “${title}”. Please enter it to the end (${choices}).`,
    stuck: 'the call cannot go on from here. Please check the path.',
  },
}
