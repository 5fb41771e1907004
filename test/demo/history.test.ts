import { expect } from 'chai'
import { contentHash } from '../../src/calls/entries.ts'
import type { Db } from '../../src/db.ts'
import { makeHistory } from '../../src/demo/history.ts'
import { OtherPlan } from '../../src/demo/plan.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import type { Visitor } from '../support/visitor.ts'

const CASES = 120

onBothDatabases('a made-up past', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  /** What is made in this run; the run is cut off when `stopAfter` cases are there. */
  const make = async (cases: number, stopAfter = Number.POSITIVE_INFINITY) => {
    const script = await annai.db('script_versions').first('id')
    const deps = {
      db: annai.db,
      now: annai.clock.now(),
      scriptVersionId: script.id,
      batch: 50,
      onProgress: (made: number, _of: number, what: string) => {
        if (what === 'cases' && made >= stopAfter) throw new Error('cut off')
      },
    }
    await makeHistory(deps, { cases, customers: 30 })
  }
  const count = async (db: Db, table: string) =>
    Number((await db(table).count<{ n: number }[]>({ n: '*' }))[0]?.n)

  before(async () => {
    annai = await startAnnai(await freshUrl())
    const cutOff = await make(CASES, 50).catch((error: unknown) => String(error))
    expect(cutOff).to.contain('cut off')
    expect(await count(annai.db, 'cases')).to.equal(50)
    await make(CASES)
    tanaka = await annai.signIn('tanaka')
  })
  after(() => annai.close())

  it('goes on where it was cut off, and makes nothing twice', async () => {
    expect(await count(annai.db, 'cases')).to.equal(CASES)
    await make(CASES)
    expect(await count(annai.db, 'cases')).to.equal(CASES)
    expect(await make(CASES + 1).catch((error: unknown) => error)).to.be.instanceOf(OtherPlan)
  })

  it('has cases that can be opened, with calls that are replayed to their end', async () => {
    const some = await annai.db('cases').orderBy('id').select('id', 'number')
    for (const { id, number } of some.filter((_, n) => n % 12 === 0)) {
      await tanaka.open(`/cases/${id}`)
      expect(tanaka.status, number).to.equal(200)
      expect(tanaka.text('h1')).to.contain(number)
      const calls = tanaka.$('a[href^="/calls/"]').map((_, link) => tanaka.$(link).attr('href'))
      for (const path of new Set(calls.get())) {
        await tanaka.open(path)
        expect(tanaka.status).to.equal(200)
        expect(tanaka.step, `${number} ${path}`).to.match(/^end_/)
      }
    }
  })

  it('is about other people than those of the stories, and happened before today', async () => {
    const people = await annai.db('customers').where('customer_ref', 'like', 'customer-m%')
    expect(people).to.have.length(30)
    const own = new Set(people.map(({ id }) => id))
    for (const { customer_id, opened_at, updated_at } of await annai.db('cases')) {
      if (customer_id !== null) expect(own.has(customer_id)).to.equal(true)
      expect(opened_at < annai.clock.now().toISOString()).to.equal(true)
      expect(updated_at < annai.clock.now().toISOString()).to.equal(true)
    }
    const told = await annai.db('entry_contents').whereLike('body', '%中村 拓也%')
    expect(told, 'a name of the stories').to.deep.equal([])
  })

  it('binds each content to its entry, as a call does', async () => {
    const rows = await annai
      .db('call_entries')
      .join('entry_contents', 'entry_contents.entry_id', 'call_entries.id')
      .select('content_hash', 'salt', 'body')
    expect(rows.length).to.be.greaterThan(CASES)
    for (const { content_hash, salt, body } of rows)
      expect(contentHash(salt, body)).to.equal(content_hash)
  })

  it('leaves the next number of a day to the next case', async () => {
    const serials = await annai.db('case_serials')
    expect(serials.length).to.be.greaterThan(60)
    for (const { day, last } of serials) {
      const stem = day.slice(2).replaceAll('-', '')
      const numbers: string[] = await annai
        .db('cases')
        .whereLike('number', `${stem}-%`)
        .pluck('number')
      expect(numbers.length).to.equal(last)
    }
  })
})
