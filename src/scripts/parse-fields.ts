import type { Reading } from './reading.ts'
import { FIELD_TYPES, type Field } from './script.ts'
import type { Place } from './source.ts'

function readOptions(reading: Reading, place: Place | undefined): Field['options'] {
  return reading.named(place).map(({ key, value }) => ({ value: key, label: reading.label(value) }))
}

/** The typed values that a step records. */
export function readFields(reading: Reading, place: Place | undefined): readonly Field[] {
  return reading.named(place).map(({ key: name, at, value }) => {
    reading.id(name, at)
    const entries = reading.entries(value, ['label', 'type', 'required', 'options'])
    const type = reading.known(reading.demand(entries, 'type'), 'field_type', FIELD_TYPES)
    const options = readOptions(reading, entries.get('options'))
    const lacking = type === 'one_of' && options.length === 0
    if (lacking) reading.wrong(value, 'missing_key', { name: 'options' })
    return {
      name,
      label: reading.label(reading.demand(entries, 'label')),
      type: type ?? 'text',
      required: reading.truth(entries.get('required')),
      options,
    }
  })
}
