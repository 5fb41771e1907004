import { execFile } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import fc from 'fast-check'
import { archiveLog } from '../../src/audit/archive.ts'
import type { Verdict } from '../../src/audit/verify.ts'
import { root } from '../../src/config.ts'
import type { Db } from '../../src/db.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { main } from '../support/main.ts'
import { CALLERS, PhoneCall } from '../support/phone-call.ts'
import { fill, newSealing, type Sealing, verified } from './sealed.ts'
import { type Expected, TAMPERS, TAMPERS_OF_ARCHIVED } from './tampers.ts'

const ENTRIES = 110
const run = promisify(execFile)

describe('tampering with the audit log', () => {
  let annai: Annai
  let sealing: Sealing
  const files = new Map<string, string>()
  let triggers: readonly string[]

  before(async () => {
    sealing = newSealing(30)
    annai = await startAnnai(undefined, { audit: sealing.settings })
    const tanaka = await annai.signIn('tanaka')
    await PhoneCall.from(tanaka, CALLERS.nakamura.from)
    await tanaka.open('/cases')
    await tanaka.open('/approvals')
    await annai.idle()
    for (let entries = 0; entries < ENTRIES; entries += 20) {
      await fill(annai.db, 20, entries)
      await annai.sealer?.seal()
      await annai.sealer?.anchor()
    }
    setAside()
    triggers = await annai
      .db('sqlite_master')
      .where({ type: 'trigger' })
      .where('name', 'like', 'audit%')
      .whereNot('name', 'audit_events_queue')
      .pluck('name')
    expect(files.get(sealing.file)?.trimEnd().split('\n').length).to.be.above(5)
  })
  after(async () => {
    await annai.close()
    sealing.remove()
  })

  it('is not seen where there was none', async () => {
    const verdict = await verified(annai.db, sealing)
    expect(verdict.finding).to.equal(null)
    expect(verdict.head.entries).to.be.above(ENTRIES)
  })

  it('is found in each of 500 ways, with the first entry that is broken', async function () {
    this.timeout(300_000)
    await findsAll(TAMPERS, 500)
  })

  it('is found in each of 500 ways when the front of the log was archived', async function () {
    this.timeout(300_000)
    const archived = await archiveLog(annai.db, {
      keys: sealing.settings.keys,
      before: '2026-11-23T01:00:40.000Z',
      file: join(dirname(sealing.file), 'archive.jsonl'),
      now: annai.clock.now(),
      isKept: ({ customer_id }) => customer_id !== null,
      atOnce: 17,
    })
    expect(archived?.kept).to.be.above(5)
    sealing.archives.push(join(dirname(sealing.file), 'archive.jsonl'))
    await annai.sealer?.seal()
    await annai.sealer?.anchor()
    setAside()
    expect((await verified(annai.db, sealing)).finding).to.equal(null)
    await findsAll(TAMPERS_OF_ARCHIVED, 500)
  })

  async function findsAll(tampers: typeof TAMPERS, times: number) {
    const verdict = await verified(annai.db, sealing)
    const [entries, first] = [verdict.head.entries, verdict.archivedUpTo + 1]
    const ways = new Map<string, number>()
    const draws = fc.array(fc.nat(), { minLength: 6, maxLength: 6 })
    const tampering = (trx: Db) =>
      fc.asyncProperty(fc.nat(tampers.length - 1), draws, async (which, drawn) => {
        const [name, tamper] = tampers[which] ?? tampers[0] ?? []
        if (!name || !tamper) throw new Error('no way to tamper')
        const left = [...drawn]
        const found = await undoneOnce(trx, async (inner) => {
          const draw = (limit: number) => (left.shift() ?? 0) % limit
          const expected = await tamper({ trx: inner, sealing, first, entries, draw })
          return { expected, ...(await verified(inner, sealing)) }
        })
        demand(name, found, found.expected)
        ways.set(name, (ways.get(name) ?? 0) + 1)
      })
    await undone((trx) => fc.assert(tampering(trx), { numRuns: times, endOnFailure: true }))
    expect(ways.size).to.equal(tampers.length)
  }

  it('is found when the triggers are left away', async () => {
    const verdict = await undone((trx) => verified(trx, sealing))
    expect(verdict.finding).to.include({ fault: 'unguarded' })
  })

  it('is told by the command, which says so in its exit code', async function () {
    this.timeout(60_000)
    const whole = await command()
    expect(whole).to.include({ code: 0 })
    expect(whole.out).to.match(
      /^\d+ entries whole, the first \d+ of them archived, head \S{43}, last anchor \S+ at entry \d+, \d+ not yet sealed$/m,
    )
    expect(await annai.db('audit_events').where({ name: 'audit_verified' })).to.have.length(1)
    await annai.db.raw('drop trigger audit_events_no_update')
    const { event_id } = await annai.db('audit_seals').where({ seq: 100 }).first()
    await annai.db('audit_events').where({ id: event_id }).update({ name: 'other' })
    const broken = await command()
    expect(broken).to.include({ code: 1 })
    expect(broken.out).to.contain(`BROKEN: entry 100, event ${event_id}`)
  })

  it('is not judged on a database that is not there, or of another version, which stays as it is', async function () {
    this.timeout(60_000)
    const folder = dirname(sealing.file)
    const nowhere = await command(join(folder, 'no.sqlite'))
    expect([nowhere.code, nowhere.said]).to.eql([
      2,
      `There is no database at ${folder}/no.sqlite.\n`,
    ])
    expect(existsSync(join(folder, 'no.sqlite'))).to.equal(false)
    await annai.db('knex_migrations').where({ name: '46-audit-archive' }).delete()
    const older = await command()
    expect(`${older.code},${older.said}`).to.match(/^2,The database is not of this version/)
    expect(await annai.db('knex_migrations').where({ name: '46-audit-archive' })).to.eql([])
  })

  /** How the files are before they are tampered with. */
  function setAside() {
    for (const file of [sealing.file, ...sealing.archives])
      files.set(file, readFileSync(file, 'utf8'))
  }
  /** Does something with the triggers gone, and takes it back. */
  async function undone<T>(work: (trx: Db) => Promise<T>): Promise<T> {
    const trx = await annai.db.transaction()
    try {
      for (const name of triggers) await trx.raw(`drop trigger ${name}`)
      return await work(trx)
    } finally {
      await trx.rollback()
    }
  }
  /** One tampering of many, within that. */
  async function undoneOnce<T>(trx: Db, work: (inner: Db) => Promise<T>): Promise<T> {
    const inner = await trx.transaction()
    try {
      return await work(inner)
    } finally {
      await inner.rollback()
      for (const [file, text] of files)
        if (readFileSync(file, 'utf8') !== text) writeFileSync(file, text)
    }
  }

  async function command(database?: string) {
    const { current } = sealing.settings.keys
    const { filename } = annai.db.client.config.connection
    const env = {
      ...process.env,
      DATABASE_URL: database ?? filename,
      AUDIT_KEY: current.secret.toString('hex'),
      AUDIT_ANCHORS: sealing.file,
    }
    const done = await run(process.execPath, main('audit', 'verify'), { cwd: root, env }).catch(
      (error: { code: number; stdout: string; stderr: string }) => error,
    )
    return { code: 'code' in done ? done.code : 0, out: done.stdout, said: done.stderr }
  }
})

function demand(name: string, { finding }: Verdict, expected: Expected): void {
  if (finding === null) throw new Error(`${name}: not found`)
  const told = { ...finding, name }
  if (!expected.faults.includes(finding.fault)) expect(told).to.include({ faults: expected.faults })
  if (expected.seq !== undefined) expect(told).to.include({ seq: expected.seq })
  if (expected.eventId !== undefined) expect(told).to.include({ eventId: expected.eventId })
}
