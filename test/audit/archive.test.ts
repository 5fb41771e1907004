import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { archiveCommand } from '../../src/archive-audit.ts'
import { archiveLog } from '../../src/audit/archive.ts'
import { eventsOfCase, isStillRead, recordEvents } from '../../src/audit/events.ts'
import { verifyLatest, verifyLog } from '../../src/audit/verify.ts'
import { ConfigError, readConfig } from '../../src/config.ts'
import { closeDatabase, type Db } from '../../src/db.ts'
import { migrated, onBothDatabases } from '../support/databases.ts'
import { fill, newKey, newSealing, type Sealing, sealerOf, verified } from './sealed.ts'

const second = (n: number) => new Date(Date.UTC(2026, 10, 23, 1) + n * 1_000).toISOString()

onBothDatabases('the archive of the audit log', (freshUrl) => {
  let db: Db
  let sealing: Sealing
  let folder: string

  beforeEach(async () => {
    db = await migrated(await freshUrl())
    sealing = newSealing(30)
    folder = mkdtempSync(join(tmpdir(), 'annai-archive-'))
  })
  afterEach(async () => {
    await closeDatabase(db)
    sealing.remove()
    rmSync(folder, { recursive: true, force: true })
  })

  const at = (name: string) => join(folder, name)
  const archive = (name: string, before: number, isKept = isStillRead) =>
    archiveLog(db, {
      keys: sealing.settings.keys,
      before: second(before),
      file: at(name),
      now: new Date(),
      isKept,
      atOnce: 8,
    })
  const verdict = (...archives: string[]) =>
    verifyLog(db, {
      keys: sealing.settings.keys,
      files: [sealing.file],
      archives: archives.map(at),
      unsealedBefore: new Date(Date.now() - 3_600_000),
    })
  async function sealed(count: number, from = 0) {
    await fill(db, count, from)
    await sealerOf(db, sealing.settings).stop()
  }

  it('takes the old part into a file that only its owner reads, and the log goes on behind it', async () => {
    await sealed(100)
    const archived = await archive('one.jsonl', 60)
    expect(archived).to.include({ from: 1, kept: 0 })
    expect(archived?.to.entries).to.equal(60)
    expect(statSync(at('one.jsonl')).mode & 0o777).to.equal(0o600)
    expect(await db('audit_events').where('at', '<', second(60))).to.have.length(0)
    await sealed(20, 100)
    const whole = await verdict('one.jsonl')
    expect(whole).to.deep.include({ finding: null, archivedUpTo: 60, unseenEntries: [] })
    expect(whole.head.entries).to.equal(121)
    const [event] = await db('audit_events').where({ name: 'audit_archived' })
    const { sha256, to } = JSON.parse(event.detail)
    expect([sha256, to]).to.eql([archived?.sha256, 60])
    expect((await verdict()).unseenEntries).to.eql([{ from: 1, to: 60 }])
    expect(await verifyLatest(db, sealing.settings.keys, 1_000)).to.deep.include({
      entries: 61,
      finding: null,
    })
  })

  it('goes on in a second file, with a new key too, and says which is missing', async () => {
    await sealed(50)
    await archive('one.jsonl', 20)
    const { current } = sealing.settings.keys
    const keys = { current: newKey(), previous: [current] }
    sealing = { ...sealing, settings: { ...sealing.settings, keys } }
    await sealed(50, 50)
    expect((await archive('two.jsonl', 70))?.from).to.equal(21)
    expect(await verdict('two.jsonl', 'one.jsonl')).to.deep.include({
      finding: null,
      unseenEntries: [],
    })
    expect((await verdict('two.jsonl')).unseenEntries).to.eql([{ from: 1, to: 20 }])
    expect((await verdict('one.jsonl')).finding).to.include({ fault: 'archive', seq: 21 })
  })

  it('keeps on line what the pages still read of, proved in a chain of its own', async () => {
    const caseId = '019aa000-0000-7000-8000-00000000aaaa'
    const event = { at: new Date(second(3)), operatorId: null, caseId }
    await fill(db, 10)
    await recordEvents(db, [
      { ...event, name: 'case_opened' },
      { ...event, name: 'case_viewed' },
      { ...event, name: 'case_closed' },
    ])
    await sealed(30, 10)
    const before = await eventsOfCase(db, caseId)
    expect(await archive('one.jsonl', 30)).to.include({ kept: 2 })
    expect(await eventsOfCase(db, caseId)).to.eql(before)
    expect(await db('audit_events').where({ case_id: caseId })).to.have.length(2)
    await sealed(1, 90)
    expect((await verdict('one.jsonl')).finding).to.equal(null)
    // They are never taken, also not when more is archived later.
    await archive('two.jsonl', 35)
    expect(await eventsOfCase(db, caseId)).to.eql(before)
    expect((await verdict('one.jsonl', 'two.jsonl')).finding).to.equal(null)
  })

  it('takes nothing of a log that is not as it was sealed, and leaves no file', async () => {
    await sealed(40)
    await db('audit_seals').insert({ seq: 90, event_id: newId, key_id: 'x', mac: 'x' })
    const unguarded = db.client.config.client === 'pg' ? ' on audit_events' : ''
    await db.raw(`drop trigger audit_events_no_update${unguarded}`)
    const { event_id } = await db('audit_seals').where({ seq: 7 }).first()
    await db('audit_events').where({ id: event_id }).update({ name: 'other' })
    const error = await archive('one.jsonl', 20).catch((thrown: Error) => thrown)
    expect(String(error)).to.contain('Entry 7 is not as it was sealed')
    expect(existsSync(at('one.jsonl'))).to.equal(false)
    expect(await archive('two.jsonl', -60)).to.equal(null)
    expect(existsSync(at('two.jsonl'))).to.equal(false)
  })

  it('lets nothing else be deleted by its way past the triggers', async () => {
    await sealed(40)
    await archive('one.jsonl', 20, ({ customer_id }) => customer_id !== null)
    const refused = [
      db('audit_events').delete(),
      db('audit_seals').delete(),
      db('audit_kept').delete(),
      db('audit_checkpoint').delete(),
      db('audit_checkpoint').update({ entries: 3 }),
      ...(db.client.config.client === 'pg' ? [db.raw('truncate audit_events')] : []),
    ]
    for (const each of refused) expect(String(await each.catch(String))).to.contain('append-only')
    expect((await verdict('one.jsonl')).finding).to.equal(null)
  })

  it('is whole wherever it was broken off, and goes on', async () => {
    await sealed(40)
    let parts = 0
    const brokenOff = () => {
      parts += 1
      if (parts === 12) throw new Error('killed')
      return false
    }
    await archive('one.jsonl', 20, brokenOff).catch(() => null)
    const half = await verdict('one.jsonl')
    expect(half).to.deep.include({ finding: null, archivedUpTo: 8 })
    expect(await db('audit_events').where({ name: 'audit_archived' })).to.have.length(1)
    await archive('two.jsonl', 20)
    expect((await verdict('one.jsonl', 'two.jsonl')).finding).to.equal(null)
  })

  it('is found out when its file is changed, cut short or of another log', async () => {
    await sealed(40)
    await archive('one.jsonl', 20)
    const text = readFileSync(at('one.jsonl'), 'utf8')
    const lines = text.trimEnd().split('\n')
    const written = (some: readonly string[]) =>
      writeFileSync(at('one.jsonl'), some.map((line) => `${line}\n`).join(''))
    const wrong = async (some: readonly string[]) => {
      written(some)
      return (await verdict('one.jsonl')).finding?.seq
    }
    const changed = lines.map((line, n) =>
      n === 5 ? line.replace('"at":"2026', '"at":"2025') : line,
    )
    expect(await wrong(changed)).to.equal(5)
    expect(await wrong(lines.toSpliced(8, 1))).to.equal(8)
    expect(await wrong(lines.toSpliced(3, 2, lines[4] ?? '', lines[3] ?? ''))).to.equal(3)
    expect(await wrong(lines.slice(0, -1))).to.equal(21)
    expect(await wrong(lines.slice(0, -3))).to.equal(19)
    expect(await wrong([lines[0] ?? '', ...lines.slice(3)])).to.equal(1)
    expect(await wrong(['{}'])).to.equal(null)
    written(lines)
    expect((await verdict('one.jsonl')).finding).to.equal(null)
  })

  const newId = '019aa000-0000-7000-8000-ffffffffffff'
})

describe('annai audit archive', () => {
  const folder = mkdtempSync(join(tmpdir(), 'annai-archive-'))
  after(() => rmSync(folder, { recursive: true, force: true }))

  it('keeps what has to be at hand, and writes over nothing', async () => {
    const database = join(folder, 'annai.sqlite')
    const config = readConfig({ DATABASE_URL: database, AUDIT_KEY: 'ab'.repeat(32) })
    const said: string[] = []
    const run = (...args: string[]) =>
      archiveCommand(args, config, new Date('2028-01-15T03:00:00Z'), (line) => said.push(line))
    const refusal = (...args: string[]) => run(...args).catch((error: unknown) => error)
    const db = await migrated(database)
    await fill(db, 5)
    const sealing = newSealing()
    const keys = { current: config.auditKey ?? newKey(), previous: [] }
    await sealerOf(db, { ...sealing.settings, keys }).stop()
    for (const args of [
      [],
      ['a', 'b'],
      ['--since', 'x', 'a'],
      ['--before', 'then', 'a'],
      [database],
    ])
      expect(await refusal(...args), args.join()).to.be.instanceOf(ConfigError)
    const young = await refusal('--before', '2027-01-01', join(folder, 'a.jsonl'))
    expect(String(young)).to.contain('stays on line until 2026-12-15')
    expect(await run('--before', '2026-11-01', join(folder, 'a.jsonl'))).to.equal(0)
    expect(said.join()).to.contain('nothing from before')
    await run(join(folder, 'b.jsonl'))
    expect(said.join()).to.contain('entries 1 to 5, whole; 0 of them stay on line')
    expect((await verified(db, { keys, file: sealing.file })).finding).to.equal(null)
    await closeDatabase(db)
    sealing.remove()
  })
})
