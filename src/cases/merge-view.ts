import { findCustomers } from '../customers/customers.ts'
import type { Db } from '../db.ts'
import type { Catalogue } from '../i18n/index.ts'
import { operatorNames } from '../operators/operators.ts'
import { asOne, type CaseFile } from './case-file.ts'
import { caseLine, type Names } from './case-lines.ts'
import { casesByIds } from './cases.ts'
import { commitmentsOf } from './commitments.ts'
import { familyOf } from './families.ts'
import type { MergePage, MergeSide } from './merge-page.ts'
import { mergeObstacle } from './merges.ts'

/** Both cases as they stand now, so that nobody merges what they have not seen. */
export async function mergePage(
  db: Db,
  from: CaseFile,
  into: CaseFile,
  t: Catalogue,
  typed: MergePage['typed'],
): Promise<MergePage> {
  const names = await operatorNames(db)
  const obstacle = await mergeObstacle(db, from, into)
  return {
    from: await sideOf(db, from, t, names),
    into: await sideOf(db, into, t, names),
    obstacle: obstacle && t.caseWork.merge.obstacles[obstacle],
    typed,
  }
}

async function sideOf(db: Db, caseFile: CaseFile, t: Catalogue, names: Names): Promise<MergeSide> {
  const { id, version, customerId, card, openedAt } = caseFile
  const family = await familyOf(db, id)
  const merged = await casesByIds(db, family.slice(1))
  const { wanted } = asOne(caseFile, [...merged.values()])
  const [customer] = customerId === null ? [] : await findCustomers(db, [customerId])
  const promises = await commitmentsOf(db, family)
  const line = caseLine(caseFile, t, names)
  return {
    ...line,
    version,
    customer: customer ? t.layout.sir(customer.nameKanji) : '—',
    openedAt,
    card: card ? `${card.label} …${card.last4}` : '—',
    wanted: wanted.split('\n').filter((each) => each !== ''),
    promises: promises.filter((each) => each.state === 'open').map((each) => each.wording),
  }
}
