import type { Knex } from 'knex'
import { isPostgres } from '../src/db.ts'

/**
 * People are looked up by the beginning of their names, and listed by kana, birth date and id: the indexes hold all of
 * it, so that of the thousands who share a surname only those are read who stand on the page. PostgreSQL looks for the
 * beginning of a text by an order of its own.
 */
const LISTED = ['kana_key', 'birth_date', 'id']

export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('customers', (table) => {
    table.dropIndex(['name_key'])
    table.dropIndex(['kana_key'])
  })
  const pattern = isPostgres(db) ? ' varchar_pattern_ops' : ''
  const [kana, ...others] = LISTED
  await db.raw(
    `create index customers_named on customers (name_key${pattern}, ${LISTED.join(', ')})`,
  )
  await db.raw(`create index customers_kana on customers (${kana}${pattern}, ${others.join(', ')})`)
}
export async function down(db: Knex): Promise<void> {
  for (const name of ['customers_named', 'customers_kana']) await db.raw(`drop index ${name}`)
  await db.schema.alterTable('customers', (table) => {
    table.index(['name_key'])
    table.index(['kana_key'])
  })
}
