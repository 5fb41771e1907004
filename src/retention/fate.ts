/** What erasing does with a row: it is deleted, or these columns are set to this and the others stay. */
export type Fate = 'deleted' | Readonly<Record<string, string | null>>

/** Of one table: the columns by which its rows are found, and what becomes of them. */
export interface Erased {
  readonly table: string
  readonly by: readonly string[]
  readonly fate: Fate
  /** Rows that are others stay. */
  readonly where?: string
}

/** What was sent to the card system and what it answered; operation, outcome and times tell what was done. */
const ACTION: Fate = {
  target_ref: '',
  once_key: null,
  input: '{}',
  receipt: null,
  result: null,
}
/** Codes of errors count waves; shops and sites are what somebody said. */
const SAID = "kind in ('merchant', 'site', 'phishing', 'service')"

/** What hangs on a case. */
export const OF_CASES: readonly Erased[] = [
  {
    table: 'cases',
    by: ['id'],
    fate: { wanted: '', next_steps: '', card_ref: null, card_label: null, card_last4: null },
  },
  { table: 'case_notes', by: ['case_id'], fate: { body: '' }, where: "body <> ''" },
  { table: 'case_tags', by: ['case_id'], fate: 'deleted' },
  { table: 'drafts', by: ['case_id'], fate: 'deleted' },
  { table: 'case_handovers', by: ['case_id'], fate: { words: '', end_reason: null } },
  { table: 'case_merges', by: ['from_case', 'into_case'], fate: { reason: '', undo_reason: null } },
  { table: 'case_links', by: ['one_case', 'other_case'], fate: { reason: '' } },
  {
    table: 'commitments',
    by: ['case_id'],
    fate: { wording: '', end_reason: null, subject_ref: null },
  },
  { table: 'card_actions', by: ['case_id'], fate: ACTION },
  { table: 'approvals', by: ['case_id'], fate: { reason: null } },
  {
    table: 'tasks',
    by: ['case_id'],
    fate: { subject_ref: '', once_key: null, detail: '{}', end_reason: null },
  },
  {
    table: 'manual_stops',
    by: ['case_id'],
    fate: { card_ref: null, told_last4: null, stop_ref: null, end_reason: null },
  },
  { table: 'trouble_signals', by: ['case_id'], fate: 'deleted', where: SAID },
  { table: 'legal_holds', by: ['case_id'], fate: { reason: '', lift_reason: '' } },
]

/** What hangs on a matter of a call: its own columns, in their order. */
export const OF_MATTERS: readonly Erased[] = [
  { table: 'call_notes', by: ['call_id', 'matter'], fate: { body: '' } },
  { table: 'card_actions', by: ['call_id', 'matter'], fate: ACTION },
  { table: 'trouble_signals', by: ['call_id', 'matter'], fate: 'deleted', where: SAID },
]
/** What was typed, seen and read out; the entry keeps its code, its time and the hash. */
export const OF_ENTRIES: readonly Erased[] = [
  { table: 'entry_contents', by: ['entry_id'], fate: 'deleted' },
]
export const OF_CALLS: readonly Erased[] = [
  { table: 'calls', by: ['id'], fate: { from_number: null, entry_digest: null } },
]

/** What hangs on a customer. */
export const OF_CUSTOMERS: readonly Erased[] = [
  {
    table: 'customers',
    by: ['id'],
    fate: {
      member_no: '',
      name_kanji: '',
      name_kana: '',
      name_key: '',
      kana_key: '',
      birth_date: '',
      flags: '[]',
      preferred_operator: null,
    },
  },
  { table: 'customer_phones', by: ['customer_id'], fate: 'deleted' },
  { table: 'customer_cards', by: ['customer_id'], fate: 'deleted' },
  { table: 'customer_flags', by: ['customer_id'], fate: 'deleted' },
  { table: 'customer_preferences', by: ['customer_id'], fate: 'deleted' },
  {
    table: 'customer_merges',
    by: ['from_customer', 'into_customer'],
    fate: { reason: '', decision_reason: null, undo_reason: null },
  },
  { table: 'privacy_exports', by: ['customer_id'], fate: { purpose: '', reference: '' } },
  { table: 'legal_holds', by: ['customer_id'], fate: { reason: '', lift_reason: '' } },
  { table: 'erasures', by: ['customer_id'], fate: { reason: '', decision_reason: null } },
]
/** What the card system was last asked of orders and cards, by what they are called. */
export const OF_REFS: readonly Erased[] = [
  { table: 'card_sightings', by: ['ref'], fate: 'deleted' },
]

/** What is seen to by hand, since it is not found by an id: see `erased-people.ts` and `erased-cases.ts`. */
export const OTHERWISE: Readonly<Record<string, readonly string[]>> = {
  customers: ['customer_ref', 'erased_at'],
  cases: ['erased_at'],
  calls: ['erased_at'],
  case_views: ['name', 'query'],
  bulk_changes: ['list', 'typed'],
  bulk_change_rows: ['why'],
}
