import type { Knex } from 'knex'

/** Whose data stands on a print: one of all that is held on a person names no case. */
export async function up(db: Knex): Promise<void> {
  const type = db.client.config.client === 'pg' ? 'uuid' : 'char(36)'
  await db.raw(`alter table prints add column customer_id ${type} references customers (id)`)
  await db.raw(
    'create index prints_customer on prints (customer_id, number) where customer_id is not null',
  )
}
export async function down(db: Knex): Promise<void> {
  await db.raw('drop index prints_customer')
  await db.raw('alter table prints drop column customer_id')
}
