import { type Db, read } from '../db.ts'
import type { Indexed } from './adapter.ts'
import { adapterOf, caseDocs, customerDocs, refresh } from './index.ts'

const BATCH = 250
const KINDS: readonly Indexed[] = ['customers', 'cases']

/** Makes the tables of the index. */
export async function createIndex(db: Db): Promise<void> {
  for (const indexed of KINDS) await adapterOf(db).create(db, indexed)
}
export async function dropIndex(db: Db): Promise<void> {
  for (const indexed of KINDS) await adapterOf(db).drop(db, indexed)
}

/** Makes the index anew, the cases that changed last at its end; a batch at a time, whatever there is. */
export async function rebuildIndex(
  db: Db,
  onProgress: (indexed: Indexed, count: number) => void = () => {},
): Promise<void> {
  await db.transaction(async (trx) => {
    for (const indexed of KINDS) await adapterOf(trx).clear(trx, indexed)
  })
  for (const indexed of KINDS) {
    let count = 0
    for await (const ids of batches(db, indexed)) {
      await db.transaction(async (trx) => {
        const docs = await (indexed === 'cases' ? caseDocs(trx, ids) : customerDocs(trx, ids))
        await refresh(trx, indexed, docs)
      })
      count += ids.length
      onProgress(indexed, count)
    }
    await adapterOf(db).tidy(db, indexed)
  }
}

interface Key {
  readonly at: string
  readonly id: string
}
async function* batches(db: Db, indexed: Indexed): AsyncGenerator<string[]> {
  let last: Key | undefined
  for (;;) {
    const sql = `select id, updated_at as at from ${indexed} ${last ? 'where (updated_at, id) > (?, ?)' : ''}
      order by updated_at, id limit ${BATCH}`
    const rows: Key[] = await read(db, { sql, bindings: last ? [last.at, last.id] : [] })
    if (rows.length === 0) return
    yield rows.map(({ id }) => id)
    last = rows.at(-1)
  }
}
