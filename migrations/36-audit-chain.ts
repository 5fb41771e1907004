import type { Knex } from 'knex'
import { isPostgres, makeAppendOnly } from '../src/db.ts'

/** Where an event came from, and the chain that it is sealed into after it has been written. */
export async function up(db: Knex): Promise<void> {
  await db.raw('alter table audit_events add column address varchar(45)')
  await db.raw('alter table audit_events add column session varchar(12)')
  await db.raw('alter table audit_events add column refused integer not null default 0')
  await db.raw('create index audit_events_operator on audit_events (operator_id, at)')
  await db.raw('create index audit_events_name on audit_events (name, at)')
  await db.raw('create index audit_events_call on audit_events (call_id) where call_id is not null')
  await db.raw('create index audit_events_refused on audit_events (at) where refused = 1')
  await (isPostgres(db) ? tablesOfPostgres(db) : tablesOfSqlite(db))
  await makeAppendOnly(db, 'audit_seals')
  await makeAppendOnly(db, 'audit_anchors')
  await db.raw('insert into audit_unsealed (event_id) select id from audit_events order by id')
}

const anchors = (integer: string) =>
  `create table audit_anchors (number ${integer} primary key, at varchar(24) not null,
     entries ${integer} not null, head varchar(43) not null, key_id varchar(16) not null,
     instance varchar(120) not null, prev varchar(43) not null, mac varchar(43) not null)`

async function tablesOfSqlite(db: Knex): Promise<void> {
  await db.raw(
    `create table audit_unsealed (place integer primary key autoincrement, event_id char(36) not null,
       since varchar(24) not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')))`,
  )
  await db.raw(
    `create table audit_seals (seq integer primary key, event_id char(36) not null unique,
       key_id varchar(16) not null, mac varchar(43) not null)`,
  )
  await db.raw(anchors('integer'))
  await db.raw(
    `create trigger audit_events_queue after insert on audit_events
     begin insert into audit_unsealed (event_id) values (new.id); end`,
  )
}

async function tablesOfPostgres(db: Knex): Promise<void> {
  await db.raw(
    `create table audit_unsealed (place bigint generated always as identity primary key, event_id uuid not null,
       since varchar(24) not null
         default to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`,
  )
  await db.raw(
    `create table audit_seals (seq bigint primary key, event_id uuid not null unique,
       key_id varchar(16) not null, mac varchar(43) not null)`,
  )
  await db.raw(anchors('bigint'))
  await db.raw(
    `create function annai_audit_queue() returns trigger language plpgsql as
     $$ begin insert into audit_unsealed (event_id) select id from added; return null; end $$`,
  )
  await db.raw(
    `create trigger audit_events_queue after insert on audit_events referencing new table as added
     for each statement execute function annai_audit_queue()`,
  )
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`drop trigger audit_events_queue${isPostgres(db) ? ' on audit_events' : ''}`)
  for (const table of ['audit_anchors', 'audit_seals', 'audit_unsealed'])
    await db.schema.dropTable(table)
  if (isPostgres(db)) await db.raw('drop function annai_audit_queue()')
  for (const name of ['operator', 'name', 'call', 'refused'])
    await db.raw(`drop index audit_events_${name}`)
  for (const name of ['address', 'session', 'refused'])
    await db.raw(`alter table audit_events drop column ${name}`)
}
