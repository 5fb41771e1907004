import { expect } from 'chai'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS } from '../support/phone-call.ts'
import { EMERGENCY, onSlip, SLIP, STOP } from '../support/slip.ts'
import type { Fields, Visitor } from '../support/visitor.ts'

/** The next slip of the pile, typed over the one before. */
const SECOND: Fields = {
  from: '8:20',
  to: '8:25',
  customer: 'none',
  last4: '1111',
  wanted: '別の方の財布',
  stopRef: 'B-999',
  stopAt: '8:22',
}

onBothDatabases('a form for slips that is used again', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor

  beforeEach(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
  })
  afterEach(() => annai.close())

  /** The form with everything typed and Takahashi picked, ready to be sent. */
  const filled = async (fields: Fields = {}) => {
    const { kana, birthDate } = CALLERS.takahashi.search
    const slip = { ...SLIP, ...STOP, last4: '8431', path: onSlip(...EMERGENCY), ...fields }
    await tanaka.open('/paper-calls')
    const body = tanaka.filled('form#paper', { ...slip, search: `${kana} ${birthDate}` })
    await tanaka.post('/paper-calls/customer', body)
    return tanaka.filled('form#paper')
  }
  const typedOver = (body: URLSearchParams, fields: Fields) => {
    const next = new URLSearchParams(body)
    for (const [name, value] of Object.entries(fields)) next.set(name, value)
    return next
  }
  const count = async (table: string) => (await annai.db(table)).length

  it('keeps the second slip: nothing is recorded, and the page says what saving again does', async () => {
    const body = await filled()
    await tanaka.post('/paper-calls', body)
    const first = tanaka.path
    await tanaka.post('/paper-calls', typedOver(body, SECOND))
    expect(tanaka.status).to.equal(409)
    expect(tanaka.page).to.equal('paper')
    expect(tanaka.text('.notice[role=alert]')).to.contain('別の受付票として')
    expect(tanaka.$(`.notice a[href="${first}"]`), 'the call that there is').to.have.length(1)
    expect(await count('calls')).to.equal(1)
    const back = tanaka.filled('form#paper')
    for (const [name, value] of Object.entries({ ...SLIP, ...SECOND }))
      expect(back.get(name), name).to.equal(value)
    expect(back.get('submission')).not.to.equal(body.get('submission'))
    await tanaka.submit('form#paper')
    expect(tanaka.page).to.equal('call')
    expect(tanaka.path).not.to.equal(first)
    for (const table of ['calls', 'cases', 'manual_stops'])
      expect(await count(table), table).to.equal(2)
  })

  it('keeps both of two slips that arrive at once', async () => {
    const body = await filled()
    const slips = [body, typedOver(body, SECOND)]
    const sent = await Promise.all(
      slips.map(async (slip) => (await annai.signIn('tanaka')).post('/paper-calls', slip)),
    )
    expect(sent.map(({ status }) => status)).to.have.members([200, 409])
    expect(await count('calls')).to.equal(1)
    const refused = sent.find(({ status }) => status === 409)
    await refused?.submit('form#paper')
    expect(await count('calls')).to.equal(2)
  })

  it('is the same call when only the words to find the customer differ', async () => {
    const body = await filled()
    await tanaka.post('/paper-calls', body)
    const first = tanaka.path
    await tanaka.post('/paper-calls', typedOver(body, { search: '' }))
    expect(tanaka.path).to.equal(first)
    expect(await count('calls')).to.equal(1)
  })
})
