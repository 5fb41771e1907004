import type { Knex } from 'knex'

/** An operator at whose desk many tries failed in a short time: for a supervisor to look at, with what they noted. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('verification_alerts', (table) => {
    table.uuid('id').primary()
    table.uuid('operator_id').notNullable().references('operators.id')
    table.integer('tries').notNullable()
    table.text('at').notNullable()
    table.uuid('noted_by').references('operators.id')
    table.text('noted_at')
    table.text('note')
    table.index(['operator_id', 'at'], 'verification_alerts_operator')
  })
  await db.raw(
    'create index verification_alerts_open on verification_alerts (at) where noted_at is null',
  )
}
export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('verification_alerts')
}
