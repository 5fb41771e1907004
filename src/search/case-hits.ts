import { caseLine, type Names, nameOf, withoutStatus } from '../cases/case-lines.ts'
import { findCustomers } from '../customers/customers.ts'
import type { Db } from '../db.ts'
import type { Wording } from '../web/wording.ts'
import type { FoundCase } from './found-cases.ts'
import { needlesOf } from './needles.ts'
import type { CaseHit } from './search-page.ts'
import { isDated, type Passage, passagesOf } from './snippet.ts'
import { type Text, textsOfCases } from './texts.ts'

/** Found cases as the page shows them; how they stand and what is written in them only where it may be told. */
export async function caseHits(
  db: Db,
  found: readonly FoundCase[],
  text: string,
  isTold: boolean,
  names: Names,
  { t }: Wording,
): Promise<CaseHit[]> {
  const needles = needlesOf(text)
  const ids = found.flatMap(({ within }) => within.map(({ id }) => id))
  const texts = isTold ? await textsOfCases(db, ids) : []
  const written = new Map(texts.map(({ id, own }) => [id, own]))
  /** Texts of cases that were merged say which they come from. */
  const textsIn = ({ caseFile, within }: FoundCase) =>
    within.flatMap(({ id, number }) =>
      (written.get(id) ?? []).map((each) => ({ ...each, from: id === caseFile.id ? '' : number })),
    )
  const customers = await findCustomers(
    db,
    found.flatMap(({ caseFile }) => caseFile.customerId ?? []),
  )
  const known = new Map(customers.map((each) => [each.id, each.nameKanji]))
  const passage = ({ source, pieces }: Passage<Text & { from: string }>) => ({
    place: t.search.places[source.place],
    from: source.from === '' ? '' : t.caseWork.from(source.from),
    operator: isDated(source) ? nameOf(names, source.operatorId) : '',
    at: isDated(source) ? source.at : null,
    pieces,
  })
  return found.map((each) => {
    const { caseFile, within } = each
    const line = caseLine(caseFile, t, names)
    const passages = passagesOf(textsIn(each), needles)
    const merged = within.filter(({ id }) => id !== caseFile.id)
    return {
      ...(isTold ? line : withoutStatus(line)),
      customerId: caseFile.customerId,
      customer: known.get(caseFile.customerId ?? '') ?? '',
      merged: merged.map(({ number }) => t.caseWork.merge.mergedHere(number)),
      passages: passages.map(passage),
    }
  })
}
