import { expect } from 'chai'
import { demoPeople } from '../../src/cards/simulator/people.ts'
import { saveCustomer } from '../../src/customers/customers.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, PhoneCall } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'
import { promisedCall } from './taking.ts'

const DAY = 24 * 3_600_000

onBothDatabases('the desk, the ring and the list of calls', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  let suzuki: Visitor
  let id: string

  before(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
    suzuki = await annai.signIn('suzuki')
    id = await promisedCall(annai, tanaka)
  })
  after(() => annai.close())

  it('shows my open cases, what I have promised and who called lately', async () => {
    await tanaka.open('/')
    expect(tanaka.page).to.equal('desk')
    const { number } = await annai.db('cases').where({ id }).first()
    expect(tanaka.text('table')).to.contain(number).and.to.contain('中村 拓也 様')
    expect(tanaka.text('.promise')).to.contain('ロックのご案内').and.not.to.contain('期限超過')
    expect(tanaka.text('main')).to.contain('チャージのエラー')
    await suzuki.open('/')
    expect(suzuki.text('main'), 'not his').not.to.contain(number)
  })

  it('says which promise is late', async () => {
    annai.clock.forward(9 * DAY)
    await tanaka.open('/')
    expect(tanaka.text('.promise')).to.contain('期限超過')
  })

  it('tells at the ring who it may be, and no more than that', async () => {
    await suzuki.open('/pop?from=090-0000-0101')
    const { number } = await annai.db('cases').where({ id }).first()
    expect(suzuki.text('main'))
      .to.contain('中村 拓也 様')
      .and.to.contain(number)
      .and.to.contain('チャージのエラー')
      .and.to.contain('前回の担当：田中 恵')
      .and.to.contain('在席中')
    expect(suzuki.text('main'), 'nothing of the account').not.to.match(
      /0005|1111|パスワード|みどり野/,
    )
    const shown = await annai.db('audit_events').where({ name: 'pop_shown' })
    expect(shown.map((each) => each.customer_id))
      .to.have.length(1)
      .and.not.to.include(null)
    await suzuki.submit('form:has([name=caseId])')
    expect(suzuki.step).to.equal('op_greet')
    const [call] = await annai.db('matters').where({ case_id: id }).orderBy('opened_at', 'desc')
    expect(suzuki.path).to.equal(`/calls/${call.call_id}`)
  })

  it('lists all who have the number and guesses none', async () => {
    const [person] = demoPeople
    const wife = { ...person, customerRef: 'customer-0901', memberNo: '20410901', cards: [] }
    await saveCustomer(
      annai.db,
      { ...wife, nameKanji: '中村 彩', nameKana: 'ナカムラ アヤ' },
      annai.clock.now().toISOString(),
    )
    await suzuki.open('/pop?from=09000000101')
    expect(suzuki.$('[data-count]').attr('data-count')).to.equal('2')
    expect(suzuki.text('main')).to.contain('中村 彩 様').and.to.contain('中村 拓也 様')
    expect(suzuki.text('main')).to.contain('2名')
    await suzuki.open('/pop?from=09000000999')
    expect(suzuki.$('[data-count]').attr('data-count')).to.equal('0')
  })

  it('gives a number that it cannot read back to the desk', async () => {
    for (const take of [
      () => suzuki.open('/pop?from=12%2034'),
      () => suzuki.post('/calls', { from: '12 34' }),
    ]) {
      await take()
      expect([suzuki.status, suzuki.page]).to.deep.equal([422, 'desk'])
      expect(suzuki.$('#from').attr('value')).to.equal('12 34')
      expect(suzuki.text('#from-error')).to.contain('電話番号を確かめて')
    }
  })

  it('starts one call when the form is sent twice', async () => {
    await suzuki.post('/calls', { from: CALLERS.watanabe.from })
    const first = suzuki.path
    await suzuki.post('/calls', { from: CALLERS.watanabe.from })
    expect(suzuki.path).to.equal(first)
    await suzuki.post('/calls', { from: CALLERS.kobayashi.from })
    expect(suzuki.path, 'another caller').not.to.equal(first)
  })

  it('brings a handed call with its words to the next operator, who goes on with it', async () => {
    const call = await PhoneCall.from(tanaka, CALLERS.namesake.from)
    await call.follow('op_greet next')
    const to = (await annai.db('operators').where({ login: 'suzuki' }).first()).id
    await tanaka.post(`/calls/${call.id}/handover`, { to, words: 'ご家族が代わりにお話し中' })
    await suzuki.open('/calls')
    const handed = suzuki.text('section:contains("引き継がれた通話")')
    expect(handed).to.contain('田中 恵 さんから').and.to.contain('ご家族が代わりにお話し中')
    await suzuki.open('/')
    expect(suzuki.text('section:contains("引き継がれた通話")')).to.contain('ご家族が')
    await suzuki.open(`/calls/${call.id}`)
    await suzuki.post(`/calls/${call.id}/pause/end`, {})
    expect(suzuki.step).to.equal('op_reason')
    await suzuki.open('/calls')
    expect(suzuki.text('section:contains("引き継がれた通話")')).not.to.contain('ご家族が')
    await tanaka.open('/calls')
    expect(tanaka.$(`a[href="/calls/${call.id}"]`), 'no longer hers').to.have.length(0)
  })
})
