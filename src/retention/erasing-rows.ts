import { type Db, marks } from '../db.ts'
import type { Erased } from './fate.ts'

const AT_ONCE = 400

/** Does what the table says with the rows of these ids. */
export async function eraseRows(
  trx: Db,
  rules: readonly Erased[],
  ids: readonly string[],
): Promise<void> {
  for (const rule of rules)
    for (const column of rule.by)
      for (let from = 0; from < ids.length; from += AT_ONCE)
        await erase(trx, rule, { sql: inAny(column, ids.slice(from, from + AT_ONCE)) })
}
const inAny = (column: string, ids: readonly string[]) => ({
  where: `${column} in (${marks(ids)})`,
  bindings: ids,
})

/** The same for rows that are known by several columns together. */
export async function eraseRowsOf(
  trx: Db,
  rules: readonly Erased[],
  keys: readonly (readonly (string | number)[])[],
): Promise<void> {
  for (const rule of rules)
    for (const key of keys) {
      const where = rule.by.map((column) => `${column} = ?`).join(' and ')
      await erase(trx, rule, { sql: { where, bindings: key } })
    }
}

async function erase(
  trx: Db,
  { table, fate, where }: Erased,
  { sql }: { readonly sql: { where: string; bindings: readonly (string | number)[] } },
): Promise<void> {
  const rows = `${sql.where}${where ? ` and ${where}` : ''}`
  if (fate === 'deleted')
    return void (await trx(table)
      .whereRaw(rows, [...sql.bindings])
      .delete())
  await trx(table)
    .whereRaw(rows, [...sql.bindings])
    .update({ ...fate })
}
