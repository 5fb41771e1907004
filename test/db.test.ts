import { expect } from 'chai'
import {
  closeDatabase,
  type Db,
  isAlreadyTaken,
  isMigrated,
  migrate,
  openDatabase,
} from '../src/db.ts'
import { addDemoPeople } from '../src/demo/people.ts'
import { openLibrary } from '../src/scripts/library.ts'
import { freshPostgres, migrated, onBothDatabases } from './support/databases.ts'
import { postgresUrl } from './support/postgres.ts'
import { content } from './support/seeded.ts'

onBothDatabases('the database', (freshUrl) => {
  it('is brought up to date once, and again without harm', async () => {
    const url = await freshUrl()
    const db = await migrated(url)
    expect(await isMigrated(db)).to.equal(true)
    await db.destroy()
    const again = await migrated(url)
    expect(await isMigrated(again)).to.equal(true)
    await again.destroy()
  })

  it('is brought up to date by whoever starts next when a process died while it did so', async () => {
    const url = await freshUrl()
    const db = await migrated(url)
    await db('knex_migrations_lock').update({ is_locked: 1 })
    await db.destroy()
    const again = await migrated(url)
    expect(await isMigrated(again)).to.equal(true)
    await again.destroy()
  })

  it('lets audit events be added, but never changed or deleted', async () => {
    const db = await migrated(await freshUrl())
    await db('audit_events').insert({
      id: '019ab0f0-0000-7000-8000-000000000001',
      at: '2026-11-23T01:00:00.000Z',
      name: 'test',
    })
    for (const change of [
      db('audit_events').update({ name: 'other' }),
      db('audit_events').delete(),
    ]) {
      const error = await change.then(
        () => null,
        (thrown: unknown) => thrown,
      )
      expect(String(error)).to.contain('append-only')
    }
    await db.destroy()
  })

  it('tells a value that is already taken', async () => {
    const db = await migrated(await freshUrl())
    await db('case_serials').insert({ day: '2026-11-23', last: 1 })
    const error = await db('case_serials')
      .insert({ day: '2026-11-23', last: 2 })
      .then(
        () => null,
        (thrown: unknown) => thrown,
      )
    expect(isAlreadyTaken(error)).to.equal(true)
    await db.destroy()
  })

  it('an error tells the statement, and nothing of what was to be written', async () => {
    const db = await migrated(await freshUrl())
    const row = { day: '暗い秘密', last: 1 }
    await db('case_serials').insert(row)
    const error = await db('case_serials').insert(row).catch(String)
    expect(error).to.contain('case_serials').and.not.to.contain('暗い秘密')
    await db.destroy()
  })

  it('what a transaction has read is still so when it writes, whatever another process does', async () => {
    const url = await freshUrl()
    const [ours, theirs] = [await migrated(url), await migrated(url)]
    if (!url.startsWith('postgres')) await theirs.raw('pragma busy_timeout = 0')
    await ours('case_serials').insert({ day: '2026-11-23', last: 1 })
    const next = async (db: Db, meanwhile: () => Promise<unknown>) =>
      db.transaction(async (trx) => {
        const { last } = await trx('case_serials').forUpdate().first('last')
        await meanwhile()
        await trx('case_serials').update({ last: last + 1 })
      })
    let late: Promise<unknown> = Promise.resolve()
    await next(ours, async () => {
      late = next(theirs, async () => {}).catch(() => 'has to wait')
      if (!url.startsWith('postgres')) await late
    })
    if ((await late) === 'has to wait') await next(theirs, async () => {})
    expect((await ours('case_serials').first('last')).last).to.equal(3)
    await Promise.all([ours.destroy(), theirs.destroy()])
  })
})

describe('several instances that start at once', () => {
  before(async function () {
    if ((await postgresUrl()) === null) this.skip()
  })

  it('on an empty database: one of them does the work, the others wait for it', async () => {
    const url = await freshPostgres()
    const at = new Date('2026-11-23T00:30:00.000Z')
    const start = async () => {
      const db = openDatabase(url)
      await migrate(db)
      await addDemoPeople(db, at)
      const { current } = await openLibrary(db, content, at)
      await closeDatabase(db)
      return current.id
    }
    const scripts = await Promise.all([start(), start(), start()])
    expect(new Set(scripts), 'all with the same script').to.have.length(1)
    const db = openDatabase(url)
    expect(await db('knex_migrations_lock').pluck('is_locked')).to.deep.equal([0])
    await closeDatabase(db)
  })
})
