import { expect } from 'chai'
import { Secret, TOTP } from 'otpauth'
import { DEMO_PASSWORD } from '../../src/demo/people.ts'
import { createSeals } from '../../src/operators/seals.ts'
import { type Annai, MovableClock, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { idOf, recorded, tryingToEnter } from '../support/staff.ts'
import type { Visitor } from '../support/visitor.ts'

const STEP = 30_000

onBothDatabases('a second factor', (freshUrl, name) => {
  /** What does not depend on the database is told once. */
  const once = name === 'SQLite' ? it : () => undefined
  let annai: Annai
  const wallClock = new MovableClock()
  const codes: string[] = []
  const left: string[] = []
  let secret = ''

  const secondFactorRoles = ['admin', 'script_publisher', 'auditor'] as const
  let url = ''
  before(async () => {
    url = await freshUrl()
    annai = await startAnnai(url, { wallClock, signIn: { secondFactorRoles, secret: 'the first' } })
  })
  after(() => annai.close())

  const enter = (login = 'ueno') => tryingToEnter(annai, login, DEMO_PASSWORD)
  /** What the device shows, so many steps from now. */
  const shown = (steps = 0, of = secret) =>
    new TOTP({ secret: Secret.fromBase32(of) }).generate({
      timestamp: wallClock.now().getTime() + steps * STEP,
    })
  const secretOn = (visitor: Visitor) => visitor.text('code.secret').replaceAll(' ', '')
  const give = (visitor: Visitor, code: string) =>
    visitor.submit('form[action="/sign-in/code"]', { code })

  it('is asked of who needs one, before anything else is shown', async () => {
    const ueno = await enter()
    expect(ueno.path).to.equal('/sign-in/second-factor')
    for (const path of ['/', '/cases', '/account', '/sign-in/code', '/sign-in/password'])
      expect((await ueno.open(path)).path, path).to.equal('/sign-in/second-factor')
    expect(ueno.$('svg.qr path').attr('d')).to.match(/^M4 4h7v1h-7z/)
    secret = secretOn(ueno)
    await ueno.submit('form.enrol', { code: shown(3) })
    expect([ueno.status, secretOn(ueno)]).to.deep.equal([422, secret])
    await ueno.submit('form.enrol', { code: shown() })
    codes.push(
      ...ueno
        .$('.codes code')
        .toArray()
        .map((each) => ueno.$(each).text()),
    )
    expect([ueno.page, new Set(codes).size]).to.deep.equal(['recovery', 10])
    expect((await ueno.open('/')).page).not.to.equal('sign-in')
    const kept = JSON.stringify([
      await annai.db('operators').where({ login: 'ueno' }),
      await annai.db('recovery_codes'),
    ])
    for (const word of [secret, ...codes]) expect(kept).not.to.contain(word)
  })

  it('opens with the code of now, of a step before or after, and with each once', async () => {
    const ueno = await enter()
    expect(ueno.path).to.equal('/sign-in/code')
    await give(ueno, shown())
    expect([ueno.status, ueno.page], 'the one that enrolled').to.deep.equal([401, 'sign-in'])
    wallClock.forward(10 * STEP)
    for (const wrong of [shown(-2), shown(2), '000000', 'code', '', shown(0, 'A'.repeat(32))])
      expect((await give(ueno, wrong)).status, wrong).to.equal(401)
    await give(ueno, ` ${shown(-1).slice(0, 3)} ${shown(-1).slice(3)}`)
    expect(ueno.page).not.to.equal('sign-in')
    const again = await enter()
    expect((await give(again, shown(-1))).status, 'used').to.equal(401)
    const [one, two] = await Promise.all(
      [await enter(), await enter()].map((each) => give(each, shown(1))),
    )
    expect([one?.status, two?.status].sort(), 'two at once').to.deep.equal([200, 401])
  })

  once(
    'counts wrong codes with wrong passwords; the right password does not begin anew',
    async () => {
      wallClock.forward(31 * 60_000)
      for (const half of [await enter(), await enter()])
        for (let n = 0; n < 5; n += 1) await half.post('/sign-in/code', { code: '000000' })
      const before = await recorded(annai, 'account_locked')
      expect(before.map((each) => each.operator_id)).to.deep.equal([await idOf(annai, 'ueno')])
      expect((await enter()).path).to.equal('/session')
      wallClock.forward(31 * 60_000)
      expect((await give(await enter(), shown())).page).not.to.equal('sign-in')
    },
  )

  it('opens with each recovery code once, and new ones take the place of the old', async () => {
    wallClock.forward(31 * 60_000)
    const [first = '', second = ''] = codes
    const ueno = await give(await enter(), first.toUpperCase())
    expect(ueno.page).not.to.equal('sign-in')
    expect((await give(await enter(), first)).status).to.equal(401)
    expect(await recorded(annai, 'recovery_code_used')).to.have.length(1)
    await ueno.open('/account')
    expect(ueno.text('main')).to.contain('残りの予備コード 9個')
    await ueno.submit('form[action="/account/recovery-codes"]', { code: shown() })
    expect(ueno.$('.codes code')).to.have.length(10)
    left.push(ueno.$('.codes code').first().text())
    expect((await give(await enter(), second)).status).to.equal(401)
  })

  once('outlives a change of the secret that it is sealed with', async () => {
    wallClock.forward(31 * 60_000)
    const known = { secret: 'the second', secretsBefore: ['the first'] }
    const changed = await startAnnai(url, { wallClock, signIn: { secondFactorRoles, ...known } })
    const enterThere = async (code: string) =>
      give(await tryingToEnter(changed, 'ueno', DEMO_PASSWORD), code)
    expect((await enterThere(left[0] ?? '')).page, 'a recovery code').not.to.equal('sign-in')
    expect((await enterThere(shown())).page).not.to.equal('sign-in')
    await changed.close()
    expect((await give(await enter(), shown(1))).status, 'sealed with the new one now').to.equal(
      401,
    )
    const [row] = await annai.db('operators').where({ login: 'ueno' })
    const factor = `second factor of ${row.id}`
    const sealed = createSeals('the first').seal(secret, factor)
    expect(createSeals('the second').open(row.totp_secret, factor)).to.equal(secret)
    await annai.db('operators').where({ login: 'ueno' }).update({ totp_secret: sealed })
  })

  once('is asked at a locked screen too', async () => {
    wallClock.forward(31 * 60_000)
    const ueno = await give(await enter(), shown())
    wallClock.forward(15 * 60_000)
    await ueno.open('/cases')
    const unlock = (code: string) =>
      ueno.submit('form[action="/session/unlock"]', { password: DEMO_PASSWORD, code })
    expect((await unlock('')).page).to.equal('locked')
    expect((await unlock(shown())).page).to.equal('cases')
  })

  once('is asked at once of who is given a role that needs one', async () => {
    const tanaka = await enter('tanaka')
    expect(tanaka.page).to.equal('desk')
    await annai.db('operators').where({ login: 'tanaka' }).update({ role: 'auditor' })
    expect((await tanaka.open('/')).path).to.equal('/sign-in/second-factor')
    await annai.db('operators').where({ login: 'tanaka' }).update({ role: 'operator' })
  })

  it('is taken away by its owner with a code, or by an administrator', async () => {
    const tanaka = await enter('tanaka')
    await tanaka.open('/account/second-factor')
    const own = secretOn(tanaka)
    const elsewhere = await enter('tanaka')
    const code = shown(0, own)
    await tanaka.submit('form.enrol', { code, password: 'not-the-password' })
    expect([tanaka.status, secretOn(tanaka)], 'a screen left open is not enough').to.eql([422, own])
    await tanaka.submit('form.enrol', { code, password: DEMO_PASSWORD })
    expect(tanaka.page).to.equal('recovery')
    expect((await elsewhere.open('/')).page, 'came in without a code').to.equal('sign-in')
    await tanaka.open('/account')
    await tanaka.submit('form[action$="/removal"]', { code: '000000' })
    expect(tanaka.status).to.equal(422)
    wallClock.forward(STEP * 2)
    await tanaka.submit('form[action$="/removal"]', { code: shown(0, own) })
    expect(tanaka.$('a[href="/account/second-factor"]')).to.have.length(1)
    const admin = await enter('admin')
    await admin.submit('form.enrol', { code: shown(0, secretOn(admin)) })
    await admin.open(`/operators/${await idOf(annai, 'ueno')}`)
    await admin.submit('form[action$="/second-factor-reset"]')
    expect((await enter()).path).to.equal('/sign-in/second-factor')
    const [reset] = await recorded(annai, 'operator_second_factor_reset')
    expect(reset?.detail.operator).to.equal(await idOf(annai, 'ueno'))
  })
})
