import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { ConfigError, readConfig } from '../../src/config.ts'
import { closeDatabase, type Db } from '../../src/db.ts'
import { retainOnce } from '../../src/retain.ts'
import { retentionRounds } from '../../src/retention/rounds.ts'
import { LIMITS } from '../../src/retention/time-limits.ts'
import { MovableClock } from '../support/annai.ts'
import { migrated } from '../support/databases.ts'

describe('what has been kept long enough', () => {
  const folder = mkdtempSync(join(tmpdir(), 'annai-retention-'))
  const databaseUrl = join(folder, 'annai.sqlite')
  let db: Db
  const at = '2026-11-23T00:00:00.000Z'
  const operator = randomUUID()

  before(async () => {
    db = await migrated(databaseUrl)
    const own = { login: 'o', name: 'o', role: 'supervisor', password_hash: 'x', created_at: at }
    await db('operators').insert({ id: operator, ...own })
  })
  after(async () => {
    await closeDatabase(db)
    rmSync(folder, { recursive: true })
  })
  let serial = 0
  const closedAt = async (closed_at: string) => {
    serial += 1
    const opened = { opened_at: closed_at, opened_by: operator, updated_at: closed_at, closed_at }
    const told = { number: `n${serial}`, status: 'closed', reason: 'other', wanted: '言葉' }
    const id = randomUUID()
    await db('cases').insert({ id, ...told, ...opened })
    return id
  }
  const run = async (args: readonly string[], env: Record<string, string> = {}) => {
    const told: string[] = []
    const { retention, erasureLedger } = readConfig({ DATABASE_URL: databaseUrl, ...env })
    const now = () => new Date(at)
    await retainOnce(args, { databaseUrl, retention, erasureLedger }, now, (line) =>
      told.push(line),
    )
    return told.join('\n')
  }
  const wordsLeft = () => db('cases').where({ wanted: '言葉' }).pluck('id')

  it('is told of by the command, and goes when that is said', async () => {
    await closedAt('2019-11-01T00:00:00.000Z')
    const young = await closedAt('2019-12-01T00:00:00.000Z')
    expect(await run([]))
      .to.match(/^cases +1 +2019-11-01 +0 +0$/m)
      .and.match(/Nothing was changed/)
    expect(await wordsLeft()).to.have.length(2)
    expect(await run(['--apply'])).to.match(/^cases +1 +2019-11-01 +0 +0 +1$/m)
    expect(await wordsLeft()).to.eql([young])
    expect(await run([], { RETAIN_CASES_YEARS: '6' })).to.match(/^cases +1 +2019-12-01/m)
    expect(await run([], { RETAIN_CASES_YEARS: '8' })).to.match(/^cases +0 +-/m)
  })

  it('is asked for in words that are understood', async () => {
    const error = await run(['--aply']).catch((each: unknown) => each)
    expect(error).to.be.instanceOf(ConfigError)
    expect(() => readConfig({ RETAIN_CASES_YEARS: '0' })).to.throw(
      ConfigError,
      'RETAIN_CASES_YEARS',
    )
    expect(() => readConfig({ RETENTION: 'yes' })).to.throw(ConfigError, 'RETENTION')
  })

  it('goes at night by itself only where that is set', async () => {
    await db('cases').update({ wanted: '' })
    const id = await closedAt('2019-10-01T00:00:00.000Z')
    const clock = new MovableClock(at) // nine in the morning
    const deps = { db, clock, timeZone: 'Asia/Tokyo', limits: LIMITS, forgetSaid: () => undefined }
    const round = async (deeds: readonly (() => Promise<unknown>)[]) => {
      for (let nth = 0; nth < 8; nth += 1) for (const deed of deeds) await deed()
    }
    const applying = retentionRounds({ ...deps, apply: true })
    await round(applying)
    expect(await wordsLeft(), 'by day').to.eql([id])
    clock.forward(17 * 3_600_000)
    await round(retentionRounds({ ...deps, apply: false }))
    expect(await wordsLeft(), 'only told').to.eql([id])
    await round(applying)
    expect(await wordsLeft()).to.eql([])
  })
})
