import { expect } from 'chai'
import { LOOK_UP_NAMES, lookUps } from '../../../src/calls/look-ups/index.ts'
import { facts as en, factTerms as enTerms } from '../../../src/i18n/en/facts.ts'
import { facts as ja, factTerms as jaTerms } from '../../../src/i18n/ja/facts.ts'
import { vocabulary } from '../../../src/scripts/vocabulary.ts'
import { codes, withLine } from './looking.ts'

const asksTheSystem = LOOK_UP_NAMES.filter(
  (name) => (vocabulary.lookUps[name]?.reads.length ?? 0) > 0,
)
const said = { name: 'ナカムラタクヤ', birthDate: '1990-06-14', phone: '09000000101' }

describe('the look-ups', () => {
  it('are those of the vocabulary', () => {
    expect(LOOK_UP_NAMES).to.have.members(Object.keys(vocabulary.lookUps))
    expect(Object.keys(lookUps)).to.have.members([...LOOK_UP_NAMES])
  })

  it('have the same facts and terms in both languages', () => {
    expect(Object.keys(en)).to.deep.equal(Object.keys(ja))
    const topics = new Set(Object.keys(ja).map((code) => code.split('.')[0]))
    expect(Object.keys(jaTerms)).to.have.members([...topics])
    expect(Object.keys(enTerms)).to.have.members([...topics])
  })

  for (const name of asksTheSystem)
    it(`${name} says so when the card system is away`, () =>
      withLine('0101', async (line) => {
        await line.world.faults({ operation: '*', kind: 'error_503' })
        const seen = await line.look(name, { said })
        expect([seen.away, codes(seen)]).to.deep.equal([true, ['system.away']])
        expect(seen.proposed).to.equal(name === 'third_party_check' ? 'no_match' : 'unavailable')
        expect([seen.gives, seen.candidates]).to.deep.equal([{}, []])
      }))

  it('say that a customer or card is unknown, which is not being away', () =>
    withLine('0101', async (line) => {
      const nobody = await line.look('card_choice', { customerRef: 'customer-9999' })
      expect([nobody.away, nobody.proposed, codes(nobody)]).to.deep.equal([
        false,
        null,
        ['system.not_found'],
      ])
      const noCard = await line.look('locks', { cardRefs: [] })
      expect([noCard.proposed, codes(noCard)]).to.deep.equal([null, ['card.not_chosen']])
    }))
})
