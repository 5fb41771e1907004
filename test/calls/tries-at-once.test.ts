import { expect } from 'chai'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, PhoneCall } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'
import { callIn, failing, wrong } from './unproved.ts'

const COOLING = '氏名と生年月日による利用停止の受付だけ'

onBothDatabases('tries to be verified as one customer, at once', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  beforeEach(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
  })
  afterEach(() => annai.close())

  const page = (by: Visitor) => by.text('main')
  const rows = () => annai.db('verification_tries').orderBy('at')
  const events = (name: string) => annai.db('audit_events').where({ name }).orderBy('id')

  it('count wherever they are made: after a correction, in the second try, for another record of the person', async () => {
    const [known, other] = await annai
      .db('customers')
      .whereIn('customer_ref', ['customer-0101', 'customer-0110'])
      .orderBy('customer_ref')
    await annai.db('customers').where({ id: other.id }).update({ merged_into: known.id })
    const call = await failing(await callIn(tanaka), 1)
    await call.follow('id_items no_match').catch(() => call.follow('id_items basic'))
    await call.screen.open(call.screen.$('.trail a[href*="/id_items/"]').last().attr('href') ?? '')
    await call.tell(wrong())
    expect(await rows(), 'corrected').to.have.length(2)
    const suzuki = await annai.signIn('suzuki')
    const asOther = await PhoneCall.from(suzuki, '')
    await asOther.follow('op_greet next', 'op_reason topup_error')
    if (asOther.step === 'op_repeat') await asOther.follow('op_repeat none')
    await asOther.follow('id_intro next', 'id_caller self')
    await asOther.tell(CALLERS.namesake.search)
    await asOther.follow('id_search one')
    await failing(asOther, 3)
    await asOther.tell(CALLERS.namesake.items)
    expect(page(suzuki), 'one person').to.contain(COOLING)
  })

  it('hold when they come at once, in two calls, at two instances', async () => {
    const other = await annai.second()
    try {
      const suzuki = await annai.signIn('suzuki')
      const ids = [(await callIn(tanaka)).id, (await callIn(suzuki)).id]
      const form = tanaka.filled('form[data-look-up]')
      const again = suzuki.filled('form[data-look-up]')
      const send = (n: number) => {
        const [by, sent] = n % 2 === 0 ? [tanaka, form] : [suzuki, again]
        const said = Object.entries({ ...wrong(), birthDate: `1990-02-${10 + n}` })
        const body = new URLSearchParams(sent)
        for (const [name, value] of said) body.set(`said.${name}`, value)
        const base = n % 3 === 0 ? other.url : annai.url
        return fetch(`${base}/calls/${ids[n % 2]}/look-ups`, {
          method: 'POST',
          body,
          redirect: 'manual',
          headers: { cookie: by.cookie, 'sec-fetch-site': 'same-origin' },
        })
      }
      const answers = await Promise.all(Array.from({ length: 16 }, (_, n) => send(n)))
      expect(answers.map(({ status }) => status)).to.deep.equal(Array(16).fill(303))
      const all: { compared: number; failed: number }[] = await rows()
      expect(all, 'twice five').to.have.length(10)
      expect(
        all.filter(({ compared }) => compared > 2),
        'in full',
      ).to.have.length(5)
      expect(all.every(({ failed }) => failed === 1)).to.equal(true)
      expect(await events('verification_refused')).to.have.length(6)
    } finally {
      await other.close()
    }
  })
})
