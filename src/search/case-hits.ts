import type { CaseFile } from '../cases/case-file.ts'
import { caseLine, type Names, nameOf, withoutStatus } from '../cases/case-lines.ts'
import { findCustomers } from '../customers/customers.ts'
import type { Db } from '../db.ts'
import type { Wording } from '../web/wording.ts'
import { needlesOf } from './needles.ts'
import type { CaseHit } from './search-page.ts'
import { isDated, type Passage, passagesOf } from './snippet.ts'
import { textsOfCases } from './texts.ts'

/** Found cases as the page shows them; how they stand and what is written in them only where it may be told. */
export async function caseHits(
  db: Db,
  cases: readonly CaseFile[],
  text: string,
  isTold: boolean,
  names: Names,
  { t }: Wording,
): Promise<CaseHit[]> {
  const needles = needlesOf(text)
  const ids = cases.map(({ id }) => id)
  const texts = isTold ? await textsOfCases(db, ids) : []
  const written = new Map(texts.map(({ id, own }) => [id, own]))
  const customers = await findCustomers(
    db,
    cases.flatMap((each) => each.customerId ?? []),
  )
  const known = new Map(customers.map((each) => [each.id, each.nameKanji]))
  const passage = ({ source, pieces }: Passage) => ({
    place: t.search.places[source.place],
    operator: isDated(source) ? nameOf(names, source.operatorId) : '',
    at: isDated(source) ? source.at : null,
    pieces,
  })
  return cases.map((each) => {
    const line = caseLine(each, t, names)
    const passages = passagesOf(written.get(each.id) ?? [], needles)
    return {
      ...(isTold ? line : withoutStatus(line)),
      customer: known.get(each.customerId ?? '') ?? '',
      passages: passages.map(passage),
    }
  })
}
