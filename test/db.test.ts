import { expect } from 'chai'
import { isAlreadyTaken, isMigrated } from '../src/db.ts'
import { migrated, onBothDatabases } from './support/databases.ts'

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
})
