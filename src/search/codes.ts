import { findReference, type ReferenceHit, type References } from '../scripts/references.ts'
import type { Wording } from '../web/wording.ts'
import type { SearchPage } from './search-page.ts'

/** Error codes, answer codes and accepted cards that what was typed names, or whose words it uses. */
export const findCodes = (
  text: string,
  references: References,
  wording: Wording,
): SearchPage['codes'] => findReference(text, references).map((hit) => codeLine(hit, wording))

function codeLine(hit: ReferenceHit, { t, lang }: Wording): SearchPage['codes'][number] {
  const { row } = hit
  const guidance = row.guidance[lang]
  const source = t.search.checked(row.source, row.checkedOn)
  if (hit.table === 'topup_cards') {
    const words = t.search.accepts(hit.row.issuers[lang])
    return { code: t.terms.network[hit.row.network], owner: '', words, guidance, source }
  }
  const owner = hit.table === 'topup_errors' ? t.search.owners[hit.row.owner] : ''
  return { code: hit.row.code, owner, words: hit.row.meaning[lang], guidance, source }
}
