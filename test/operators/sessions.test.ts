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
    expect(await left.json()).to.deep.equal({ left: 900, locked: false })
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
    const note = () => suzuki.submit('form[action$="/note"]', { body: words })
    lock()
    await note()
    expect([suzuki.status, suzuki.page]).to.deep.equal([423, 'locked'])
    expect(suzuki.$.html(), 'nobody who passes by reads it').not.to.contain(words)
    const kept = String(suzuki.$('[name=kept]').attr('value'))
    await suzuki.submit('form[action="/session/unlock"]', { password: DEMO_PASSWORD })
    expect([suzuki.page, suzuki.text('[data-typed=body]')]).to.deep.equal(['kept', words])
    expect(await annai.db('call_notes').where({ body: words })).to.deep.equal([])
    await suzuki.submit('main form')
    expect([suzuki.page, suzuki.path]).to.deep.equal(['call', call])
    expect(await annai.db('call_notes').where({ body: words })).to.have.length(1)

    const kimura = await annai.signIn('kimura')
    await kimura.post('/session/unlock', { password: DEMO_PASSWORD, kept })
    expect([kimura.page, kimura.$.html().includes(words)]).to.deep.equal(['desk', false])
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

  it('is locked by a button; wrong passwords there count with the sign-ins', async () => {
    const mori = await annai.signIn('mori')
    await mori.open('/cases')
    await mori.submit('form[action="/session/lock"]')
    expect([mori.status, mori.page]).to.deep.equal([423, 'locked'])
    await annai.db('sign_in_tries').delete()
    await post(mori, '/session/unlock', { password: 'not-the-password' })
    expect(await annai.db('sign_in_tries').max('tries as most')).to.deep.equal([{ most: 1 }])
    await annai.db('sign_in_tries').update({ tries: 10 })
    expect((await post(mori, '/session/unlock', { password: DEMO_PASSWORD })).status).to.equal(401)
    expect((await tryingToEnter(annai, 'mori', DEMO_PASSWORD)).page).to.equal('sign-in')
    wallClock.forward(31 * MINUTE)
    expect((await post(mori, '/session/unlock', { password: DEMO_PASSWORD })).status).to.equal(200)
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

  it('closes its streams when it is locked', async () => {
    const tanaka = await annai.signIn('tanaka')
    const [{ id }] = await annai.db('calls').where({ state: 'live' }).limit(1)
    const stream = await ask(tanaka, `/calls/${id}/live`)
    const body = stream.text()
    await annai.live.beat()
    lock()
    await annai.live.beat()
    expect(await body).to.contain('event: end')
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
