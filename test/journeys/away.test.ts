import { expect } from 'chai'
import { faultList } from '../../src/cards/simulator/faults.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, faults, type PhoneCall } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'
import { verifiedCall } from './ways.ts'

const MANY = 1000
/** What the step with the card's uses reads, and the panel beside the call. */
const READS = 6 + 2
/** A probe asks two questions. */
const PROBE = 2

onBothDatabases('a call while the card system is away', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  let call: PhoneCall

  beforeEach(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
    call = await verifiedCall(tanaka, CALLERS.takahashi)
    await call.follow('tr_card picked:8431', 'er_code er323')
  })
  afterEach(() => annai.close())

  const goAway = (kind: 'hang' | 'error_503') =>
    faults(annai, { operation: '*', kind, times: MANY })
  const timesAsked = async () => {
    const told: unknown = await (await fetch(`${annai.stageUrl}/faults`)).json()
    const [left] = faultList.parse(told).faults
    return MANY - (left?.times ?? 0)
  }

  it('all reads of a step that hangs are made side by side, and later ones are not made at all', async () => {
    await goAway('hang')
    await call.follow('er_detail noted')
    await annai.idle()
    // One read after the other, those of the panel would have found the circuit open.
    // The probe goes out by itself and is not waited for.
    while ((await timesAsked()) < READS + PROBE);
    expect(await timesAsked()).to.equal(READS + PROBE)
    await annai.rounds()
    const before = await timesAsked()
    await call.follow('ck_attempts auth_failed')
    await tanaka.post(`/calls/${call.id}/look-ups`, tanaka.filled('form#answers'))
    await annai.idle()
    expect(await timesAsked()).to.equal(before)
  })

  it('what was chosen by hand is marked in the call, the case and the print', async () => {
    await goAway('error_503')
    await call.follow('er_detail noted')
    expect(tanaka.$('.notice button[data-hotkey="KeyL"]')).to.have.length(1)
    await call.follow('ck_attempts declined')
    expect(tanaka.text('.trail')).to.include('手動')
    await faults(annai)
    await annai.rounds()

    await call.follow('au_declined next', 'wr_more nothing', 'wr_close next')
    expect(tanaka.text('[name="field.found"]')).to.include('（手動）')
    await call.follow('wr_acw pending')

    const [caseFile] = await annai.db('cases')
    expect(caseFile.cause).to.equal('over_limit')
    await tanaka.open(`/cases/${caseFile.id}`)
    expect(tanaka.text('.steps')).to.include('手動')
    expect(tanaka.text('.facts')).to.include('手動')
    expect(tanaka.text('main')).to.include('（手動）')
    await tanaka.open(`/cases/${caseFile.id}/summary`)
    expect(tanaka.text('table.calls')).to.include('（手動）')
    expect(tanaka.text('table.pairs')).to.include('手動')
    await tanaka.open(`/cases/${caseFile.id}/letter`)
    expect(tanaka.text('main')).not.to.include('手動')
  })
})

describe('a card system that is slow', () => {
  it('keeps nobody waiting who looks again: what it says is shown once it is there', async () => {
    const annai = await startAnnai()
    try {
      const tanaka = await annai.signIn('tanaka')
      const call = await verifiedCall(tanaka, CALLERS.kobayashi, 'delivery')
      await call.follow('tr_card picked:停止')
      const looks = () => annai.db('call_entries').where({ kind: 'seen', step: 'sh_check' })
      expect(await looks()).to.have.length(1)
      // Where the card is can only be asked once its order is known: together that is more than an answer may take.
      await faults(annai, { operation: 'reads', kind: 'delay', delayMs: 1800 })
      await tanaka.post(`/calls/${call.id}/look-ups`, tanaka.filled('form#answers'))
      expect([tanaka.status, tanaka.step]).to.deep.equal([200, 'sh_check'])
      expect(await looks()).to.have.length(1)
      await annai.idle()
      expect(await looks()).to.have.length(2)
    } finally {
      await annai.close()
    }
  })
})
