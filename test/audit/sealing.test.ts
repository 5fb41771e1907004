import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { closeDatabase, type Db, isPostgres, openDatabase } from '../../src/db.ts'
import { MovableClock } from '../support/annai.ts'
import { migrated, onBothDatabases } from '../support/databases.ts'
import { fill, newKey, newSealing, type Sealing, sealerOf, verified } from './sealed.ts'

onBothDatabases('the chain of the audit log', (freshUrl) => {
  let url: string
  let db: Db
  let sealing: Sealing

  beforeEach(async () => {
    url = await freshUrl()
    db = await migrated(url)
    sealing = newSealing()
  })
  afterEach(async () => {
    await closeDatabase(db)
    sealing.remove()
  })

  it('is made after the events, anchored, and verified', async () => {
    await fill(db, 120)
    const before = await verified(db, sealing)
    expect(before).to.include({ unsealed: 120, finding: null, lastAnchor: null })
    const sealer = sealerOf(db, sealing.settings)
    await sealer.seal()
    await fill(db, 7, 120)
    await sealer.stop()
    const verdict = await verified(db, sealing)
    expect(verdict.finding).to.equal(null)
    expect([verdict.head.entries, verdict.unsealed]).to.eql([127, 0])
    expect(verdict.lastAnchor).to.include({ entries: 127, head: verdict.head.mac })
    expect(readFileSync(sealing.file, 'utf8').trim().split('\n')).to.eql(sealing.said)
    expect(statSync(sealing.file).mode & 0o777).to.equal(0o600)
  })

  it('takes no event of a transaction that was undone, and lets nothing in it be changed', async () => {
    await db
      .transaction(async (trx) => {
        await fill(trx, 3)
        throw new Error('undone')
      })
      .catch(() => undefined)
    await fill(db, 2)
    await sealerOf(db, sealing.settings).stop()
    expect((await verified(db, sealing)).head.entries).to.equal(2)
    for (const table of ['audit_seals', 'audit_anchors'])
      for (const change of [db(table).update({ mac: 'x' }), db(table).delete()]) {
        const error = await change.then(
          () => null,
          (thrown: unknown) => thrown,
        )
        expect(String(error)).to.contain('append-only')
      }
  })

  it('is one chain without gaps when several instances seal and write at once', async function () {
    // In one process a second connection to SQLite waits for the first and lets it do nothing meanwhile.
    if (!isPostgres(db)) return this.skip()
    const dbs = await Promise.all([1, 2, 3].map(async () => openDatabase(url)))
    const others = dbs.map((_, index) => ({ ...sealing.settings, instance: `no ${index}` }))
    const sealers = dbs.map((each, index) => sealerOf(each, others[index] ?? sealing.settings))
    await Promise.all(
      dbs.map(async (each, index) => {
        for (let n = 0; n < 12; n += 1) {
          await fill(each, 9, index * 1000 + n * 9)
          if (n % 3 === index) await sealers[index]?.seal()
        }
      }),
    )
    for (const sealer of sealers) await sealer.stop()
    const verdict = await verified(db, sealing)
    expect(verdict.finding).to.equal(null)
    expect([verdict.head.entries, verdict.unsealed]).to.eql([324, 0])
    await Promise.all(dbs.map(closeDatabase))
  })

  it('takes in what is committed after what came later', async function () {
    if (!isPostgres(db)) return this.skip() // SQLite lets one write at a time
    const early = await db.transaction()
    await fill(early, 5)
    const sealer = sealerOf(db, sealing.settings)
    await fill(db, 5, 5)
    await sealer.seal()
    expect((await verified(db, sealing)).head.entries).to.equal(5)
    await early.commit()
    await sealer.stop()
    const verdict = await verified(db, sealing)
    expect([verdict.head.entries, verdict.unsealed, verdict.finding]).to.eql([10, 0, null])
  })

  it('goes on with a new key, and takes no more from the old one', async () => {
    await fill(db, 3)
    await sealerOf(db, sealing.settings).stop()
    const { current } = sealing.settings.keys
    const keys = { current: newKey(), previous: [current] }
    const renewed = { ...sealing, settings: { ...sealing.settings, keys } }
    await fill(db, 3, 3)
    await sealerOf(db, renewed.settings).stop()
    expect((await verified(db, renewed)).finding).to.equal(null)
    expect((await verified(db, sealing)).finding).to.include({ fault: 'key', seq: 4 })
    await fill(db, 1, 6)
    await sealerOf(db, sealing.settings).stop()
    expect((await verified(db, renewed)).finding).to.include({ fault: 'key', seq: 7 })
  })

  it('writes an anchor that a crash kept out of the file, and is anchored when time has passed', async () => {
    const clock = new MovableClock()
    const sealer = sealerOf(db, sealing.settings, clock)
    await fill(db, 60)
    await sealer.seal()
    writeFileSync(sealing.file, '')
    expect((await verified(db, sealing)).finding).to.include({ fault: 'anchor' })
    await fill(db, 1, 60)
    const restarted = sealerOf(db, sealing.settings, clock)
    await restarted.seal()
    expect(sealing.said).to.have.length(1)
    clock.forward(61_000)
    await restarted.seal()
    const verdict = await verified(db, sealing)
    expect(verdict.finding).to.equal(null)
    expect(verdict.lastAnchor).to.include({ number: 2, entries: 61 })
  })
})
