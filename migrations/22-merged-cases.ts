import type { Knex } from 'knex'

/** A row that is one with another points to the row that has taken its place, and keeps all that is its own. */
export const up = (db: Knex): Promise<void> => addMergedInto(db, 'cases')
export const down = (db: Knex): Promise<void> => dropMergedInto(db, 'cases')

/** A column that both databases add without copying the table. */
export async function addMergedInto(db: Knex, table: 'cases' | 'customers'): Promise<void> {
  const type = db.client.config.client === 'pg' ? 'uuid' : 'char(36)'
  await db.raw(`alter table ${table} add column merged_into ${type} references ${table} (id)`)
  await db.raw(
    `create index ${table}_merged_into on ${table} (merged_into) where merged_into is not null`,
  )
}
export async function dropMergedInto(db: Knex, table: 'cases' | 'customers'): Promise<void> {
  await db.raw(`drop index ${table}_merged_into`)
  await db.raw(`alter table ${table} drop column merged_into`)
}
