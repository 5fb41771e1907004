import { expect } from 'chai'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { PhoneCall } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'
import { writeBehind } from '../support/write-behind.ts'

onBothDatabases(
  'somebody writes to the call between the reading and the writing of an answer',
  (freshUrl) => {
    let annai: Annai
    let tanaka: Visitor
    let call: PhoneCall
    let id: string

    before(async () => {
      annai = await startAnnai(await freshUrl())
      tanaka = await annai.signIn('tanaka')
    })
    after(() => annai.close())

    const answers = async () =>
      (await annai.db('call_entries').where({ call_id: id }).whereNot({ by_whom: 'system' })).length
    const press = (outcome: string) => ({ name: 'outcome', value: outcome })

    beforeEach(async () => {
      call = await PhoneCall.from(tanaka, '')
      id = call.id
      await call.follow('op_greet next')
    })
    const here = { matter: 1, step: 'op_reason', visit: 1 }
    const byProgram = { kind: 'seen', byWhom: 'system', facts: { lookUp: 'locks' } } as const
    const byOperator = { kind: 'answer', byWhom: 'operator', outcome: 'suspicious_use' } as const
    type Other = typeof byProgram | typeof byOperator

    const pressBehind = (entry: Other, pressing: () => Promise<unknown>) =>
      writeBehind(annai, id, { ...here, ...entry }, pressing)

    it('the program: the answer is recorded, for nobody has answered meanwhile', async () => {
      await pressBehind(byProgram, () => tanaka.submit('form#answers', {}, press('lost_stolen')))
      expect([tanaka.status, tanaka.step]).to.deep.equal([200, 'id_intro'])
      expect(await answers()).to.equal(2)
    })

    it('the program: so is a correction', async () => {
      await call.follow('op_reason lost_stolen')
      await tanaka.open(`/calls/${id}?correct=1/op_reason/1`)
      const words = { 'field.customer_words': '見覚えのない利用' }
      await pressBehind(byProgram, () =>
        tanaka.submit('form#answers', words, press('suspicious_use')),
      )
      expect(tanaka.status).to.equal(200)
      expect(tanaka.text('.trail')).to.contain('見覚えのない利用')
      expect(await answers()).to.equal(3)
    })

    it('another answer: who came second is told, with what was typed', async () => {
      const words = { 'field.customer_words': '財布ごと落とした' }
      await pressBehind(byOperator, () =>
        tanaka.submit('form#answers', words, press('lost_stolen')),
      )
      expect([tanaka.status, tanaka.step]).to.deep.equal([409, 'op_repeat'])
      expect(tanaka.$('[data-unsaved] textarea').text()).to.equal('財布ごと落とした')
      expect(await answers()).to.equal(2)
    })
  },
)
