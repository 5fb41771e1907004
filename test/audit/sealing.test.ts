import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { setGuards } from '../../src/audit/guards.ts'
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

  it('is found unguarded by a trigger that is another one, is off, or does not belong there', async () => {
    const isPg = isPostgres(db)
    const about = async () => (await verified(db, sealing)).finding?.about ?? null
    const on = (table: string) => (isPg ? ` on ${table}` : '')
    expect(await about()).to.equal(null)
    // Of the same name, but it lets one kind of event go by.
    const ways: [string, string[]][] = isPg
      ? [
          [
            'audit_events_queue',
            [
              `create or replace function annai_audit_events_queue() returns trigger language plpgsql as
               $$ begin return null; end $$`,
            ],
          ],
          [
            'audit_seals_no_delete',
            ['alter table audit_seals disable trigger audit_seals_no_delete'],
          ],
          [
            'audit_kept_no_update',
            ['alter table audit_kept enable replica trigger audit_kept_no_update'],
          ],
          ['gone', ['create rule gone as on delete to audit_events do instead nothing']],
          [
            'other',
            [
              `create trigger other after insert on audit_events for each row when (new.name = 'x')
               execute function annai_audit_seals_no_delete()`,
            ],
          ],
        ]
      : [
          [
            'audit_events_queue',
            [
              'drop trigger audit_events_queue',
              `create trigger audit_events_queue after insert on audit_events
               begin insert into audit_unsealed (event_id) select new.id where new.name <> 'x'; end`,
            ],
          ],
          ['audit_seals_no_delete', ['drop trigger audit_seals_no_delete']],
          [
            'other',
            [
              `create trigger other after insert on audit_events when new.name = 'x'
               begin delete from audit_unsealed; end`,
            ],
          ],
        ]
    for (const [name, statements] of ways) {
      for (const sql of statements) await db.raw(sql)
      expect(await about(), name).to.equal(name)
      if (name === 'gone') await db.raw('drop rule gone on audit_events')
      if (name === 'other') await db.raw(`drop trigger other${on('audit_events')}`)
      await setGuards(db)
      expect(await about(), name).to.equal(null)
    }
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
