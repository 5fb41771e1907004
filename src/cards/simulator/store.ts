import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import type { Change } from './events/event.ts'
import { FIELDS, type Kind, type Kinds } from './records.ts'
import { mustBeAllowed } from './transitions.ts'

/** The simulator's own database: one table of records, and what it must remember about requests and the stage. */
const SCHEMA = `
  create table if not exists records (
    kind text not null, ref text not null, owner text not null, seq integer primary key autoincrement, body text not null,
    unique (kind, ref)
  );
  create index if not exists records_by_owner on records (kind, owner);
  create unique index if not exists one_stop_a_card on records (owner) where kind = 'stop';
  create unique index if not exists one_order_a_card on records (json_extract(body, '$.oldCardRef')) where kind = 'reissue';
  create table if not exists settings (name text primary key, value text not null);
  create table if not exists operations (
    key text primary key, operation text not null, input text not null, status integer not null, body text not null
  );
  create table if not exists happenings (
    id integer primary key autoincrement, at text not null, customer_ref text, code text not null, details text not null
  );
  create table if not exists waiting_events (
    seq integer primary key autoincrement, id text not null unique, body text not null, tries integer not null default 0,
    due integer not null default 0, drawn integer not null default 0, behind integer not null default 0
  );
`
export type Sqlite = Database.Database

type Watcher = (change: Change) => void

export interface Store {
  readonly sqlite: Sqlite
  find<K extends Kind>(kind: K, ref: string): Kinds[K] | undefined
  all<K extends Kind>(kind: K): Kinds[K][]
  ofOwner<K extends Kind>(kind: K, owner: string): Kinds[K][]
  put<K extends Kind>(kind: K, record: Kinds[K]): Kinds[K]
  /** Tells of every change of a record from now on, in the transaction of the change. */
  watch(watcher: Watcher): void
  nextNumber(name: string): number
  setting(name: string): string | undefined
  set(name: string, value: string): void
  transaction<T>(work: () => T): T
  close(): void
}

export function openStore(file: string): Store {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const sqlite = new Database(file)
  sqlite.pragma('journal_mode = WAL')
  sqlite.pragma('synchronous = FULL')
  // Together, so that the disk is waited for once.
  sqlite.exec(`begin immediate; ${SCHEMA} commit`)
  const rows = recordRows(sqlite)
  const settings = settingRows(sqlite)
  return {
    sqlite,
    ...rows,
    ...settings,
    nextNumber(name) {
      const next = Number(settings.setting(`number:${name}`) ?? '0') + 1
      settings.set(`number:${name}`, String(next))
      return next
    },
    transaction: (work) => sqlite.transaction(work).immediate(),
    close: () => void sqlite.close(),
  }
}

type Bodies = { body: string }

function recordRows(sqlite: Sqlite) {
  const one = sqlite.prepare<[string, string], Bodies>(
    'select body from records where kind = ? and ref = ?',
  )
  const every = sqlite.prepare<[string], Bodies>(
    'select body from records where kind = ? order by seq',
  )
  const owned = sqlite.prepare<[string, string], Bodies>(
    'select body from records where kind = ? and owner = ? order by seq',
  )
  const write = sqlite.prepare(
    `insert into records (kind, ref, owner, body) values (?, ?, ?, ?)
     on conflict (kind, ref) do update set owner = excluded.owner, body = excluded.body`,
  )
  const watchers: Watcher[] = []
  // `put` below is the only writer of a kind, so what is read back has that kind's shape.
  const read = <K extends Kind>(row: Bodies) => JSON.parse(row.body) as Kinds[K]
  const find = <K extends Kind>(kind: K, ref: string): Kinds[K] | undefined => {
    const row = one.get(kind, ref)
    return row && read<K>(row)
  }
  const put = sqlite.transaction((kind: Kind, record: Kinds[Kind], ref: string, owner: string) => {
    const before = find(kind, ref)
    mustBeAllowed(kind, before, record)
    write.run(kind, ref, owner, JSON.stringify(record))
    for (const watcher of watchers) watcher({ kind, before, after: record })
  })
  return {
    find,
    watch: (watcher: Watcher) => void watchers.push(watcher),
    all: <K extends Kind>(kind: K) => every.all(kind).map((row) => read<K>(row)),
    ofOwner: <K extends Kind>(kind: K, owner: string) =>
      owned.all(kind, owner).map((row) => read<K>(row)),
    put<K extends Kind>(kind: K, record: Kinds[K]): Kinds[K] {
      const { ref, owner } = FIELDS[kind]
      put(kind, record, String(record[ref]), String(record[owner]))
      return record
    },
  }
}

function settingRows(sqlite: Sqlite) {
  const read = sqlite.prepare<[string], { value: string }>(
    'select value from settings where name = ?',
  )
  const write = sqlite.prepare(
    'insert into settings (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
  )
  return {
    setting: (name: string) => read.get(name)?.value,
    set: (name: string, value: string) => void write.run(name, value),
  }
}
