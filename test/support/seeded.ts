import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hash } from '@node-rs/argon2'
import { httpCardSystem } from '../../src/cards/http.ts'
import { root } from '../../src/config.ts'
import { closeDatabase, type Db, migrate, openDatabase } from '../../src/db.ts'
import { addDemoCustomers } from '../../src/demo/customers.ts'
import { addDemoPeople, DEMO_PASSWORD } from '../../src/demo/people.ts'
import { openLibrary } from '../../src/scripts/library.ts'
import { freshPostgres, renew } from './databases.ts'

/** The script, the demo's people and its customers in a database, made once a run for each kind and copied for tests. */

export const content = join(root, 'src', 'scripts', 'content')

const templates = new Map<'SQLite' | 'PostgreSQL', Promise<string>>()

/** Makes an empty database, or a file that is not there yet, a seeded one; any other stays as it is. */
export async function copySeeded(url: string, cardSystemUrl: string, at: Date): Promise<void> {
  const kind = url.startsWith('postgres') ? 'PostgreSQL' : 'SQLite'
  if (kind === 'SQLite' && existsSync(url)) return
  const template = templates.get(kind) ?? makeTemplate(kind, cardSystemUrl, at)
  templates.set(kind, template)
  if (kind === 'SQLite') copyFileSync(await template, url)
  else await renew(url, await template)
}

async function makeTemplate(
  kind: 'SQLite' | 'PostgreSQL',
  cardSystemUrl: string,
  at: Date,
): Promise<string> {
  const url = kind === 'PostgreSQL' ? await freshPostgres() : ownFile()
  await seed(url, cardSystemUrl, at)
  return url
}

function ownFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'annai-seeded-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'annai.sqlite')
}

async function seed(url: string, cardSystemUrl: string, at: Date): Promise<void> {
  const db = openDatabase(url)
  const cards = httpCardSystem({ baseUrl: cardSystemUrl })
  await migrate(db)
  await openLibrary(db, content, at)
  await addDemoPeople(db, at)
  await hashCheaply(db)
  await addDemoCustomers(db, cards, at)
  if (!url.startsWith('postgres')) await db.raw('pragma wal_checkpoint(truncate)')
  await cards.close()
  await closeDatabase(db)
}

/**
 * A hash names its own cost: with these the demo's people sign in as ever, hundreds of times in a run, and the machine
 * has the rest of its time for what is tested. Passwords that a test gives are hashed at the full cost.
 */
async function hashCheaply(db: Db): Promise<void> {
  const cheap = await hash(DEMO_PASSWORD, { memoryCost: 8, timeCost: 1, parallelism: 1 })
  await db('operators').update({ password_hash: cheap })
}
