import { expect } from 'chai'
import { appendEntries } from '../../src/calls/entries.ts'
import type { Db } from '../../src/db.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { PhoneCall } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'

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

    /** The other entry is written, and committed only once the pressed form waits behind it. */
    const pressBehind = async (entry: Other, pressing: () => Promise<unknown>) => {
      let pressed: Promise<unknown> | undefined
      await annai.db.transaction(async (other) => {
        const log = await other('call_entries').where({ call_id: id }).max({ seq: 'seq' })
        const at = { ...here, operatorId: null, at: annai.clock.now() }
        await appendEntries(other, id, Number(log[0]?.seq), [{ ...at, ...entry }])
        pressed = pressing()
        await untilSomebodyWaits(annai.db)
      })
      await pressed
    }

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

/** SQLite has one connection that writes, and the one who waits stands in its queue; PostgreSQL has locks. */
async function untilSomebodyWaits(db: Db): Promise<void> {
  const waiting = async (): Promise<number> => {
    if (db.client.config.client !== 'pg') return db.client.pool.numPendingAcquires()
    const { rows } = await db.raw(
      `select count(*) from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    )
    return Number(rows[0].count)
  }
  for (let turn = 0; turn < 200_000; turn += 1) {
    if ((await waiting()) > 0) return
    await new Promise(setImmediate)
  }
  throw new Error('nobody waits')
}
