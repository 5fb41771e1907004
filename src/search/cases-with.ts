import type { Db } from '../db.ts'
import { findHits } from './hits.ts'
import { needlesOf } from './needles.ts'

/** As many as a list is narrowed to; whoever finds more adds a word. */
const MOST = 1000

/** The newest cases in which all of the words stand. For lists to be narrowed by. */
export async function casesWith(db: Db, text: string): Promise<readonly string[]> {
  const needles = needlesOf(text)
  if (needles.length === 0) return []
  const hits = await findHits(db, 'cases', needles, { limit: MOST })
  return hits.map(({ ref }) => ref)
}
