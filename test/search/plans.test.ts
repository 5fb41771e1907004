import { expect } from 'chai'
import { readQuery } from '../../src/customers/query.ts'
import { searchCustomers } from '../../src/customers/searching.ts'
import { closeDatabase, type Db } from '../../src/db.ts'
import { countHits, findHits } from '../../src/search/hits.ts'
import { fillIndex, indexCases } from '../../src/search/index.ts'
import { needlesOf } from '../../src/search/needles.ts'
import { textsOfCases } from '../../src/search/texts.ts'
import { migrated, onBothDatabases } from '../support/databases.ts'
import { docs } from './docs.ts'

const ID = '01a2167e-1c81-75dc-ade3-091cb0337e76'
const FILTER = { status: 'open', reason: 'declined', ownerId: ID, since: '2026-01-01' } as const

onBothDatabases('what search asks the database', (freshUrl) => {
  let db: Db

  before(async () => {
    db = await migrated(await freshUrl())
    await db.transaction((trx) => fillIndex(trx, 'cases', docs(50)))
  })
  after(() => closeDatabase(db))

  /** How the database goes about all that is asked in this work; where a table is small it may still not be read whole. */
  async function plansOf(work: (trx: Db) => Promise<unknown>): Promise<string[]> {
    const isPostgres = db.client.config.client === 'pg'
    return await db.transaction(async (trx) => {
      if (isPostgres) await trx.raw('set local enable_seqscan = off')
      const asked: { sql: string; bindings: unknown[] }[] = []
      const listen = (query: { sql: string; bindings: unknown[] }) => asked.push(query)
      trx.on('query', listen)
      await work(trx)
      trx.removeListener('query', listen)
      const plans: string[] = []
      for (const { sql, bindings } of asked.filter((each) => /^\s*(select|with)/i.test(each.sql))) {
        const explain = isPostgres ? 'explain' : 'explain query plan'
        const written = isPostgres ? sql.replace(/\$\d+/g, '?') : sql
        const answer = await trx.raw(`${explain} ${written}`, bindings as string[]) // what was bound before
        const rows: object[] = isPostgres ? answer.rows : answer
        plans.push(rows.map((row) => Object.values(row).at(-1)).join('\n'))
      }
      return plans
    })
  }
  const wholeTable = (plan: string) =>
    plan
      .split('\n')
      .filter((line) => /Seq Scan|^SCAN (?!\w+ VIRTUAL TABLE INDEX|found|CONSTANT)/.test(line))

  it('is on an index: words in cases, with filters and without, and how many there are', async () => {
    for (const question of ['紛失', '鍵', '紛失 停止', '0101', '"カードを 紛失"', '中村 12']) {
      const needles = needlesOf(question)
      const plans = await plansOf(async (trx) => {
        for (const filter of [{}, FILTER]) {
          await findHits(trx, 'cases', needles, { limit: 21, before: 1000, filter })
          await countHits(trx, needles, filter)
        }
      })
      expect(plans, question).to.have.length.at.least(4)
      for (const plan of plans) expect(wholeTable(plan), plan).to.deep.equal([])
    }
  })

  it('is on an index: people by names, fragments of numbers, and all else', async () => {
    for (const question of [
      'ナカムラ',
      '中村 たくや',
      '0101',
      '000001',
      '19850405',
      '下4桁0005',
      '中村 1985-04-05',
      '261123-0042-0',
    ]) {
      const plans = await plansOf((trx) => searchCustomers(trx, readQuery(question), 1))
      for (const plan of plans) expect(wholeTable(plan), plan).to.deep.equal([])
    }
  })

  it('is on an index: the texts of a case, to show them and to index them', async () => {
    const plans = await plansOf(async (trx) => {
      await textsOfCases(trx, [ID])
      await indexCases(trx, [ID])
    })
    expect(plans).to.have.length.above(5)
    for (const plan of plans) expect(wholeTable(plan), plan).to.deep.equal([])
  })
})
