import type { Catalogue } from '../ja/index.ts'

export const retention: Catalogue['retention'] = {
  nobody: '消去済み（erased）',
  gone: 'erased',
  erasedCase: (at) =>
    `What stood in this case was erased on ${at}. Its number, times, steps and outcomes are left.`,
  erasedCall: (at) =>
    `What was told and shown in this call was erased on ${at}. Its steps and outcomes are left.`,
  erasedPerson: (at, by) =>
    by === null
      ? `The personal data of this customer were erased on ${at}: their time was over.`
      : `The personal data of this customer were erased on ${at} (approved by ${by}).`,
  held: (by, at) =>
    `Under a legal hold (${by}, ${at}). Nothing of it is erased, however old it is.`,
  title: (name) => `Erasing the personal data of ${name}`,
  open: 'Erase personal data',
  lead: 'Erases names, phone numbers, what was told, notes, the words of promises and the like, of all records that are this person and of all their cases. Case numbers, times, steps and outcomes, statistics and the audit log stay.',
  irreversible:
    'This cannot be taken back. It is done at once when a second person has approved it.',
  counts: (cases, records) =>
    `Concerns ${cases} ${cases === 1 ? 'case' : 'cases'} and ${records} ${records === 1 ? 'record' : 'records'}`,
  ground: 'Why',
  grounds: {
    person_asked: 'The person asked for it',
    not_needed: 'No longer needed',
    authority: 'A law or an authority demands it',
    other: 'Other',
  },
  reason: 'Circumstances and reference',
  reasonHint: 'These words are erased as well. Only the kind of reason stays.',
  last4: 'Last 4 digits of the member number',
  last4Hint: 'So that nobody else is erased: look up the member number and type its end.',
  last4Wrong: 'These are not the last 4 digits of the member number. Check who the customer is.',
  submit: 'Ask for the erasure',
  already: 'The erasure of this customer has been asked for already.',
  waiting: (by, at) => `The erasure waits for approval (asked for by ${by}, ${at}).`,
  inTheWay: 'It cannot be erased, because of this:',
  obstacles: {
    legal_hold: 'There is a legal hold.',
    open_case: 'A case is not closed.',
    call_going_on: 'A call has not ended.',
    running_action: 'The outcome of an action is not known yet.',
    open_promise: 'A promise has not been kept yet.',
    open_task: 'A task is open.',
    waiting_handover: 'A handover has not been taken yet.',
    open_manual_stop: 'A stop made by other means has not been matched.',
    waiting_merge: 'A merge of records waits for approval.',
  },
  before: 'Earlier requests',
  states: { waiting: 'Waiting', approved: 'Erased', rejected: 'Refused' },
  requestedBy: (name, at) => `Asked for by ${name}, ${at}`,
  decidedBy: (name, at) => `Decided by ${name}, ${at}`,
  queue: 'Erasures to approve',
  queueLead:
    'Somebody else than who asked decides. What is approved is erased at once and cannot be brought back.',
  queueLine: (count) =>
    `${count} ${count === 1 ? 'erasure of personal data waits' : 'erasures of personal data wait'} for approval.`,
  approve: 'Approve and erase',
  refuse: 'Refuse',
  hold: {
    title: (what) => `Legal hold: ${what}`,
    listTitle: 'Legal holds',
    listLead:
      'Customers and cases under a hold, and all that hangs on them, are kept whatever is asked for and however old they are.',
    open: 'Legal hold',
    found: (count) => `${count} ${count === 1 ? 'hold' : 'holds'}`,
    none: 'There is no legal hold.',
    ofCustomer: 'Customer',
    ofCase: 'Case',
    reason: 'Why it is held',
    set: 'Set the hold',
    lift: 'Lift the hold',
    liftReason: 'Why it is lifted',
    setBy: (name, at) => `Set by ${name}, ${at}`,
    liftedBy: (name, at) => `Lifted by ${name}, ${at}`,
    before: 'Earlier holds',
    all: 'All legal holds',
  },
}
