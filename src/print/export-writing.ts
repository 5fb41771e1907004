import type { Customer } from '../customers/customer.ts'
import type { Db } from '../db.ts'
import type { Wording } from '../web/wording.ts'
import type { PrivacyExport } from './exports.ts'
import { personalData, SECTIONS, type Section } from './personal-data.ts'

/** The data as one JSON text, piece by piece; see `personalData` for what stands in it. */
export async function* jsonOf(
  db: Db,
  customer: Customer,
  { purpose, reference }: PrivacyExport,
  now: Date,
): AsyncGenerator<string> {
  const head = {
    schema: 'annai.personal-data/1',
    exportedAt: now.toISOString(),
    request: { purpose, reference },
  }
  yield JSON.stringify(head).slice(0, -1)
  let open: Section | null = null
  const left = [...SECTIONS]
  for await (const { section, record } of personalData(db, customer)) {
    if (section === open) {
      yield `,\n${JSON.stringify(record)}`
      continue
    }
    if (open !== null) yield ']'
    yield* empty(left, section)
    open = section
    yield `,\n"${section}":[\n${JSON.stringify(record)}`
  }
  if (open !== null) yield ']'
  yield* empty(left, null)
  yield '}\n'
}

/** Sections that hold nothing stand there as empty ones, up to the one that comes. */
function* empty(left: Section[], until: Section | null): Generator<string> {
  for (let next = left.shift(); next !== undefined && next !== until; next = left.shift())
    yield `,\n"${next}":[]`
}

interface Line {
  readonly depth: number
  readonly name: string
  readonly words: string
}

/** The same for a page: a heading where a section begins, and the lines of each record, in the words of the reader. */
export async function* pageParts(db: Db, customer: Customer, wording: Wording) {
  let open: Section | null = null
  for await (const { section, record } of personalData(db, customer)) {
    const heading = section === open ? null : wording.t.privacy.sections[section]
    open = section
    const lines = [...linesOf(record, 0, wording)]
    yield { view: 'print/personal-record', locals: { heading, lines } }
  }
}

function* linesOf(value: unknown, depth: number, wording: Wording): Generator<Line> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, held] of Object.entries(value)) {
    const name = Array.isArray(value) ? `${Number(key) + 1}` : fieldName(key, wording)
    if (held === null || held === '' || (Array.isArray(held) && held.length === 0)) continue
    if (typeof held === 'object') {
      yield { depth, name, words: '' }
      yield* linesOf(held, depth + 1, wording)
    } else yield { depth, name, words: valueWords(key, held, wording) }
  }
}

/** `startedAt` is a word of the schema: as the catalogue has it, else spaced out. */
const fieldName = (key: string, { t }: Wording): string =>
  t.privacyFields[key] ?? key.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

function valueWords(key: string, held: unknown, { t, fmt }: Wording): string {
  if (typeof held === 'boolean') return held ? t.care.yes : t.care.no
  const text = String(held)
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)) return fmt.instant(text)
  const { terms } = t
  const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    status: terms.caseStatus,
    reason: terms.reason,
    cause: terms.cause,
    disposition: terms.disposition,
    network: terms.network,
    kind: { ...terms.phoneKind, ...t.care.kinds, ...t.troubles.kinds },
    state: { ...terms.actionState, ...terms.commitmentState },
    name: t.events.names,
  }
  return words[key]?.[text] ?? text
}
