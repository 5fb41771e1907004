/** What is given out of each table, by the names of the schema; what is named after the staff holds ids. */

export const CUSTOMER = {
  customerRef: 'customer_ref',
  memberNo: 'member_no',
  nameKanji: 'name_kanji',
  nameKana: 'name_kana',
  birthDate: 'birth_date',
  flags: 'flags',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
}
export const PHONE = { number: 'number', kind: 'kind', primary: 'is_primary' }
export const FLAG = {
  kind: 'kind',
  reason: 'reason',
  setAt: 'set_at',
  staffSetBy: 'set_by',
  expiresAt: 'expires_at',
  removedAt: 'removed_at',
  staffRemovedBy: 'removed_by',
  removalReason: 'removal_reason',
}
export const PREFERENCES = {
  version: 'version',
  language: 'language',
  relayService: 'relay_service',
  staffPreferred: 'preferred_operator_id',
  bestTime: 'best_time',
  staffChangedBy: 'changed_by',
  changedAt: 'changed_at',
}
export const EXPORT = {
  purpose: 'purpose',
  reference: 'reference',
  staffRequestedBy: 'requested_by',
  requestedAt: 'requested_at',
}
export const CASE = {
  number: 'number',
  status: 'status',
  reason: 'reason',
  cause: 'cause',
  disposition: 'disposition',
  cardLabel: 'card_label',
  cardLast4: 'card_last4',
  wanted: 'wanted',
  nextSteps: 'next_steps',
  staffOwner: 'owner_id',
  openedAt: 'opened_at',
  staffOpenedBy: 'opened_by',
  closedAt: 'closed_at',
  staffClosedBy: 'closed_by',
}
export const PROMISE = {
  kind: 'kind',
  wording: 'wording',
  madeAt: 'made_at',
  staffMadeBy: 'made_by',
  dueAt: 'due_at',
  state: 'state',
  endedAt: 'ended_at',
  staffEndedBy: 'ended_by',
  endReason: 'end_reason',
}
export const ACTION = {
  action: 'action',
  sent: 'input',
  state: 'state',
  outcome: 'outcome',
  receipt: 'receipt',
  result: 'result',
  confirmedAt: 'confirmed_at',
  staffConfirmedBy: 'confirmed_by',
  endedAt: 'ended_at',
}
export const APPROVAL = {
  kind: 'kind',
  state: 'state',
  requestedAt: 'requested_at',
  staffRequestedBy: 'requested_by',
  decidedAt: 'decided_at',
  staffDecidedBy: 'decided_by',
  reason: 'reason',
}
export const TASK = {
  kind: 'kind',
  detail: 'detail',
  state: 'state',
  raisedAt: 'raised_at',
  dueAt: 'due_at',
  endedAt: 'ended_at',
  endReason: 'end_reason',
}
export const MANUAL_STOP = {
  last4Told: 'told_last4',
  state: 'state',
  recordedAt: 'recorded_at',
  checkedAt: 'checked_at',
  receipt: 'stop_ref',
  endReason: 'end_reason',
}
export const HANDOVER = {
  words: 'words',
  state: 'state',
  requestedAt: 'asked_at',
  staffRequestedBy: 'from_operator',
  endedAt: 'ended_at',
  staffEndedBy: 'ended_by',
  endReason: 'end_reason',
}
export const CASE_MERGE = {
  reason: 'reason',
  at: 'merged_at',
  staff: 'merged_by',
  undoneAt: 'undone_at',
  staffUndoneBy: 'undone_by',
  undoReason: 'undo_reason',
}
export const RECORD_MERGE = {
  state: 'state',
  reason: 'reason',
  requestedAt: 'requested_at',
  staffRequestedBy: 'requested_by',
  decidedAt: 'decided_at',
  staffDecidedBy: 'decided_by',
  decisionReason: 'decision_reason',
  undoneAt: 'undone_at',
  staffUndoneBy: 'undone_by',
  undoReason: 'undo_reason',
}
export const LINK = { reason: 'reason', at: 'linked_at', staff: 'linked_by' }
export const SIGNAL = { kind: 'kind', value: 'shown_value', at: 'at' }
export const EVENT = { at: 'at', name: 'name', staff: 'operator_id' }
