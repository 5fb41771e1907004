import { expect } from 'chai'
import { DEMO_PASSWORD } from '../../src/demo/people.ts'
import { type Annai, MovableClock, startAnnai } from '../support/annai.ts'
import { CALLERS, PhoneCall } from '../support/phone-call.ts'
import { idOf, recorded, tryingToEnter } from '../support/staff.ts'
import type { Visitor } from '../support/visitor.ts'

const MINUTE = 60_000
const JSON_POST = { 'content-type': 'application/json', accept: 'application/json' }

describe('a session', () => {
  let annai: Annai
  const wallClock = new MovableClock()
  before(async () => {
    annai = await startAnnai(undefined, { wallClock })
  })
  after(() => annai.close())

  const ask = (who: Visitor, path: string, init: RequestInit = {}) =>
    fetch(annai.url + path, {
      redirect: 'manual',
      ...init,
      headers: { cookie: who.cookie, ...init.headers },
    })
  const post = (who: Visitor, path: string, body: object) =>
    ask(who, path, { method: 'POST', headers: JSON_POST, body: JSON.stringify(body) })
  const lock = () => wallClock.forward(15 * MINUTE)

  it('has another name after signing in, and the one before opens nothing', async () => {
    const tanaka = await annai.signIn('tanaka')
    const before = tanaka.cookie
    await tanaka.open('/sign-in')
    await tanaka.submit('form[action="/session"]', { login: 'tanaka', password: DEMO_PASSWORD })
    expect(tanaka.cookie).not.to.equal(before)
    const old = await fetch(annai.url, { headers: { cookie: before }, redirect: 'manual' })
    expect(old.headers.get('location')).to.equal('/sign-in')
  })

  it('is locked after 15 minutes without its person; pages that ask by themselves are none', async () => {
    const tanaka = await annai.signIn('tanaka')
    await PhoneCall.from(tanaka, CALLERS.nakamura.from)
    const call = tanaka.path
    for (let n = 0; n < 15; n += 1) {
      wallClock.forward(MINUTE)
      await ask(tanaka, call, { headers: { 'annai-refresh': '1' } })
      await ask(tanaka, `${call}/people`, { headers: { accept: 'application/json' } })
      await ask(tanaka, '/reminders', { headers: { 'sec-fetch-dest': 'empty' } })
      await post(tanaka, `${call}/note`, { body: `${n}`, version: n })
      await ask(tanaka, '/session/left')
    }
    await tanaka.open(call)
    expect([tanaka.status, tanaka.page]).to.deep.equal([423, 'locked'])
    expect(tanaka.text('body')).not.to.contain('ナカムラ')
    const posted = await post(tanaka, `${call}/note`, { body: 'spät', version: 15 })
    expect([posted.status, await posted.text()].join()).to.match(/^423,.*"locked":true/)
    const stream = await ask(tanaka, `${call}/live`, { headers: { accept: 'text/event-stream' } })
    expect(stream.status).to.equal(423)
    expect((await annai.db('call_notes').first('body')).body).to.equal('13')
  })

  it('stays open while somebody is there: opens pages, sends forms, or presses keys', async () => {
    const suzuki = await annai.signIn('suzuki')
    for (const act of [
      () => suzuki.open('/cases'),
      () => post(suzuki, '/session/use', {}),
      () => suzuki.open('/'),
    ]) {
      wallClock.forward(14 * MINUTE)
      await act()
    }
    expect((await suzuki.open('/')).page).to.equal('desk')
    const left = await ask(suzuki, '/session/left')
    const operator = await idOf(annai, 'suzuki')
    expect(await left.json()).to.deep.equal({ operator, left: 900, locked: false })
  })

  it('goes on where it was after the password: the same call, step and note, under another name', async () => {
    const suzuki = await annai.signIn('suzuki')
    const call = await PhoneCall.from(suzuki, CALLERS.nakamura.from)
    await call.follow('op_greet next')
    const { path, step } = suzuki
    const noted = await post(suzuki, `${path}/note`, { body: '途中のメモ', version: 0 })
    expect(noted.status).to.equal(200)
    lock()
    await suzuki.open(path)
    const before = suzuki.cookie
    await suzuki.submit('form[action="/session/unlock"]', { password: 'not-the-password' })
    expect([suzuki.status, suzuki.page, suzuki.path]).to.eql([401, 'locked', '/session/unlock'])
    await suzuki.submit('form[action="/session/unlock"]', { password: DEMO_PASSWORD })
    expect([suzuki.page, suzuki.step, suzuki.path]).to.deep.equal(['call', step, path])
    expect(suzuki.$('textarea[name="body"]').first().text()).to.equal('途中のメモ')
    expect(suzuki.cookie).not.to.equal(before)
    const told = await recorded(annai, 'screen_unlocked', 'unlock_refused')
    expect(told.map(({ name, detail }) => [name, detail.reason])).to.deep.equal([
      ['unlock_refused', 'password'],
      ['screen_unlocked', undefined],
    ])
  })

  it('gives a form back that was sent while it was locked, to its own writer alone', async () => {
    const suzuki = await annai.signIn('suzuki')
    await PhoneCall.from(suzuki, CALLERS.nakamura.from)
    const call = suzuki.path
    const words = '折り返しは午後がよいとのこと'
    const note = suzuki.filled('form[action$="/note"]', { body: words })
    lock()
    for (let n = 0; n < 2; n += 1) await suzuki.post(`${call}/note`, note)
    expect([suzuki.status, suzuki.page]).to.deep.equal([423, 'locked'])
    expect(suzuki.$.html(), 'nobody who passes by reads it').not.to.contain(words)
    const kimura = await annai.signIn('kimura')
    expect((await kimura.open('/session/kept')).page).to.equal('desk')
    await suzuki.submit('form[action="/session/unlock"]', { password: DEMO_PASSWORD })
    expect([suzuki.page, suzuki.text('[data-typed=body]')]).to.deep.equal(['kept', words])
    expect(await annai.db('call_notes').where({ body: words })).to.deep.equal([])
    await suzuki.submit('main form')
    expect([suzuki.page, suzuki.path]).to.deep.equal(['call', call])
    expect(await annai.db('call_notes').where({ body: words })).to.have.length(1)
    expect((await kimura.open('/session/kept')).page).to.equal('desk')
  })

  it('keeps such a form whole, sealed, and no longer than an hour after it was given back', async () => {
    const mori = await annai.signIn('mori')
    const kept = () => annai.db('kept_forms')
    await kept().delete()
    const note = `\n 改行で始まり\t${'とても長いメモ。'.repeat(2500)}\n終わり <&">\n`
    const fields: [string, string][] = [
      ['words', note],
      ...['one', 'two', 'one'].map((each): [string, string] => ['tick', each]),
      ['password', 'not-to-be-kept-26'],
    ]
    lock()
    await mori.post('/cases/none/notes', new URLSearchParams(fields))
    await mori.post('/cases/other', { words: '別のタブの言葉' })
    for (let n = 0; n < 12; n += 1) await mori.post('/cases/none/notes', { words: `${n}` })
    expect(await kept(), 'so many at most').to.have.length(10)
    await kept().delete()
    await mori.post('/cases/none/notes', new URLSearchParams(fields))
    wallClock.forward(1)
    await mori.post('/cases/other', { words: '別のタブの言葉' })
    const stored = JSON.stringify(await kept())
    for (const word of ['長いメモ', '別のタブ', 'not-to-be-kept'])
      expect(stored).not.to.contain(word)
    await mori.submit('form[action="/session/unlock"]', { password: DEMO_PASSWORD })
    const back = mori.filled('main section:first-of-type form')
    expect(back.getAll('tick')).to.deep.equal(['one', 'two', 'one'])
    expect([back.get('words'), back.has('password')]).to.deep.equal([note, false])
    expect(mori.$('[data-typed=words]').first().text(), 'as it is read').to.equal(note)
    expect(mori.$('[data-typed=words]').last().text()).to.equal('別のタブの言葉')
    wallClock.forward(14 * MINUTE)
    await mori.open('/session/kept')
    expect(mori.$('main form'), 'it can be looked at again').to.have.length(2)
    for (let n = 0; n < 4; n += 1) {
      wallClock.forward(14 * MINUTE)
      await post(mori, '/session/use', {})
    }
    await annai.rounds()
    expect(await kept()).to.deep.equal([])
    expect((await mori.open('/session/kept')).page).to.equal('desk')

    lock()
    await mori.post('/cases/none/notes', { words: '持ち主のいない言葉' })
    await mori.signIn('kimura')
    expect([mori.page, await kept()]).to.deep.equal(['desk', []])
    lock()
    await mori.post('/cases/none/notes', { words: '持ち主のいない言葉' })
    wallClock.forward(4 * 60 * MINUTE)
    await annai.rounds()
    expect([await kept(), await annai.db('sessions')], 'gone with its session').to.eql([[], []])
  })

  it('leaves the screen to somebody else, who gets a session of their own', async () => {
    const tanaka = await annai.signIn('tanaka')
    lock()
    await tanaka.open('/cases?view=all')
    expect(tanaka.$('a[href="/sign-in"]')).to.have.length(1)
    const before = tanaka.cookie
    await tanaka.signIn('mori')
    expect([tanaka.page, tanaka.path]).to.deep.equal(['desk', '/'])
    expect(tanaka.text('.menu summary')).to.contain('森')
    const old = await ask(tanaka, '/session/left', { headers: { cookie: before } })
    expect(old.status, 'nothing of the first is left open').to.equal(401)
  })

  it('is locked by a button, once', async () => {
    const mori = await annai.signIn('mori')
    await mori.open('/cases')
    const form = mori.filled('form[action="/session/lock"]')
    for (let n = 0; n < 3; n += 1) await mori.post('/session/lock', form)
    expect([mori.status, mori.page]).to.deep.equal([423, 'locked'])
    expect(await recorded(annai, 'screen_locked')).to.have.length(1)
  })

  it('is opened again whatever others try elsewhere under the same name', async () => {
    const kimura = await annai.signIn('kimura')
    const wrong = { login: 'kimura', password: 'not-the-password' }
    const stranger = await annai.signIn('tanaka')
    for (let n = 0; n < 11; n += 1) await stranger.post('/session', wrong)
    await annai.db('sign_in_tries').update({ tries: 1000 })
    expect((await tryingToEnter(annai, 'kimura', DEMO_PASSWORD)).status, 'locked').to.equal(429)
    lock()
    await kimura.open('/cases?view=all')
    await kimura.submit('form[action="/session/unlock"]', { password: DEMO_PASSWORD })
    expect(kimura.page).to.equal('cases')
    const fresh = { passwordNew: 'password1234', passwordAgain: 'password1234' }
    await kimura.post('/account/password', { ...fresh, password: DEMO_PASSWORD })
    expect(kimura.text('#password-error'), 'their own password too').to.match(/よく使われる/)
  })

  it('has ten tries, at once or in a row; then its person signs in anew, and has what they typed', async () => {
    await annai.db('sign_in_tries').delete()
    const kimura = await annai.signIn('kimura')
    lock()
    await kimura.post('/cases/none/notes', { words: '書きかけの言葉' })
    const unlock = (password: string) => post(kimura, '/session/unlock', { password })
    await Promise.all(Array.from({ length: 14 }, () => unlock('not-the-password')))
    expect((await unlock(DEMO_PASSWORD)).status).to.equal(401)
    const refused = (await recorded(annai, 'unlock_refused')).map(({ detail }) => detail.reason)
    expect(refused.slice(-11).sort()).to.deep.equal(['locked', ...Array(10).fill('password')])
    await kimura.signIn('kimura')
    expect([kimura.page, kimura.text('[data-typed=words]')]).to.eql(['kept', '書きかけの言葉'])
  })

  it('ends after 12 hours, and 4 hours after it was last used', async () => {
    const tanaka = await annai.signIn('tanaka')
    const hayashi = await annai.signIn('hayashi')
    const stays = async (times: number) => {
      for (let n = 0; n < times; n += 1) {
        wallClock.forward(14 * MINUTE)
        await post(tanaka, '/session/use', {})
      }
    }
    await stays(17)
    expect((await ask(hayashi, '/session/left')).status, 'after 3:58').to.equal(200)
    await stays(1)
    expect((await ask(hayashi, '/session/left')).status, 'after 4:12').to.equal(401)
    await stays(33)
    expect((await tanaka.open('/')).page, 'after 11:54').to.equal('desk')
    await stays(1)
    expect((await tanaka.open('/')).page).to.equal('sign-in')
  })

  it('closes its streams when it is locked, and those of who is disabled', async () => {
    const [{ id }] = await annai.db('calls').where({ state: 'live' }).limit(1)
    const open = async (login: string) => {
      const stream = await ask(await annai.signIn(login), `/calls/${id}/live`)
      return { ended: stream.text() }
    }
    const [tanaka, ueno] = [await open('tanaka'), await open('ueno')]
    await annai.live.beat()
    const disabled = (disabled_at: string | null) =>
      annai.db('operators').where({ login: 'ueno' }).update({ disabled_at })
    await disabled('2026-11-20')
    await annai.live.beat()
    expect(await ueno.ended).to.contain('event: end')
    await disabled(null)
    lock()
    await annai.live.beat()
    expect(await tanaka.ended).to.contain('event: end')
  })

  it('obeys a new role, and a disabled account, from the next request on', async () => {
    const tanaka = await annai.signIn('tanaka')
    await annai.db('operators').where({ login: 'tanaka' }).update({ role: 'script_author' })
    expect((await tanaka.open('/cases')).status).to.equal(403)
    await annai.db('operators').where({ login: 'tanaka' }).update({ disabled_at: '2026-11-20' })
    expect((await tanaka.open('/cases')).page).to.equal('sign-in')
    const back = { role: 'operator', disabled_at: null }
    await annai.db('operators').where({ login: 'tanaka' }).update(back)
  })

  it('is listed to its owner, who ends it; others’ are not', async () => {
    const tanaka = await annai.signIn('tanaka')
    const other = await annai.signIn('tanaka')
    const suzuki = await annai.signIn('suzuki')
    await tanaka.open('/account')
    expect(tanaka.$('table.sessions tbody tr[data-this]')).to.have.length(1)
    const [own, foreign] = ['tanaka', 'suzuki'].map(async (login) =>
      annai
        .db('sessions')
        .where({ operator_id: await idOf(annai, login) })
        .pluck('id'),
    )
    for (const session of (await foreign) ?? [])
      await tanaka.post('/account/sessions/end', { session })
    expect((await suzuki.open('/')).page).to.equal('desk')
    await tanaka.submit('.panel.below form:not(table form)')
    expect((await tanaka.open('/')).page).to.equal('desk')
    expect((await other.open('/')).page).to.equal('sign-in')
    expect(await own).to.have.length.above(1)
  })
})
