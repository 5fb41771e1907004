import type { Customer } from '../customers/customer.ts'
import { type Db, read } from '../db.ts'
import type { Library } from '../scripts/library.ts'
import type { Wording } from '../web/wording.ts'
import type { PrivacyExport } from './exports.ts'
import { personalData, SECTIONS, type Section } from './personal-data.ts'
import { recordLines, type ScriptOf } from './personal-words.ts'

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

/** The same for a page: a heading where a section begins, and the lines of each record, in the words of the reader. */
export async function* pageParts(
  { db, library }: { readonly db: Db; readonly library: Library },
  customer: Customer,
  wording: Wording,
) {
  const scriptOf = await scriptsOf(db, library)
  let open: Section | null = null
  for await (const { section, record } of personalData(db, customer)) {
    const heading = section === open ? null : wording.t.privacy.sections[section]
    open = section
    const lines = await recordLines(section, record, scriptOf, wording)
    yield { view: 'print/personal-record', locals: { heading, lines } }
  }
}

async function scriptsOf(db: Db, library: Library): Promise<ScriptOf> {
  const rows = await read<{ id: string; script: string; version: number }>(db, {
    sql: 'select id, script_id as script, version from script_versions',
    bindings: [],
  })
  const ids = new Map(rows.map(({ id, script, version }) => [`${script}/${version}`, id]))
  return async (script, version) => {
    const id = ids.get(`${script}/${version}`)
    return id === undefined ? null : (await library.version(id)).script
  }
}
