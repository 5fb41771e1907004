import { type Db, marks, read } from './db.ts'

/**
 * Rows that were merged: each keeps all that is its own and points to the row that has taken its place
 * (`merged_into`), in chains too. A family is the one that nothing has taken the place of, and all that lead to it.
 */
export type Merging = 'cases' | 'customers'

/** No chain is as long; a circle, which no form makes, would be one for ever. */
const LONGEST = 100

/** The family of each of these rows, the surviving one first. */
export async function familiesIn(
  db: Db,
  table: Merging,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const asked = [...new Set(ids)]
  if (asked.length === 0) return new Map()
  const rows = await read<{ asked: string; id: string }>(db, {
    sql: `with recursive up(asked, id, merged_into, depth) as (
            select id, id, merged_into, 0 from ${table} where id in (${marks(asked)})
            union all
            select up.asked, next.id, next.merged_into, depth + 1
              from up join ${table} as next on next.id = up.merged_into where depth < ${LONGEST}
          ), down(asked, id, depth) as (
            select asked, id, 0 from up where merged_into is null
            union all
            select down.asked, next.id, depth + 1
              from down join ${table} as next on next.merged_into = down.id where depth < ${LONGEST}
          )
          select asked, id from down order by depth, id`,
    bindings: asked,
  })
  const families = new Map<string, string[]>()
  for (const row of rows) families.set(row.asked, [...(families.get(row.asked) ?? []), row.id])
  return families
}

/**
 * Takes rows with all that are one with them, by what takes them in the order of all; who they are is read anew when
 * they are taken.
 */
export async function lockFamiliesIn(
  trx: Db,
  table: Merging,
  ids: readonly string[],
  lock: (trx: Db, ids: readonly string[]) => Promise<unknown>,
): Promise<void> {
  const families = async () => [...(await familiesIn(trx, table, ids)).values()].flat()
  const before = new Set(await families())
  if (before.size === 0) return
  await lock(trx, [...before])
  const since = (await families()).filter((id) => !before.has(id))
  // Merged at the same moment: rows that are new to the family come after those taken already, and only seldom.
  if (since.length > 0) await lock(trx, since)
}

/** The family of one row, the surviving one first; a row that is not there is a family of its own. */
export async function familyIn(db: Db, table: Merging, id: string): Promise<readonly string[]> {
  return (await familiesIn(db, table, [id])).get(id) ?? [id]
}
