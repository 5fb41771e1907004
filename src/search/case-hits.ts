import type { CaseFile } from '../cases/case-file.ts'
import { caseLine, type Names, nameOf, withoutStatus } from '../cases/case-lines.ts'
import { survivorsOf } from '../cases/families.ts'
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
  const goesOn = await survivorsOf(db, new Map(cases.map((each) => [each.id, each])))
  return cases.map((each) => {
    const now = goesOn.get(each.id) ?? each
    // A merged case is found by its own number and words, and stands as the one that goes on in its place.
    const line = { ...caseLine(now, t, names), id: each.id, number: each.number }
    const passages = passagesOf(written.get(each.id) ?? [], needles)
    return {
      ...(isTold ? line : withoutStatus(line)),
      goesOnIn: isTold && now.id !== each.id ? now.number : '',
      customer: known.get(each.customerId ?? '') ?? '',
      passages: passages.map(passage),
    }
  })
}
