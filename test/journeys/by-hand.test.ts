import { expect } from 'chai'
import { type Annai, startAnnai } from '../support/annai.ts'
import { CALLERS, faults, PhoneCall } from '../support/phone-call.ts'
import { verifiedCall } from './ways.ts'

describe('a look-up that shows nothing', () => {
  let annai: Annai
  beforeEach(async () => {
    annai = await startAnnai()
  })
  afterEach(() => annai.close())

  it('is looked at again or gone on from by hand, and every page and print says which it was', async () => {
    const tanaka = await annai.signIn('tanaka')
    const call = await verifiedCall(tanaka, CALLERS.nakamura)
    await call.follow('tr_card picked:0005', 'er_code er323')
    await faults(annai, { operation: 'listAuthorizations', kind: 'error_500' })
    await faults(annai, { operation: 'listAuthenticationAttempts', kind: 'error_500' })
    await call.follow('er_detail noted')
    expect(call.step).to.equal('ck_attempts')
    expect(tanaka.text('.notice')).to.contain('もう一度')
    expect(tanaka.$('button[data-hotkey=KeyL]')).to.have.length(1)
    expect(call.choices).to.include('auth_failed')
    await call.follow('ck_attempts auth_failed')
    await faults(annai)
    expect(tanaka.text('.trail')).to.contain('手動')
    await call.follow('pw_history other_card_only', 'pw_linked in_use', 'pw_guide next')
    const [matter] = await annai.db('matters').whereNotNull('case_id')
    const caseId = matter?.case_id ?? (await annai.db('cases').first()).id
    await tanaka.open(`/cases/${caseId}`)
    expect(tanaka.text('main')).to.contain('手動')
    await tanaka.open(`/cases/${caseId}/summary`)
    expect(tanaka.text('main')).to.contain('（手動）')
    await tanaka.open(`/cases/${caseId}/letter`)
    expect(tanaka.text('main'), 'the customer is told what was found').not.to.contain('手動')
  })

  it('keeps the way on in sight: what was typed is folded away, and sent again by one key', async () => {
    const tanaka = await annai.signIn('tanaka')
    const call = await PhoneCall.from(tanaka, CALLERS.nakamura.from)
    await call.follow('op_greet next', 'op_reason topup_error', 'op_repeat none')
    await call.follow('id_intro next', 'id_caller self')
    await faults(annai, { operation: 'searchCustomers', kind: 'error_500' })
    await call.tell(CALLERS.nakamura.search)
    expect(tanaka.text('.notice')).to.contain('応答しません')
    expect(tanaka.$('.notice ~ details form[data-look-up]')).to.have.length(1)
    const again = tanaka.$('.notice button[data-hotkey=KeyL]')
    expect(again.attr('form')).to.equal(tanaka.$('form[data-look-up]').attr('id'))
    await faults(annai)
    await annai.rounds()
    await tanaka.submit('form[data-look-up]')
    await call.follow('id_search one')
  })
})
