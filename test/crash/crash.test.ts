import { expect } from 'chai'
import { freshPostgres } from '../support/databases.ts'
import { postgresUrl } from '../support/postgres.ts'
import { crash } from './driver.ts'

const seed = Number(process.env.CRASH_SEED ?? Math.trunc(Math.random() * 1e9))

/** The short form of `npm run test:crash`. */
describe(`killed at random while the card system misbehaves (CRASH_SEED=${seed})`, function () {
  this.timeout(420_000)

  it('every confirmed stop and order is done once, and told as it is', async () => {
    const report = await crash(3, seed, { instances: 1 })
    expect(report.violations).to.deep.equal([])
    expect([report.rounds, report.kills > 0, report.actions > 0]).to.deep.equal([3, true, true])
  })

  it('with two instances on one PostgreSQL, one of them killed', async function () {
    if ((await postgresUrl()) === null) this.skip()
    const report = await crash(2, seed, { instances: 2, postgres: freshPostgres })
    expect(report.violations).to.deep.equal([])
    expect(report.rounds).to.equal(2)
  })
})
