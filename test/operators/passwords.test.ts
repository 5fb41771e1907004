import { expect } from 'chai'
import { DEMO_PASSWORD } from '../../src/demo/people.ts'
import type { PasswordFault } from '../../src/operators/password.ts'
import { faultOfFirst } from '../../src/operators/passwords.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { idOf, recorded, tryingToEnter } from '../support/staff.ts'
import type { Visitor } from '../support/visitor.ts'

const GOOD = [
  '竹林の上を渡る 風 12',
  'granite-violin-0814',
  'moss lantern quiet',
  'seven slow trams 4',
  'rusty kettle by the harbor',
]

describe('a password', () => {
  let annai: Annai
  before(async () => {
    annai = await startAnnai()
  })
  after(() => annai.close())

  const change = async (
    who: Visitor,
    password: string,
    passwordNew: string,
    again = passwordNew,
  ) => {
    await who.open('/account')
    await who.submit('form[action="/account/password"]', {
      password,
      passwordNew,
      passwordAgain: again,
    })
    return who.text('#password-error') || who.text('.notice[role=status]')
  }

  it('is changed by its owner: long enough, not common, not personal, typed twice', async () => {
    const tanaka = await annai.signIn('tanaka')
    const elsewhere = await annai.signIn('tanaka')
    const faultIn = (password: string) =>
      faultOfFirst(password, { login: 'tanaka', name: '田中 恵' })
    const faults: [string, PasswordFault | null][] = [
      ['short-enough', null],
      ['elevenchars', 'short'],
      ['x7#kQ9'.repeat(22), 'long'],
      ['password1234', 'common'],
      ['P@ssw0rd2026!', 'common'],
      ['ｐａｓｓｗｏｒｄ１２３４', 'common'],
      ['qwertyuiop12', 'common'],
      ['123456789012', 'common'],
      ['dragondragon', 'common'],
      ['aaaaaaaaaaaaab', 'common'],
      ['my-Tanaka-garden', 'personal'],
      ['お元気ですか田中さん元気ですか', 'personal'],
      [DEMO_PASSWORD, 'common'],
      ['p a s s w o r d', 'common'],
      ['Passw0rd!Passw0rd', 'common'],
      ['Pa$$w0rd1234', 'common'],
      ['adm1n!strat0r1', 'common'],
      ['sakura20261126', 'common'],
      ['パスワード・パスワード・', 'common'],
      ['いろはにほへとちりぬるを', 'common'],
      ...GOOD.map((good): [string, null] => [good, null]),
    ]
    const from = process.cpuUsage()
    expect(await faultIn('\ufdfa'.repeat(300_000)), 'a book').to.equal('long')
    // Folding it took seconds; of the machine's load this knows nothing.
    expect(process.cpuUsage(from).user / 1000, 'costs nothing').to.be.below(400)
    for (const [password, fault] of faults) expect(await faultIn(password)).to.equal(fault)
    expect(await change(tanaka, DEMO_PASSWORD, 'password1234')).to.match(/よく使われる/)
    expect(await change(tanaka, DEMO_PASSWORD, GOOD[0] ?? '', 'another one 9')).to.match(
      /一致しません/,
    )
    expect(await change(tanaka, 'not the password', GOOD[0] ?? '')).to.match(/いまのパスワード/)
    expect(await change(tanaka, DEMO_PASSWORD, GOOD[0] ?? '')).to.match(/変えました/)
    expect(tanaka.page, 'the one who changed it goes on').to.equal('account')
    expect((await elsewhere.open('/')).page, 'others end').to.equal('sign-in')
    expect((await tryingToEnter(annai, 'tanaka', DEMO_PASSWORD)).page).to.equal('sign-in')
    const wide = (GOOD[0] ?? '').replace('12', '１２')
    expect((await tryingToEnter(annai, 'tanaka', wide)).page, 'NFKC').to.equal('desk')
    expect(await recorded(annai, 'password_changed')).to.have.length(1)
  })

  it('is none of the last four, and no more of them are kept', async () => {
    const suzuki = await annai.signIn('suzuki')
    const all = [DEMO_PASSWORD, ...GOOD]
    for (let n = 1; n < all.length; n += 1) {
      expect(await change(suzuki, all[n - 1] ?? '', all[n] ?? '')).to.match(/変えました/)
    }
    const last = all[5] ?? ''
    for (const old of [all[2] ?? '', last])
      expect(await change(suzuki, last, old), old).to.match(/最近4回/)
    const ofSuzuki = { operator_id: await idOf(annai, 'suzuki') }
    expect(await annai.db('old_passwords').where(ofSuzuki)).to.have.length(3)
    expect(await change(suzuki, last, all[1] ?? '')).to.match(/変えました/)
    const { password_hash: hash } = await annai.db('operators').where({ login: 'suzuki' }).first()
    expect(hash).to.match(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  it('from an administrator is shown once and works once', async () => {
    const admin = await annai.signIn('admin')
    await admin.open('/operators')
    const person = { login: 'Abe', name: '安部 直', role: 'fraud_desk' }
    await admin.submit('form[action="/operators"]', person)
    const given = admin.text('[data-given]')
    expect(given).to.match(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/)
    await admin.open(`/operators/${await idOf(annai, 'abe')}`)
    expect(admin.$.html()).not.to.contain(given)
    const abe = await tryingToEnter(annai, 'abe', given)
    expect(abe.path).to.equal('/sign-in/password')
    expect((await abe.open('/')).path).to.equal('/sign-in/password')
    const own = { passwordNew: given, passwordAgain: given }
    await abe.submit('form[action="/sign-in/password"]', own)
    expect([abe.status, abe.text('.error')]).to.deep.equal([
      422,
      '最近4回に使ったパスワードは選べません。',
    ])
    const fresh = { passwordNew: GOOD[1] ?? '', passwordAgain: GOOD[1] ?? '' }
    await abe.submit('form[action="/sign-in/password"]', fresh)
    expect(abe.page).to.equal('desk')
    await admin.submit('form[action$="/password"]')
    const reset = admin.text('[data-given]')
    expect((await abe.open('/')).page, 'ended').to.equal('sign-in')
    expect((await tryingToEnter(annai, 'abe', GOOD[1] ?? '')).path).to.equal('/session')
    expect((await tryingToEnter(annai, 'abe', reset)).path).to.equal('/sign-in/password')
    const written = JSON.stringify(await annai.db('audit_events'))
    for (const secret of [given, reset, ...GOOD]) expect(written).not.to.contain(secret)
  })
})

describe('/operators', () => {
  let annai: Annai
  let admin: Visitor
  before(async () => {
    annai = await startAnnai()
    admin = await annai.signIn('admin')
  })
  after(() => annai.close())

  const one = async (login: string) => {
    const id = await idOf(annai, login)
    await admin.open(`/operators/${id}`)
    return id
  }

  it('is for administrators alone', async () => {
    const id = await idOf(annai, 'tanaka')
    for (const login of ['tanaka', 'kimura', 'mori', 'hayashi', 'nomura', 'ueno']) {
      const other = await annai.signIn(login)
      for (const path of ['/operators', `/operators/${id}`])
        expect((await other.open(path)).status, `${login} ${path}`).to.equal(403)
      for (const path of ['', `/${id}/role`, `/${id}/password`, `/${id}/disabling`])
        expect((await other.post(`/operators${path}`, { role: 'admin' })).status).to.equal(403)
    }
    await admin.open('/operators')
    expect(admin.$('main [data-count]').attr('data-count')).to.equal('8')
    expect((await admin.open('/operators/none-such')).status).to.equal(404)
  })

  it('changes a role as it was seen, at once; a stale form is refused', async () => {
    const tanaka = await annai.signIn('tanaka')
    const id = await one('tanaka')
    const stale = admin.filled('form[action$="/role"]', { role: 'auditor' })
    await admin.submit('form[action$="/role"]', { role: 'supervisor' })
    expect((await tanaka.open('/teams')).status).to.equal(200)
    await admin.post(`/operators/${id}/role`, stale)
    expect([admin.status, admin.text('.error')]).to.have.property('0', 409)
    const changed = await recorded(annai, 'operator_role_changed')
    expect(changed.map(({ detail }) => detail)).to.deep.equal([
      { operator: id, from: 'operator', to: 'supervisor' },
    ])
  })

  it('disables and enables; who is out is out at once', async () => {
    const suzuki = await annai.signIn('suzuki')
    await one('suzuki')
    await admin.submit('form[action$="/disabling"]')
    expect(admin.text('.page-head')).to.contain('無効')
    expect((await suzuki.open('/')).page).to.equal('sign-in')
    await admin.submit('form[action$="/enabling"]')
    expect((await tryingToEnter(annai, 'suzuki', DEMO_PASSWORD)).page).to.equal('desk')
  })

  it('never lets the last administrator go', async () => {
    const id = await one('admin')
    await admin.post(`/operators/${id}/role`, { role: 'operator', seen: 'admin' })
    expect([admin.status, admin.text('.error')].join()).to.match(/422,最後の管理者/)
    await one('admin')
    await admin.submit('form[action$="/disabling"]')
    expect(admin.status).to.equal(422)
    await one('mori')
    await admin.submit('form[action$="/role"]', { role: 'admin' })
    const own = `/operators/${await idOf(annai, 'admin')}`
    for (const [path, form] of [
      ['/role', { role: 'auditor', seen: 'admin' }],
      ['/password', {}],
      ['/second-factor-reset', {}],
    ] as const) {
      await admin.post(own + path, form)
      expect([admin.status, admin.text('.error')].join(), path).to.match(/^422,自分の役割は/)
    }
    await one('admin')
    expect(admin.$('main form[action$="/role"], main form[action$="/password"]')).to.have.length(0)
    await annai.db('operators').where({ login: 'mori' }).update({ password_hash: null })
    await admin.post(`${own}/disabling`, {})
    expect(admin.text('.error'), 'one who cannot get in is none').to.match(/最後の管理者/)
    const { password_hash } = await annai.db('operators').where({ login: 'admin' }).first()
    await annai.db('operators').where({ login: 'mori' }).update({ password_hash })
    const mori = await annai.signIn('mori')
    const path = `/operators/${await idOf(annai, 'admin')}/disabling`
    const other = `/operators/${await idOf(annai, 'mori')}/disabling`
    await Promise.all([mori.post(path, {}), admin.post(other, {})])
    const left = await annai.db('operators').where({ role: 'admin', disabled_at: null })
    expect(left, 'two at once').to.have.length(1)
  })
})
