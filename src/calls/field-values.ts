import { readAddress } from '../cards/written-address.ts'
import { phoneDigits } from '../customers/phone.ts'
import type { Field } from '../scripts/script.ts'
import { LONGEST_TEXT } from '../web/forms.ts'

/** Why a typed value was not taken; the catalogue has the sentence. */
export type FieldError =
  | 'required'
  | 'tooLong'
  | 'date'
  | 'past'
  | 'time'
  | 'money'
  | 'count'
  | 'oneOf'
  | 'phone'
  | 'last4'
  | 'address'

const isDate = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
const isTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text)

const CHECKS: Readonly<Record<Field['type'], (text: string, field: Field) => FieldError | null>> = {
  text: () => null,
  long_text: () => null,
  address: (text) => (readAddress(text) === null ? 'address' : null),
  codes: () => null,
  date: (text) => (isDate(text) ? null : 'date'),
  time: (text) => (isTime(text) ? null : 'time'),
  datetime: (text) => {
    const [date = '', time = ''] = text.split(/[T ]/)
    return isDate(date) && isTime(time) ? null : 'date'
  },
  money: (text) => (/^\d{1,9}$/.test(text) ? null : 'money'),
  count: (text) => (/^\d{1,4}$/.test(text) ? null : 'count'),
  one_of: (text, field) => (field.options.some((option) => option.value === text) ? null : 'oneOf'),
  card: (text) => (/^\d{4}$/.test(text) ? null : 'last4'),
  phone: (text) => (phoneDigits(text) === null ? 'phone' : null),
}

/** Typed leniently (full width, separators), kept strictly. */
function tidy(field: Field, text: string): string {
  if (field.type === 'long_text' || field.type === 'text' || field.type === 'address') return text
  const narrow = text.normalize('NFKC').trim()
  if (field.type === 'money') return narrow.replace(/[,円¥\s]/g, '')
  if (field.type === 'count') return narrow.replace(/[回件\s]/g, '')
  if (field.type === 'date')
    return narrow.replace(/^(\d{4})[/.年](\d{1,2})[/.月](\d{1,2})日?$/, dashed)
  return narrow
}
const dashed = (_all: string, year: string, month: string, day: string) =>
  `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`

export interface FieldReading {
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, FieldError>>
}

/** Reads the fields of a step; nothing that is not declared is kept, and every error names its field. */
export function readFields(
  fields: readonly Field[],
  typed: Readonly<Record<string, string>>,
): FieldReading {
  const values: Record<string, string> = {}
  const errors: Record<string, FieldError> = {}
  for (const field of fields) {
    const value = tidy(field, typed[field.name] ?? '')
    const error = errorOf(field, value)
    if (error) errors[field.name] = error
    if (value !== '') values[field.name] = value
  }
  return { values, errors }
}

function errorOf(field: Field, value: string): FieldError | null {
  if (value === '') return field.required ? 'required' : null
  if (value.length > LONGEST_TEXT) return 'tooLong'
  return CHECKS[field.type](value, field)
}
