import { validate as isUuid } from 'uuid'
import type { Wording } from '../web/wording.ts'
import type { LogPlace, LogQuery } from './log-query.ts'

/** Where the ids come from that an auditor names by a number: the rooms above say. */
export interface Subjects {
  /** A case with those that are one with it, by its number or id; null when it is no such number. */
  caseIds(text: string): Promise<readonly string[] | null>
  /** A customer's records and cases, by the member number or an id; null when it is no such number. */
  customer(
    text: string,
  ): Promise<{ readonly ids: readonly string[]; readonly caseIds: readonly string[] } | null>
  caseNumbers(ids: readonly string[]): Promise<ReadonlyMap<string, string>>
  customerNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** What each card is called, with its last 4 digits. */
  cardNames(refs: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** How steps and answers of these calls are called in the scripts that they ran on. */
  stepWords(callIds: readonly string[], wording: Wording): Promise<WordsOfStep>
}
/** Null where that is not known. */
export type WordsOfStep = (
  callId: string,
  step: string,
  outcome: string,
) => { readonly step: string; readonly outcome: string } | null

const FIELDS = [
  'operator',
  'customer',
  'case',
  'call',
  'name',
  'from',
  'to',
  'refused',
  'below',
] as const
type Field = (typeof FIELDS)[number]

/** What stands in the address of the page. */
export type LogAsked = Readonly<Record<Field, string>>

const MOST_TEXT = 80

export function readAsked(query: Readonly<Record<string, unknown>>): LogAsked {
  const of = (name: Field): string => {
    const value = query[name]
    return typeof value === 'string' ? value.trim().slice(0, MOST_TEXT) : ''
  }
  return {
    operator: of('operator'),
    customer: of('customer'),
    case: of('case'),
    call: of('call'),
    name: of('name'),
    from: of('from'),
    to: of('to'),
    refused: of('refused') === '' ? '' : 'yes',
    below: of('below'),
  }
}

/** The same as the words of an address, with some of it otherwise. */
export function askedWords(asked: LogAsked, other: Partial<LogAsked> = {}): string {
  const words = Object.entries({ ...asked, ...other }).filter(([, value]) => value !== '')
  return new URLSearchParams(words).toString()
}

/** Kinds of events that are asked for together. */
export const GROUPS: Readonly<Record<string, readonly string[]>> = {
  cardActions: [
    'action_confirmed',
    'action_done',
    'action_refused',
    'action_unknown',
    'action_unavailable',
    'approval_approved',
    'approval_rejected',
    'manual_stop_named',
    'manual_stop_matched',
    'manual_stop_differs',
  ],
  exports: [
    'summary_printed',
    'letter_printed',
    'record_printed',
    'personal_printed',
    'booklet_printed',
    'export_requested',
    'personal_data_exported',
    'audit_exported',
  ],
  signIns: ['signed_in', 'sign_in_refused', 'signed_out'],
  lookedAt: [
    'case_viewed',
    'customer_viewed',
    'call_viewed',
    'list_shown',
    'pop_shown',
    'looked_up',
    'customer_merge_viewed',
    'page_viewed',
    'summary_printed',
    'letter_printed',
    'record_printed',
    'personal_printed',
    'personal_data_exported',
  ],
}

/** What is asked of the log; null when something in it cannot be read. */
export async function queryOf(asked: LogAsked, subjects: Subjects): Promise<LogQuery | null> {
  const about = await aboutOf(asked, subjects)
  const days = [asked.from, asked.to].filter((day) => day !== '')
  if (about === null || !days.every(isDay) || !/^[a-z_]{0,40}$/i.test(asked.name)) return null
  if (asked.operator !== '' && !isUuid(asked.operator)) return null
  return {
    operatorId: asked.operator === '' ? null : asked.operator.toLowerCase(),
    about,
    names: GROUPS[asked.name] ?? (asked.name === '' ? [] : [asked.name]),
    from: asked.from === '' ? null : midnight(asked.from),
    before: asked.to === '' ? null : midnight(dayAfter(asked.to)),
    refused: asked.refused !== '',
  }
}

async function aboutOf(asked: LogAsked, subjects: Subjects): Promise<LogQuery['about'] | null> {
  if (asked.call !== '')
    return isUuid(asked.call) ? [{ column: 'call_id', ids: [asked.call.toLowerCase()] }] : null
  if (asked.case !== '') {
    const ids = await subjects.caseIds(asked.case)
    return ids && [{ column: 'case_id', ids }]
  }
  if (asked.customer === '') return []
  const customer = await subjects.customer(asked.customer)
  return (
    customer && [
      { column: 'customer_id', ids: customer.ids },
      { column: 'case_id', ids: customer.caseIds },
    ]
  )
}

/** Behind which event the page goes on; the newest when the text says nothing. */
export function placeOf(below: string): LogPlace | null {
  const [at = '', id = ''] = below.split('_')
  return /^\d{4}-[\d:.TZ-]{5,20}$/.test(at) && isUuid(id) ? { at, id } : null
}
export const placeWords = ({ at, id }: LogPlace): string => `${at}_${id}`

/** When a day begins in Japan. */
const midnight = (day: string): string => new Date(`${day}T00:00:00+09:00`).toISOString()
const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`))
const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
