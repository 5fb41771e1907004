import type { Knex } from 'knex'
import { isPostgres } from '../src/db.ts'

/** PostgreSQL looks for the beginning of a text by an index of its own; SQLite by the one that is there. */
const KEYS = ['name_key', 'kana_key']

export async function up(db: Knex): Promise<void> {
  if (!isPostgres(db)) return
  for (const key of KEYS)
    await db.raw(`create index customers_${key}_pattern on customers (${key} varchar_pattern_ops)`)
}
export async function down(db: Knex): Promise<void> {
  if (!isPostgres(db)) return
  for (const key of KEYS) await db.raw(`drop index customers_${key}_pattern`)
}
