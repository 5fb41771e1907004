import type { Knex } from 'knex'

/** One-time codes as a second factor, codes for when the device is lost, and accounts of the company's own sign-in. */
export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('operators', (table) => {
    /** Sealed with a key that is not in the database. */
    table.string('totp_secret', 200)
    table.integer('totp_step').notNullable().defaultTo(0)
    table.string('oidc_issuer', 255)
    table.string('oidc_subject', 255)
  })
  await db.raw(
    'create unique index operators_oidc on operators (oidc_issuer, oidc_subject) where oidc_subject is not null',
  )
  await db.schema.createTable('recovery_codes', (table) => {
    table.uuid('operator_id').notNullable().references('operators.id')
    table.string('hash', 64).notNullable()
    table.string('used_at', 24)
    table.primary(['operator_id', 'hash'])
  })
}
export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('recovery_codes')
  await db.raw('drop index operators_oidc')
  for (const column of ['totp_secret', 'totp_step', 'oidc_issuer', 'oidc_subject'])
    await db.raw(`alter table operators drop column ${column}`)
}
