import type { Knex } from 'knex'
import { openForErasing } from '../src/append-only.ts'

const same = (columns: readonly string[]) =>
  columns.map((each) => `new.${each} is not distinct from old.${each}`).join(' and ')
const isErased = (table: 'cases' | 'customers', by: string) =>
  `exists (select 1 from ${table} where id = old.${by} and erased_at is not null)`

/** When the contents were erased; who a person was and what was said goes, and only then what is append-only opens. */
export async function up(db: Knex): Promise<void> {
  for (const table of ['customers', 'cases', 'calls'])
    await db.raw(`alter table ${table} add column erased_at varchar(24)`)
  await db.schema.createTable('erasures', (table) => {
    table.uuid('id').primary()
    table.uuid('customer_id').notNullable().references('customers.id').index()
    /** The customer while it is asked for or was done. */
    table.uuid('once_key').unique()
    table.string('state', 10).notNullable()
    /** A code of why, and more words about it: those go with what is erased. */
    table.string('ground', 20).notNullable()
    table.text('reason').notNullable()
    table.string('requested_at', 24).notNullable()
    table.uuid('requested_by').notNullable().references('operators.id')
    table.string('decided_at', 24)
    table.uuid('decided_by').references('operators.id')
    table.text('decision_reason')
    /** When the last traces in the files of the database were seen to. */
    table.string('scrubbed_at', 24)
    table.index(['state', 'requested_at'])
  })
  await db.raw(
    "create index erasures_unscrubbed on erasures (decided_at) where state = 'approved' and scrubbed_at is null",
  )
  await db.schema.createTable('legal_holds', (table) => {
    table.uuid('id').primary()
    /** One of the two. */
    table.uuid('customer_id').references('customers.id').index()
    table.uuid('case_id').references('cases.id').index()
    /** What is held, while it is. */
    table.uuid('once_key').unique()
    table.text('reason').notNullable()
    table.string('set_at', 24).notNullable()
    table.uuid('set_by').notNullable().references('operators.id')
    table.string('lifted_at', 24)
    table.uuid('lifted_by').references('operators.id')
    table.text('lift_reason').notNullable().defaultTo('')
  })
  await db.raw('create index legal_holds_set on legal_holds (set_at, id) where lifted_at is null')
  await openForErasing(
    db,
    'case_notes',
    'update',
    `new.body = '' and ${same(['id', 'case_id', 'call_id', 'operator_id', 'created_at'])}
     and ${isErased('cases', 'case_id')}`,
  )
  await openForErasing(
    db,
    'privacy_exports',
    'update',
    `new.purpose = '' and new.reference = '' and ${same(['id', 'customer_id', 'requested_by', 'requested_at'])}
     and ${isErased('customers', 'customer_id')}`,
  )
  await openForErasing(db, 'customer_preferences', 'delete', isErased('customers', 'customer_id'))
}

export async function down(db: Knex): Promise<void> {
  for (const [table, verb] of [
    ['customer_preferences', 'delete'],
    ['privacy_exports', 'update'],
    ['case_notes', 'update'],
  ] as const)
    await openForErasing(db, table, verb, '1 = 0')
  await db.schema.dropTable('legal_holds')
  await db.schema.dropTable('erasures')
  for (const table of ['calls', 'cases', 'customers'])
    await db.raw(`alter table ${table} drop column erased_at`)
}
