import type { FieldView, LookUpView } from './call-page.ts'
import type { Wording } from './wording.ts'

/** What is asked of a caller, in the order in which it is said. */
const ITEMS = {
  search: ['kana', 'birthDate', 'phone', 'last4', 'memberNo', 'postalCode'],
  verification: ['name', 'birthDate', 'phone', 'address', 'bank', 'last4', 'memberNo'],
  third_party: ['name', 'birthDate'],
} as const

/** The form for what a caller says; what was typed before in this call stands in it, so that nothing is typed twice. */
export function saidFields(
  form: Exclude<LookUpView['form'], 'none'>,
  said: Readonly<Record<string, string>>,
  { t }: Wording,
): FieldView[] {
  const labels: Readonly<Record<string, string>> = t.said
  return ITEMS[form].map((name) => ({
    name: `said.${name}`,
    label: labels[name] ?? name,
    type: name === 'phone' ? 'phone' : 'text',
    required: false,
    value: said[name] ?? (name === 'name' ? (said.kana ?? '') : ''),
    options: [],
  }))
}

/** The said items of a form, by their own names; an empty one takes back what was said before. */
export const readSaid = (all: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(all)
      .filter(([name]) => name.startsWith('said.'))
      .map(([name, value]) => [name.slice('said.'.length), value.trim()]),
  )
