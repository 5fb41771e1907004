import type { References } from '../scripts/references.ts'
import type { Call } from './call.ts'
import type { ReferenceView } from './call-page.ts'
import type { Wording } from './wording.ts'

type Table = (references: References, wording: Wording, current: string) => ReferenceView

/** The reference tables that a step may show, by the name that scripts use. */
const TABLES: Readonly<Record<string, Table>> = {
  topup_errors: ({ topupErrors }, { t, lang }, current) => ({
    title: t.call.referenceTitles.topup_errors,
    rows: topupErrors.map((row) => ({
      code: row.code,
      words: row.meaning[lang],
      current: row.code === current,
    })),
  }),
  topup_cards: ({ topupCards }, { t, lang }) => ({
    title: t.call.referenceTitles.topup_cards,
    rows: topupCards.map((row) => ({
      code: row.network,
      words: row.issuers[lang],
      current: false,
    })),
  }),
  decline_codes: ({ declineCodes }, { t, lang }, current) => ({
    title: t.call.referenceTitles.decline_codes,
    rows: declineCodes.map((row) => ({
      code: row.code,
      words: row.meaning[lang],
      current: row.code === current,
    })),
  }),
}

export function referenceViews(
  references: References,
  show: readonly string[],
  call: Call,
  matter: number,
  wording: Wording,
): ReferenceView[] {
  const typed = call.entries.findLast(
    (each) => each.matter === matter && each.content.fields?.error_code,
  )
  const answered = call.entries.findLast(
    (each) => each.matter === matter && /^er\d{3}$/.test(each.outcome ?? ''),
  )
  const current = (typed?.content.fields?.error_code ?? answered?.outcome ?? '')
    .normalize('NFKC')
    .toUpperCase()
  return show.flatMap((name) => {
    const table = TABLES[name]
    return table ? [table(references, wording, current)] : []
  })
}
