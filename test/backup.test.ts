import { randomUUID } from 'node:crypto'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { APPEND_ONLY } from '../src/append-only.ts'
import { backUp, restore } from '../src/backup.ts'
import { readConfig } from '../src/config.ts'
import { closeDatabase, type Db, openDatabase } from '../src/db.ts'
import { doctor, examine } from '../src/doctor.ts'
import { retainOnce } from '../src/retain.ts'
import { decideErasure, findErasure, requestErasure } from '../src/retention/erasures.ts'
import { readLedger } from '../src/retention/ledger.ts'
import { scrub } from '../src/retention/scrub.ts'
import { promisedCall } from './cases/taking.ts'
import { type Annai, startAnnai } from './support/annai.ts'
import { migrated, onBothDatabases } from './support/databases.ts'
import { program } from './support/program.ts'
import { idOf } from './support/staff.ts'
import { Visitor } from './support/visitor.ts'

const NOW = new Date('2026-11-26T03:00:00.000Z')
const failure = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: Error) => error.message,
  )

describe('a backup', () => {
  let annai: Annai
  let folder: string
  let source: string
  let file: string
  let caseId: string
  const configFor = (databaseUrl: string) => readConfig({ DATABASE_URL: databaseUrl })

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'annai-backup-'))
    source = join(folder, 'annai.sqlite')
    annai = await startAnnai(source)
    const tanaka = await annai.signIn('tanaka')
    caseId = await promisedCall(annai, tanaka)
    await tanaka.post(`/cases/${caseId}/notes`, { body: '最後の一行' })
  })
  after(async () => {
    await annai.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('holds all that was committed, while the program goes on writing, and is read to its end', async () => {
    const mori = await annai.signIn('mori')
    const note = () => mori.post(`/cases/${caseId}/notes`, { body: '途中の一行' })
    const [backup] = await Promise.all([backUp(configFor(source), NOW), note(), note()])
    ;({ file } = backup)
    expect(file).to.match(/backups.annai-20261126-030000Z\.sqlite$/)
    expect(backup.contents.rows).to.include({ cases: 1, calls: 1 })
    expect(backup.sha256).to.match(/^[0-9a-f]{64}$/)
    expect(backup.bytes).to.equal(statSync(file).size)
    expect(statSync(file).mode & 0o777, 'for its owner only').to.equal(0o600)
    expect(statSync(source).mode & 0o777).to.equal(0o600)
    const copy = openDatabase(file)
    expect(await copy('case_notes').pluck('body')).to.include('最後の一行')
    await closeDatabase(copy)
    const db = openDatabase(source)
    const [made] = await db('audit_events').where({ name: 'backup_made' })
    expect(JSON.parse(made.detail)).to.eql({ sha256: backup.sha256, bytes: backup.bytes })
    await closeDatabase(db)
    expect(await failure(backUp(configFor(source), NOW))).to.match(/is there already/)
  })

  it('goes back where the database was, and the program goes on from it', async () => {
    const target = join(folder, 'restored', 'annai.sqlite')
    await restore(configFor(target), file, NOW)
    const db = openDatabase(target)
    expect(await db('audit_events').where({ name: 'database_restored' })).to.have.length(1)
    await closeDatabase(db)
    const running = program({ databaseUrl: target })
    await running.start()
    try {
      const cookie = new Visitor(() => running.url)
      await cookie.open(`/cases/${caseId}`)
      expect(cookie.page, 'nobody is signed in any more').to.equal('sign-in')
      await cookie.signIn('tanaka')
      await cookie.open(`/cases/${caseId}`)
      expect(cookie.text('main')).to.contain('最後の一行')
      await cookie.post(`/cases/${caseId}/notes`, { body: 'そのあとの一行' })
      expect(cookie.text('main')).to.contain('そのあとの一行')
    } finally {
      await running.close()
    }
    expect(await failure(restore(configFor(target), file, NOW))).to.match(/move it away/)
  })

  it('brings nobody back who was erased since: the ledger tells, and so does the doctor', async () => {
    const [mori, tanaka] = [await idOf(annai, 'mori'), await idOf(annai, 'tanaka')]
    const env = (name: string) => ({
      DATABASE_URL: join(folder, name, 'annai.sqlite'),
      AUDIT_ANCHORS: join(folder, 'kept', 'anchors.jsonl'),
    })
    const ledger = readConfig(env('older')).erasureLedger
    mkdirSync(join(folder, 'kept'))
    const withCase = await annai.db('cases').first('customer_id')
    const others = annai.db('customers').whereNot({ id: withCase.customer_id })
    const { id } = await others.first('id')
    const by = (operatorId: string) => ({ operatorId, at: NOW })
    const asked = { customerId: id, ground: 'person_asked' as const, reason: '書面' }
    await annai.db.transaction((trx) => requestErasure(trx, asked, by(tanaka)))
    const erasure = await findErasure(annai.db, (await annai.db('erasures').first()).id)
    const { member_no } = await annai.db('customers').where({ id }).first()
    const decision = { approved: true, reason: '可', last4: member_no.slice(-4) }
    if (erasure)
      await annai.db.transaction((trx) => decideErasure(trx, erasure, decision, by(mori)))
    await scrub(annai.db, NOW, ledger)
    await scrub(annai.db, NOW, ledger)
    expect(readLedger(ledger).map(({ customers }) => customers)).to.deep.equal([[id]])
    expect(readFileSync(ledger, 'utf8')).not.to.contain('書面')
    expect(statSync(ledger).mode & 0o777).to.equal(0o600)

    // Somebody else, whose case is open in the copy; and what a crash may leave.
    const entry = { ...readLedger(ledger)[0], id: randomUUID(), customers: [withCase.customer_id] }
    appendFileSync(ledger, `{"erased":{"id"\n${JSON.stringify({ erased: entry })}\n`)
    const done = await restore(readConfig(env('older')), file, NOW)
    expect(done).to.include({ erased: 1, kept: 1 })
    const restored = openDatabase(env('older').DATABASE_URL)
    const isErased = async (customer: string) =>
      (await restored('customers').where({ id: customer }).first()).name_kanji === ''
    expect([await isErased(id), await isErased(withCase.customer_id)]).to.eql([true, false])
    expect(await restored('erasures').where({ customer_id: id }).first()).to.include({
      state: 'approved',
      decided_by: mori,
    })
    const finding = async () => {
      for await (const { about, state } of examine(NOW, env('older')))
        if (about === 'erasures') return state
      return 'nothing'
    }
    expect(await finding()).to.equal('bad')
    const over = { state: 'kept', ended_at: NOW.toISOString() }
    await restored('commitments').update(over)
    await restored('tasks').update({ ...over, state: 'done' })
    await restored('calls').update({ state: 'ended' })
    await restored('cases').update({ status: 'closed', closed_at: NOW.toISOString() })
    const told: string[] = []
    const retain = (args: string[]) =>
      retainOnce(
        args,
        readConfig(env('older')),
        () => NOW,
        (line) => told.push(line),
      )
    await retain([])
    expect(told.join('\n')).to.contain('back with an older copy: 1')
    expect(await isErased(withCase.customer_id), 'only told of').to.equal(false)
    await retain(['--apply'])
    expect(await isErased(withCase.customer_id)).to.equal(true)
    expect(await finding()).to.equal('ok')
    await closeDatabase(restored)
  })

  it('that is damaged, or no database of ours, is found and takes no place', async () => {
    const target = join(folder, 'other.sqlite')
    const whole = readFileSync(file)
    const damaged = join(folder, 'damaged.sqlite')
    for (const [name, bytes] of [
      [
        'scribbled over',
        Buffer.concat([whole.subarray(0, 20_000), Buffer.alloc(40_000, 7), whole.subarray(60_000)]),
      ],
      ['cut off', whole.subarray(0, whole.length / 2)],
      ['no database', Buffer.from('annai')],
      ['empty', Buffer.alloc(0)],
    ] as const) {
      writeFileSync(damaged, bytes)
      expect(await failure(restore(configFor(target), damaged, NOW)), name).not.to.equal('done')
      expect([existsSync(target), existsSync(`${target}.part`)], name).to.deep.equal([false, false])
    }
    expect(await failure(restore(configFor(target), join(folder, 'none'), NOW))).not.to.equal(
      'done',
    )
    expect(await failure(backUp(configFor(join(folder, 'none', 'a')), NOW))).to.match(/no database/)
  })

  it('of PostgreSQL is left to its own tools, and that is said', async () => {
    const config = configFor('postgres://127.0.0.1/annai')
    expect(await failure(backUp(config, NOW))).to.match(/pg_dump/)
    expect(await failure(restore(config, file, NOW))).to.match(/pg_restore/)
  })

  describe('and the doctor', () => {
    const found = async (env: Record<string, string> = {}) => {
      const findings: Record<string, string> = {}
      for await (const { state, about } of examine(NOW, { DATABASE_URL: source, ...env }))
        findings[about] = findings[about] === 'bad' ? 'bad' : state
      return findings
    }

    it('finds a program that runs to be well, and changes nothing', async () => {
      expect(await found()).to.deep.equal({
        settings: 'ok',
        files: 'ok',
        disk: 'ok',
        holidays: 'ok',
        'card system': 'ok',
        'audit log': 'look',
        erasures: 'ok',
        database: 'ok',
        triggers: 'ok',
        operators: 'ok',
      })
      const lines: string[] = []
      expect(await doctor(NOW, (line) => lines.push(line), { DATABASE_URL: source })).to.equal(0)
      expect(lines.join('\n')).not.to.match(/^bad/m)
    })

    it('finds what is wrong', async () => {
      expect(await found({ NODE_ENV: 'production' })).to.deep.equal({ settings: 'bad' })
      const away = { CARD_SYSTEM_URL: 'http://127.0.0.1:9' }
      expect(await found(away)).to.include({ 'card system': 'bad' })
      expect(await found({ DATABASE_URL: join(folder, 'no.sqlite') })).to.include({
        database: 'look',
      })
      chmodSync(source, 0o644)
      expect(await found()).to.include({ files: 'bad' })
      const anchors = join(folder, 'beside', 'anchors.jsonl')
      mkdirSync(join(folder, 'beside'))
      writeFileSync(anchors, '', { mode: 0o644 })
      const server = { DATABASE_URL: 'postgres://127.0.0.1:9/none', AUDIT_ANCHORS: anchors }
      expect(await found(server), 'whichever database').to.include({ files: 'bad' })
      const late = new Date('2027-11-26T03:00:00.000Z')
      for await (const { about, state } of examine(late, { DATABASE_URL: source }))
        if (about === 'holidays') expect(state).to.equal('look')
    })

    it('finds the demo’s people in a database that is to be used in earnest', async () => {
      const env = {
        ...{
          NODE_ENV: 'production',
          CARD_SYSTEM_URL: 'http://127.0.0.1:9',
          PUBLIC_URL: 'http://annai.example',
        },
        ...{
          CARD_SYSTEM_TOKEN: 'x'.repeat(32),
          AUDIT_KEY: 'ab'.repeat(32),
          SESSION_SECRET: 'y'.repeat(43),
          DATABASE_URL: source,
        },
      }
      expect(await found(env)).to.include({ operators: 'bad', address: 'bad' })
      expect(await doctor(NOW, () => {}, env)).to.equal(1)
    })
  })
})

onBothDatabases('the doctor', (freshUrl) => {
  let db: Db
  let url: string
  before(async () => {
    url = (await freshUrl()) ?? ''
    db = await migrated(url)
  })
  after(() => closeDatabase(db))

  it('knows every table that is only added to, and finds a trigger that was taken away', async () => {
    const found = async () => {
      for await (const { about, state, words } of examine(NOW, { DATABASE_URL: url }))
        if (about === 'triggers') return `${state} ${words}`
      return 'nothing'
    }
    expect(await found()).to.match(/^ok/)
    const isPg = url.startsWith('postgres')
    const names: string[] = isPg
      ? await db('pg_trigger').whereLike('tgname', '%\\_no\\_%').pluck('tgname')
      : await db('sqlite_master').where({ type: 'trigger' }).pluck('name')
    const tables = names.flatMap((name) => /^(.*)_no_delete$/.exec(name)?.[1] ?? [])
    expect(tables.sort()).to.deep.equal([...APPEND_ONLY].sort())
    await db.raw(`drop trigger audit_events_no_update${isPg ? ' on audit_events' : ''}`)
    expect(await found()).to.match(/^bad.*audit_events_no_update/)
  })
})
