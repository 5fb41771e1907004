import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before } from 'mocha'
import { type Db, migrate, openDatabase } from '../../src/db.ts'
import { postgresUrl } from './postgres.ts'

export const DATABASES = ['SQLite', 'PostgreSQL'] as const
export type DatabaseName = (typeof DATABASES)[number]

/** Runs the same suite on both databases; without a PostgreSQL that starts it is skipped here and fails under CI. */
export function onBothDatabases(
  title: string,
  suite: (freshUrl: () => Promise<string>, name: DatabaseName) => void,
): void {
  for (const name of DATABASES)
    describe(`${title} (${name})`, () => {
      const folders: string[] = []
      if (name === 'PostgreSQL')
        before(async function () {
          if ((await postgresUrl()) === null) this.skip()
        })
      after(() => {
        for (const folder of folders) rmSync(folder, { recursive: true, force: true })
      })
      suite(async () => {
        if (name === 'PostgreSQL') return freshPostgres()
        const folder = mkdtempSync(join(tmpdir(), 'annai-test-'))
        folders.push(folder)
        return join(folder, 'annai.sqlite')
      }, name)
    })
}

let count = 0
export async function freshPostgres(): Promise<string> {
  const url = await postgresUrl()
  if (url === null) throw new Error('no PostgreSQL')
  const admin = openDatabase(url)
  count += 1
  const name = `annai_${process.pid}_${count}`
  await admin.raw(`create database ${name}`)
  await admin.destroy()
  return url.replace(/\/[^/]*$/, `/${name}`)
}

const nameOf = (url: string): string => url.slice(url.lastIndexOf('/') + 1)

/** Makes an empty database a copy of another one; one that holds something stays as it is. */
export async function renew(url: string, template: string): Promise<void> {
  const db = openDatabase(url)
  const holds = await db.schema.hasTable('operators')
  await db.destroy()
  const server = await postgresUrl()
  if (holds || server === null) return
  const admin = openDatabase(server)
  await admin.raw(`drop database ${nameOf(url)}`)
  await admin.raw(`create database ${nameOf(url)} template ${nameOf(template)}`)
  await admin.destroy()
}

export async function migrated(url: string): Promise<Db> {
  const db = openDatabase(url)
  await migrate(db)
  return db
}
