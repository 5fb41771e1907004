import { expect } from 'chai'
import { DEMO_PASSWORD } from '../../src/demo/people.ts'
import { createHashing } from '../../src/operators/hashing.ts'
import { type Annai, MovableClock, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { idOf, recorded, tryingToEnter } from '../support/staff.ts'

const HALF_AN_HOUR = 30 * 60_000
const WRONG = 'not-the-password-2026'

onBothDatabases('whoever tries to get in', (freshUrl, name) => {
  let annai: Annai
  const wallClock = new MovableClock()

  before(async () => {
    annai = await startAnnai(await freshUrl(), { wallClock, signIn: { triesPerAddress: 20 } })
  })
  after(() => annai.close())
  afterEach(() => wallClock.forward(HALF_AN_HOUR + 1000))

  const enter = (login: string, password = WRONG) => tryingToEnter(annai, login, password)
  /** What does not depend on the database is told once. */
  const once = name === 'SQLite' ? it : () => undefined
  /** What somebody sees who is not let in. */
  const answerTo = async (login: string, password = WRONG) => {
    const visitor = await enter(login, password)
    return { status: visitor.status, page: visitor.$('main').html()?.replaceAll(login, 'LOGIN') }
  }

  once('learns nothing of who is known, disabled, locked, or wrong', async () => {
    await annai.db('operators').where({ login: 'ueno' }).update({ disabled_at: '2026-11-20' })
    for (let n = 0; n < 10; n += 1) await enter('kimura')
    const answers = [
      await answerTo('tanaka'),
      await answerTo('nobody-here'),
      await answerTo('ueno', DEMO_PASSWORD),
      await answerTo('kimura', DEMO_PASSWORD),
    ]
    await annai.db('operators').where({ login: 'ueno' }).update({ disabled_at: null })
    expect(answers[0]?.status).to.equal(401)
    for (const answer of answers) expect(answer).to.deep.equal(answers[0])
    const refused = await recorded(annai, 'sign_in_refused')
    expect(refused.slice(-4).map((each) => [each.detail.reason, each.operator_id])).to.eql([
      ['password', await idOf(annai, 'tanaka')],
      ['unknown', null],
      ['disabled', await idOf(annai, 'ueno')],
      ['locked', await idOf(annai, 'kimura')],
    ])

    const admin = await annai.signIn('admin')
    await admin.open(`/operators/${await idOf(annai, 'kimura')}`)
    expect(admin.text('.page-head')).to.contain('ロック中')
    await admin.submit('form[action$="/unlocking"]')
    expect(admin.text('.page-head'), 'an administrator lets them in again').to.contain('有効')
    expect((await enter('kimura', DEMO_PASSWORD)).page).to.equal('desk')
    const [unlocked] = await recorded(annai, 'operator_unlocked')
    expect(unlocked?.detail.operator).to.equal(await idOf(annai, 'kimura'))
  })

  once('waits for half an hour after ten wrong tries, and no longer by trying on', async () => {
    for (let n = 0; n < 10; n += 1) await enter('suzuki')
    expect((await enter('suzuki', DEMO_PASSWORD)).page).to.equal('sign-in')
    const locked = await recorded(annai, 'account_locked')
    expect(locked.map((each) => each.operator_id)).to.include(await idOf(annai, 'suzuki'))
    wallClock.forward(HALF_AN_HOUR - 1000)
    expect((await enter('suzuki', DEMO_PASSWORD)).page).to.equal('sign-in')
    wallClock.forward(2000)
    expect((await enter('suzuki', DEMO_PASSWORD)).page).to.equal('desk')
  })

  it('has ten tries at once, not more: also over two instances', async () => {
    const second = await annai.second()
    const tries = Array.from({ length: 14 }, (_, n) =>
      tryingToEnter(n % 2 === 0 ? annai : second, 'hayashi', WRONG),
    )
    await Promise.all(tries)
    expect((await tryingToEnter(second, 'hayashi', DEMO_PASSWORD)).page).to.equal('sign-in')
    await second.close()
    const reasons = (await recorded(annai, 'sign_in_refused')).slice(-15)
    expect(reasons.filter(({ detail }) => detail.reason === 'password')).to.have.length(10)
    expect(reasons.filter(({ detail }) => detail.reason === 'locked')).to.have.length(5)
  })

  once('begins anew after coming in', async () => {
    for (let n = 0; n < 9; n += 1) await enter('mori')
    expect((await enter('mori', DEMO_PASSWORD)).page).to.equal('desk')
    for (let n = 0; n < 9; n += 1) await enter('mori')
    expect((await enter('mori', DEMO_PASSWORD)).page).to.equal('desk')
  })

  it('may be wrong so often from one address, whatever the names; being right counts for nothing', async () => {
    for (let n = 0; n < 3; n += 1) await annai.signIn('tanaka')
    await Promise.all(Array.from({ length: 20 }, (_, n) => enter(`made-up-${n}`)))
    const refused = await enter('tanaka', DEMO_PASSWORD)
    expect([refused.status, refused.page]).to.deep.equal([429, 'sign-in'])
    await enter('tanaka', DEMO_PASSWORD)
    const floods = await recorded(annai, 'sign_in_refused')
    expect(floods.filter(({ detail }) => detail.reason === 'address')).to.have.length(1)
    await annai.idle()
    expect(await recorded(annai, 'refused'), 'nor is the flood on the record').to.deep.equal([])
    expect(JSON.stringify(await annai.db('sign_in_tries')), 'no address, no name').not.to.match(
      /127\.0\.0\.1|tanaka|made-up/,
    )
    wallClock.forward(16 * 60_000)
    expect((await enter('tanaka', DEMO_PASSWORD)).page).to.equal('desk')
    await annai.rounds()
    wallClock.forward(HALF_AN_HOUR)
    await annai.rounds()
    expect(await annai.db('sign_in_tries')).to.deep.equal([])
  })
})

describe('a flood of passwords', () => {
  it('waits in a short line; whoever comes then is asked to come again', async () => {
    const { hash, verify } = createHashing(1, 2)
    const known = await hash('a few words in a row')
    const tries = Array.from({ length: 5 }, () => verify(known, 'a few words in a row'))
    const ends = await Promise.allSettled(tries)
    expect(ends.map((end) => (end.status === 'fulfilled' ? end.value : end.reason.status))).to.eql([
      ...[true, true, true],
      ...[429, 429],
    ])
    expect(await verify(null, 'a few words in a row'), 'the line is empty again').to.equal(false)
  })
})

describe('behind a proxy', () => {
  /** What a proxy adds comes last; what stands before it anybody may have made up. */
  const headers = { 'x-forwarded-for': '198.51.100.7, 203.0.113.9' }
  const addressOf = async (annai: Annai) => {
    await fetch(`${annai.url}/session`, {
      method: 'POST',
      redirect: 'manual',
      headers,
      body: new URLSearchParams({ login: 'tanaka', password: DEMO_PASSWORD }),
    })
    return (await annai.db('sessions').first('address')).address
  }
  for (const [trustProxy, address] of [
    [undefined, '127.0.0.1'],
    ['1', '203.0.113.9'],
    ['192.0.2.0/24', '127.0.0.1'],
  ])
    it(`TRUST_PROXY=${trustProxy ?? ''}: the address is ${address}`, async () => {
      const annai = await startAnnai(undefined, trustProxy ? { trustProxy } : {})
      expect(await addressOf(annai)).to.match(new RegExp(`${address}$`))
      await annai.close()
    })
})
