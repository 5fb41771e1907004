import { type Known, readPattern, readRequirement } from './parse-patterns.ts'
import type { Entries, Reading } from './reading.ts'
import type { EventPattern, Policy, StepId, Text } from './script.ts'
import { type Place, positionOf } from './source.ts'

const HEAD = ['id', 'text']
const FORMS = {
  before: [...HEAD, 'before', 'require', 'since'],
  response: [...HEAD, 'after', 'require_before_end', 'except_ends'],
  absence: [...HEAD, 'after', 'never', 'until'],
  before_end: [...HEAD, 'before_end', 'require', 'except_ends'],
}
const EVERY_KEY = [...new Set(Object.values(FORMS).flat())]

function formOf(keys: readonly string[]): keyof typeof FORMS | null {
  const heads = ['before', 'after', 'before_end'].filter((key) => keys.includes(key))
  if (heads.length !== 1) return null
  if (heads[0] === 'before') return 'before'
  if (heads[0] === 'before_end') return 'before_end'
  return keys.includes('never') ? 'absence' : 'response'
}

function readEnds(reading: Reading, known: Known, place: Place | undefined): readonly StepId[] {
  return reading.names(place).flatMap(({ name, place: at }) => {
    if (!known.declared.steps.has(name)) reading.known(at, 'step', known.declared.steps.keys())
    else if (known.steps.get(name)?.kind !== 'end') reading.wrong(at, 'no_end', { name })
    return [name]
  })
}

const required = (reading: Reading, entries: Entries, key: string): Place[] => {
  const place = reading.demand(entries, key)
  const items = reading.oneOrMore(place)
  if (place && items.length === 0) reading.wrong(place, 'nothing_required')
  return items
}

function eventAt(reading: Reading, known: Known, entries: Entries, key: string): EventPattern {
  const place = reading.demand(entries, key)
  return place ? readPattern(reading, known, place) : {}
}

function readForm(
  reading: Reading,
  known: Known,
  entries: Entries,
  form: keyof typeof FORMS,
  head: { readonly id: string; readonly text: Text },
): Policy {
  const events = (key: string) =>
    required(reading, entries, key).map((item) => readPattern(reading, known, item))
  const optional = (key: 'since' | 'until') =>
    entries.has(key) ? { [key]: eventAt(reading, known, entries, key) } : {}
  const exceptEnds = readEnds(reading, known, entries.get('except_ends'))
  if (form === 'before') {
    const before = eventAt(reading, known, entries, 'before')
    const require = required(reading, entries, 'require').map((item) =>
      readRequirement(reading, known, item),
    )
    return { ...head, form: 'precedence', before, require, ...optional('since') }
  }
  if (form === 'before_end')
    return { ...head, form: 'before_end', require: events('require'), exceptEnds }
  const after = eventAt(reading, known, entries, 'after')
  if (form === 'response')
    return { ...head, form, after, require: events('require_before_end'), exceptEnds }
  const never = eventAt(reading, known, entries, 'never')
  return { ...head, form, after, never, ...optional('until') }
}

/** One policy, or nothing where its form cannot be told. */
function readPolicy(reading: Reading, known: Known, place: Place): Policy | undefined {
  const keys = reading.named(place).map((entry) => entry.key)
  const form = formOf(keys)
  const entries = reading.entries(place, form ? FORMS[form] : EVERY_KEY)
  const id = reading.name(reading.demand(entries, 'id')) ?? ''
  reading.id(id, entries.get('id') ?? place, true)
  const text = reading.label(reading.demand(entries, 'text'))
  if (form === 'before_end') reading.truth(entries.get('before_end'))
  if (!form) reading.wrong(place, 'policy_form')
  return form ? readForm(reading, known, entries, form, { id, text }) : undefined
}

export function readPolicies(
  reading: Reading,
  known: Known,
  places: readonly Place[],
): readonly Policy[] {
  const found = new Map<string, Place>()
  const policies: Policy[] = []
  for (const place of places) {
    const policy = readPolicy(reading, known, place)
    if (!policy) continue
    const first = found.get(policy.id)
    if (first) {
      const { file, line } = positionOf(first)
      const params = { what: 'policy', name: policy.id, first: `${file}:${line}` }
      reading.wrong(place, 'duplicate_id', params)
    }
    found.set(policy.id, place)
    policies.push(policy)
  }
  return policies
}
