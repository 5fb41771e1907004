import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { calledBackCase } from '../cases/putting-in-order.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { CALLERS, PhoneCall } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'

describe('to whom does not work here any more', () => {
  let annai: Annai
  let tanaka: Visitor
  let suzukiId: string
  before(async () => {
    annai = await startAnnai()
    tanaka = await annai.signIn('tanaka')
    suzukiId = (await annai.db('operators').where({ login: 'suzuki' }).first('id')).id
  })
  after(() => annai.close())
  const leave = (at: string | null) =>
    annai.db('operators').where({ id: suzukiId }).update({ disabled_at: at })

  it('nothing is given that nobody would then see: no call, no case, no promise', async () => {
    const { id: caseId } = await calledBackCase(annai, tanaka, '折り返し')
    const { version } = await annai.db('cases').where({ id: caseId }).first('version')
    const kept = await annai.db('cases').where({ id: caseId }).first('owner_id')
    const call = await PhoneCall.from(tanaka, CALLERS.watanabe.from)
    await leave(annai.clock.now().toISOString())
    const sent = { version: String(version), submission: randomUUID() }
    const mori = await annai.signIn('mori')
    for (const [by, path, form] of [
      [tanaka, `/calls/${call.id}/handover`, { to: suzukiId, words: '' }],
      [mori, `/cases/${caseId}/owner`, { ...sent, owner: suzukiId }],
      [
        mori,
        `/cases/${caseId}/commitments`,
        { ...sent, owner: suzukiId, kind: 'call_back', dueDay: '2026-11-24', dueTime: '10:00' },
      ],
    ] as const) {
      await by.post(path, form)
      expect([path, by.status]).to.deep.equal([path, 422])
    }
    const { operator_id: holder } = await annai.db('calls').where({ id: call.id }).first()
    expect(holder).not.to.equal(suzukiId)
    expect(await annai.db('cases').where({ id: caseId }).first('owner_id')).to.deep.equal(kept)
    expect(await annai.db('commitments').where({ owner_id: suzukiId })).to.have.length(0)
    await leave(null)
    await tanaka.post(`/calls/${call.id}/handover`, { to: suzukiId, words: '' })
    expect((await annai.db('calls').where({ id: call.id }).first()).operator_id).to.equal(suzukiId)
  })
})
