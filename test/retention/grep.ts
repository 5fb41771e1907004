import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import type { Db } from '../../src/db.ts'
import { isPostgres } from '../support/plans.ts'

/** Every row of every table as text, by the table's name. */
export async function everyRow(db: Db): Promise<ReadonlyMap<string, readonly string[]>> {
  const tables: string[] = isPostgres(db)
    ? await db('pg_tables').where({ schemaname: 'public' }).pluck('tablename')
    : await db('sqlite_master').where({ type: 'table' }).pluck('name')
  const rows = new Map<string, readonly string[]>()
  for (const table of tables.filter((name) => !/^sqlite_|_words/.test(name)))
    rows.set(
      table,
      (await db(table)).map((row) => JSON.stringify(row)),
    )
  return rows
}

/** In which rows any of these stands. */
export async function rowsHolding(db: Db, needles: readonly string[]): Promise<string[]> {
  return [...(await everyRow(db))].flatMap(([table, rows]) =>
    rows.flatMap((row) =>
      needles
        .filter((each) => row.includes(each))
        .map((each) => `${table}: ${each} in ${row.slice(0, 600)}`),
    ),
  )
}

/** Which of these stand in the bytes of SQLite's files. */
export async function bytesHolding(db: Db, needles: readonly string[]): Promise<string[]> {
  const [{ file }] = await db.raw('pragma database_list')
  return ['', '-wal'].flatMap((ending) => {
    const bytes = readFileSync(`${file}${ending}`)
    return needles.filter((each) => bytes.includes(each)).map((each) => `${ending}: ${each}`)
  })
}

/** Rows that came or went, but those of the tables that are meant to. */
export function expectSame(
  before: ReadonlyMap<string, readonly string[]>,
  after: ReadonlyMap<string, readonly string[]>,
  isAbout: (table: string, row: string) => boolean,
): void {
  const wrong: string[] = []
  for (const [table, rows] of before) {
    const now = new Set(after.get(table) ?? [])
    for (const row of rows) if (!now.has(row) && !isAbout(table, row)) wrong.push(`${table} ${row}`)
  }
  expect(wrong).to.deep.equal([])
}
