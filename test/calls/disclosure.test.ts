import { expect } from 'chai'
import { type Annai, startAnnai } from '../support/annai.ts'
import { CALLERS, PhoneCall } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'

/** How a case stands tells of the account: that a card is on its way, that the network holds one. */
const STATUS = 'お客様の対応待ち'

describe('how a case stands, before the caller is verified', () => {
  let annai: Annai
  let tanaka: Visitor
  let number: string

  before(async () => {
    annai = await startAnnai()
    tanaka = await annai.signIn('tanaka')
    const call = await PhoneCall.from(tanaka, CALLERS.nakamura.from)
    await call.follow('op_greet next', 'op_reason topup_error', 'op_repeat none')
    await call.verify(CALLERS.nakamura)
    await call.follow('tr_card picked:0005', 'er_code er323', 'er_detail noted')
    await call.follow('ck_attempts auth_failed', 'pw_history other_card_only', 'pw_linked in_use')
    await call.follow('pw_guide next', 'pw_set later', 'lk_check auth_lock', 'lk_confirm not_yet')
    await call.follow('wr_more nothing', 'wr_close next', 'wr_acw pending')
    const caseFile = await annai.db('cases').first()
    expect(caseFile.status).to.equal('waiting_customer')
    number = caseFile.number
  })
  after(() => annai.close())

  const showsNumberOnly = () => {
    expect(tanaka.text('main')).to.contain(number).and.not.to.contain(STATUS)
  }

  it('is not shown when it rings', async () => {
    await tanaka.open('/pop?from=09000000101')
    showsNumberOnly()
  })

  it('is not shown in the call, nor on the customer’s page, until full verification', async () => {
    annai.clock.forward(3_600_000)
    const call = await PhoneCall.from(tanaka, CALLERS.nakamura.from)
    await call.follow('op_greet next', 'op_reason topup_error')
    await call.answer('separate')
    await call.follow('id_intro next', 'id_caller self')
    await call.tell(CALLERS.nakamura.search)
    await call.follow('id_search one')
    showsNumberOnly()
    const { customer_id: customer } = await annai.db('cases').first()
    await tanaka.open(`/customers/${customer}`)
    showsNumberOnly()
    for (const path of ['/', '/cases', `/search?q=${number}`]) {
      await tanaka.open(path)
      expect(tanaka.text('main'), path).to.contain(number)
      expect(tanaka.text('main .tag'), path).to.not.contain(STATUS)
      expect(tanaka.text('main'), path).to.not.contain('0005')
    }
    await tanaka.open('/cases?status=waiting_customer')
    expect(tanaka.text('main'), 'nor by asking for it').to.contain(number)
    await tanaka.open('/cases?status=resolved')
    expect(tanaka.text('main'), 'nor by asking for another').to.contain(number)
    await tanaka.open(`/calls/${(await annai.db('calls').where({ state: 'live' }).first()).id}`)
    await call.tell(CALLERS.nakamura.items)
    await call.follow('id_items full')
    expect(tanaka.text('main'), 'now it is').to.contain(STATUS)
    await tanaka.open('/')
    expect(tanaka.text('main'), 'and the promise').to.contain(STATUS).and.to.contain('0005')
  })
})

describe('what was seen before a call was cut off', () => {
  let annai: Annai
  let tanaka: Visitor
  before(async () => {
    annai = await startAnnai()
    tanaka = await annai.signIn('tanaka')
  })
  after(() => annai.close())

  it('is not shown to correct an answer, until whoever calls now is verified', async () => {
    const call = await PhoneCall.from(tanaka, CALLERS.nakamura.from)
    await call.follow('op_greet next', 'op_reason topup_error', 'op_repeat none')
    await call.verify(CALLERS.nakamura)
    await call.follow('tr_card picked:0005', 'er_code er323', 'er_detail noted')
    const [matter, step, visit] = [1, 'ck_attempts', 1]
    await call.follow('ck_attempts auth_failed', 'pw_history !hung_up', 'hu_lost reached')
    await tanaka.open(`/calls/${call.id}?correct=${matter}/${step}/${visit}`)
    expect(tanaka.$('main').attr('data-level')).to.equal('none')
    expect(tanaka.$('main').attr('data-step')).to.not.equal(step)
    expect(
      tanaka
        .$('main a')
        .get()
        .map((each) => tanaka.$(each).attr('href') ?? ''),
    ).to.not.contain(`/calls/${call.id}?correct=${matter}/${step}/${visit}`)
  })
})
