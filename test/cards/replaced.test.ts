import { expect } from 'chai'
import { CLOSING, verifiedCall } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { askCardSystem, CALLERS, faults } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'

const FIRST = '〒000-0199 埼玉県新緑市本町1-2-3 ハイム新緑 101'
const SECOND = '〒000-0199 埼玉県新緑市本町9-8-7'

onBothDatabases('an address that is asked for and then another one', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  let mori: Visitor
  beforeEach(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
    mori = await annai.signIn('mori')
  })
  afterEach(() => annai.close())

  const request = async (address: string, found?: 'found') => {
    const call = await verifiedCall(tanaka, CALLERS.kato, 'delivery', found)
    await call.follow('tr_card picked:停止', 'sh_check returned', 'sh_returned moved')
    await call.follow(['sh_moved confirm', { 'field.new_address': address }], 'sh_review next')
    await call.follow(...CLOSING)
  }
  const approvals = () => annai.db('approvals').orderBy('id')
  const approve = async (nth: number) => {
    const { id } = (await approvals())[nth]
    await mori.post(`/approvals/${id}/decision`, { decision: 'approved', reason: '電話で確認' })
  }
  const registered = async () => {
    const customer = { customerRef: 'customer-0107' }
    const told = await askCardSystem(annai, 'getCustomerOverview', customer)
    return JSON.stringify(told.customer.address)
  }
  const promise = async () =>
    (
      await annai.db('commitments').where({ kind: 'address_review' }).orderBy('id').pluck('state')
    ).at(-1)
  const roundAfter = async (milliseconds: number) => {
    annai.clock.forward(milliseconds)
    await annai.rounds()
  }

  it('the first one is not approved any more', async () => {
    await request(FIRST)
    await request(SECOND, 'found')
    expect((await approvals()).map(({ state }) => state)).to.deep.equal(['replaced', 'open'])
    await mori.open('/approvals')
    expect(mori.text('main')).to.contain('差し替え')
    await mori.open(`/cases/${(await annai.db('cases').first()).id}`)
    expect(mori.text('main')).to.contain('差し替え').and.not.to.contain('拒否')
    await approve(1)
    await approve(0)
    expect(mori.status, 'decided already').to.equal(409)
    expect(await registered()).to.contain('9-8-7')
    expect(await promise()).to.equal('kept')
    expect(await annai.db('tasks')).to.deep.equal([])
  })

  it('the first one, approved but never arrived, is not sent over the second', async () => {
    await request(FIRST)
    await faults(
      annai,
      { operation: 'requestAddressChange', kind: 'reset', times: 1 },
      { operation: 'getOperation', kind: 'error_400', times: 1 },
    )
    await approve(0)
    await request(SECOND, 'found')
    await approve(1)
    expect(await registered()).to.contain('9-8-7')
    expect(await promise()).to.equal('kept')
    await roundAfter(60_000)
    await roundAfter(60_000)
    expect(await registered()).to.contain('9-8-7')
    const actions = await annai.db('card_actions').orderBy('id')
    expect(actions.map(({ state, error }) => `${state} ${error}`)).to.deep.equal([
      'refused replaced',
      'done null',
    ])
    expect(await annai.db('tasks'), 'nobody has to see to it').to.deep.equal([])
  })
})
