import type { Knex } from 'knex'
import { dropGuards, setGuards } from '../src/audit/guards.ts'
import { isPostgres, makeAppendOnly } from '../src/db.ts'

/** The front of the audit log may be archived: where the chain begins then, and what is kept of it on line. */
export async function up(db: Knex): Promise<void> {
  const [integer, uuid] = isPostgres(db) ? ['bigint', 'uuid'] : ['integer', 'char(36)']
  await db.raw(
    `create table audit_checkpoint (id integer primary key check (id = 1), at varchar(24) not null,
       entries ${integer} not null, head varchar(43) not null, kept ${integer} not null,
       kept_head varchar(80) not null, key_id varchar(16) not null, mac varchar(43) not null)`,
  )
  await db.raw(
    `create table audit_kept (seq ${integer} primary key, event_id ${uuid} not null unique,
       key_id varchar(16) not null, mac varchar(43) not null)`,
  )
  await setGuards(db)
}

export async function down(db: Knex): Promise<void> {
  await dropGuards(db)
  await db.schema.dropTable('audit_kept')
  await db.schema.dropTable('audit_checkpoint')
  for (const table of ['audit_events', 'audit_seals', 'audit_anchors'])
    await makeAppendOnly(db, table)
  await db.raw(
    isPostgres(db)
      ? `create trigger audit_events_queue after insert on audit_events referencing new table as added
         for each statement execute function annai_audit_queue()`
      : `create trigger audit_events_queue after insert on audit_events
         begin insert into audit_unsealed (event_id) values (new.id); end`,
  )
}
