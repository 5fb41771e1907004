import { expect } from 'chai'
import type { Candidate } from '../../../src/calls/look-up.ts'
import type { CardSystem, Output, ReadName } from '../../../src/cards/card-system.ts'
import { codes, customerRef, type Line, said, withLine, words } from './looking.ts'

const find = (line: Line, said: Record<string, string>) => line.look('customer_search', { said })
const verify = (line: Line, said: Record<string, string>) => line.look('verification', { said })
const withAnyone = (work: (line: Line) => Promise<void>) => withLine('0101', work)

const NAKAMURA = {
  name: 'なかむら　たくや',
  birthDate: '平成2年6月14日',
  phone: '０９０ー００００ー０１０１',
  postalCode: '〒000-0012',
  bank: 'あさひ台銀行',
  branch: 'みどり野支店',
}

/** No two demo customers share two items, so a search that finds several is answered here. */
const answering = (cards: CardSystem, found: Output<'searchCustomers'>): CardSystem => ({
  change: cards.change,
  // Only `searchCustomers` is read in these tests.
  read: async <N extends ReadName>() => found as Output<N>,
})

describe('look-ups: who is calling', () => {
  it('finds one customer from any way of writing', () =>
    withAnyone(async (line) => {
      const { name, birthDate, phone } = NAKAMURA
      const one = await find(line, { name, birthDate, phone })
      expect(one.proposed).to.equal('one')
      expect(one.gives.customer?.customerRef).to.equal(customerRef('0101'))
      expect(said(one, 'phone.last4')).to.equal('0101')
      expect((await find(line, { last4: '下4桁 0505', memberNo: '2041-0102' })).proposed).to.equal(
        'one',
      )
    }))

  it('tells people of the same kana apart by kanji or birth date, and never guesses', () =>
    withAnyone(async (line) => {
      const both = await find(line, { kana: 'ナカムラ タクヤ', last4: '4242' })
      expect(both.proposed).to.equal('one')
      const kanji = { phone: '09000000110', memberNo: '20410110' }
      expect((await find(line, { ...kanji, name: '中村拓哉' })).proposed).to.equal('one')
      expect((await find(line, { ...kanji, name: '中村拓也' })).proposed).to.equal('none')
    }))

  it('asks for another item when several fit, showing no more than names', () =>
    withAnyone(async (line) => {
      const { cards } = line.world
      const people = await Promise.all(
        ['0101', '0110'].map((number) =>
          cards.read('getCustomerOverview', { customerRef: customerRef(number) }),
        ),
      )
      const customers = people.map(({ customer }) => customer)
      const said = { kana: 'ナカムラ', postalCode: '000-0012' }
      const many = await line.look('customer_search', {
        said,
        cardSystem: answering(cards, { customers, tooMany: false }),
      })
      expect(many.proposed).to.equal('many')
      expect(words(many).slice(1)).to.deep.equal([
        '該当者: 中村 拓也（ナカムラ タクヤ）',
        '該当者: 中村 拓哉（ナカムラ タクヤ）',
      ])
      // For the audit log alone: whose names were shown.
      const shown = customers.map((each) => each.customerRef)
      expect([many.values, many.gives]).to.deep.equal([{}, { shown }])
      const crowd = await line.look('customer_search', {
        said,
        cardSystem: answering(cards, { customers: [], tooMany: true }),
      })
      expect([crowd.proposed, codes(crowd)]).to.deep.equal(['many', ['search.too_many']])
    }))

  it('searches by two items at least, and by none that cannot be read', () =>
    withAnyone(async (line) => {
      const few = await find(line, { kana: 'ナカムラ タクヤ' })
      expect([few.proposed, codes(few)]).to.deep.equal([null, ['search.too_few']])
      const kanji = await find(line, { name: '中村 拓也', phone: '09000000101' })
      expect(codes(kanji)).to.deep.equal(['search.too_few'])
      const wrong = await find(line, { kana: 'ナカムラ', birthDate: '昭和64年1月8日' })
      expect([wrong.proposed, wrong.away]).to.deep.equal([null, false])
      expect(words(wrong)[0]).to.contain('生年月日')
    }))

  it('verifies in full by four items, in part by name and birth date, else not at all', () =>
    withAnyone(async (line) => {
      const { name, birthDate, phone } = NAKAMURA
      const full = await verify(line, NAKAMURA)
      expect([full.proposed, full.gives.identity]).to.deep.equal(['full', 'full'])
      const basic = await verify(line, { name, birthDate, phone })
      expect([basic.proposed, basic.gives.identity]).to.deep.equal(['basic', 'basic'])
      const no = await verify(line, { ...NAKAMURA, birthDate: '1990-06-15' })
      expect([no.proposed, no.gives.identity, no.values]).to.deep.equal(['no_match', undefined, {}])
    }))

  it('says how many items were compared, never which one failed', () =>
    withAnyone(async (line) => {
      const wrongPhone = await verify(line, { ...NAKAMURA, phone: '09000000199' })
      const wrongBank = await verify(line, { ...NAKAMURA, bank: '港湾銀行' })
      expect(wrongPhone.proposed).to.equal('basic')
      expect(words(wrongPhone)).to.deep.equal(['5項目を照合しました'])
      expect(words(wrongBank)).to.deep.equal(words(wrongPhone))
    }))

  it('takes from a family member the name and birth date of the cardmember, for no more than a stop', () =>
    withLine('0103', async (line) => {
      const third = (said: Record<string, string>) => line.look('third_party_check', { said })
      const stated = { name: '高橋 誠', birthDate: 'S33.2.27' }
      const basic = await third(stated)
      expect([basic.proposed, basic.gives.identity]).to.deep.equal(['basic', 'basic'])
      expect(basic.values).to.be.empty
      const more = await third({ ...stated, phone: '0300000103', postalCode: '0000034' })
      expect(more.gives.identity).to.equal('basic')
      for (const short of [{ name: '髙橋 誠' }, { ...stated, birthDate: 'S33.2.28' }, {}])
        expect((await third(short)).proposed).to.equal('no_match')
    }))

  it('hands on the open cases that Annai found', () =>
    withAnyone(async (line) => {
      const text = { ja: '案件', en: 'case' }
      const open: Candidate = {
        ref: 'case-1',
        outcome: 'found',
        label: text,
        detail: text,
        usual: true,
      }
      const found = await line.look('open_cases', { openCases: [open] })
      expect([found.proposed, found.candidates]).to.deep.equal(['found', [open]])
      expect((await line.look('open_cases')).proposed).to.equal('none')
    }))
})
