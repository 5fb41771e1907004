import { expect } from 'chai'
import { demoPeople } from '../../src/cards/simulator/people.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { PhoneCall } from '../support/phone-call.ts'
import { Visitor } from '../support/visitor.ts'

const HOUR = 3_600_000

describe('what a caller has said', () => {
  let annai: Annai
  beforeEach(async () => {
    annai = await startAnnai()
  })
  afterEach(() => annai.close())

  const person = (() => {
    const found = demoPeople.find((each) => each.customerRef === 'customer-0110')
    if (!found) throw new Error('nobody to call')
    return found
  })()
  const { nameKana: kana, birthDate, memberNo } = person
  /** Up to the search, on a line that nobody knows. */
  const callIn = async (tanaka: Visitor) => {
    const call = await PhoneCall.from(tanaka, '050-0000-9999')
    await call.follow('op_greet next', 'op_reason topup_error')
    if (call.step === 'op_repeat') await call.follow('op_repeat none')
    return call.follow('id_intro next', 'id_caller self')
  }
  const standing = (tanaka: Visitor, name: string) =>
    tanaka.filled('form[data-look-up]').get(`said.${name}`)
  const items = (tanaka: Visitor) =>
    tanaka
      .$('form[data-look-up] [name^="said."]')
      .toArray()
      .map((each) => (tanaka.$(each).attr('name') ?? '').slice('said.'.length))

  it('its member number counts in the verification, where another instance did not hear it', async () => {
    const other = await annai.second()
    try {
      let { url } = annai
      const tanaka = new Visitor(() => url)
      await tanaka.signIn('tanaka')
      const call = await callIn(tanaka)
      await call.tell({ kana, birthDate, memberNo })
      await call.follow('id_search one')
      expect(items(tanaka).at(-1)).to.equal('memberNo')
      expect(standing(tanaka, 'memberNo'), 'typed once').to.equal(memberNo)
      url = other.url
      await tanaka.open(`/calls/${call.id}`)
      expect(standing(tanaka, 'memberNo')).to.equal('')
      const bank = `${person.bank.name} ${person.bank.branch}`
      await call.tell({ name: kana, birthDate, bank, memberNo })
      expect(call.proposed).to.equal('full')
    } finally {
      await other.close()
    }
  })

  it('is mended where an instance still has what was mistyped', async () => {
    const other = await annai.second()
    try {
      let { url } = annai
      const tanaka = new Visitor(() => url)
      await tanaka.signIn('tanaka')
      const call = await callIn(tanaka)
      await call.tell({ kana, birthDate, memberNo: '79999999' })
      url = other.url
      await tanaka.open(`/calls/${call.id}`)
      await call.tell({ kana, birthDate, memberNo: '' })
      await call.follow('id_search one')
      url = annai.url
      await tanaka.open(`/calls/${call.id}`)
      await call.tell({
        name: kana,
        bank: `${person.bank.name}${person.bank.branch}`,
        last4: '4242',
      })
      expect(call.proposed, 'it contradicts').not.to.equal('full')
      expect(standing(tanaka, 'memberNo'), 'and is seen').to.equal('79999999')
      await call.tell({ memberNo: '' })
      expect(call.proposed).to.equal('full')
    } finally {
      await other.close()
    }
  })

  it('is forgotten after half a day, though nobody ends the call here', async () => {
    let tanaka = await annai.signIn('tanaka')
    const call = await callIn(tanaka)
    await call.tell({ kana, birthDate })
    annai.clock.forward(11 * HOUR)
    tanaka = await annai.signIn('tanaka')
    await tanaka.open(`/calls/${call.id}`)
    expect(standing(tanaka, 'kana')).to.equal(kana)
    annai.clock.forward(2 * HOUR)
    tanaka = await annai.signIn('tanaka')
    await tanaka.open(`/calls/${call.id}`)
    expect(standing(tanaka, 'kana')).to.equal('')
  })
})
