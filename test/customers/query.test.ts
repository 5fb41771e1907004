import { expect } from 'chai'
import fc from 'fast-check'
import { formatCaseNumber } from '../../src/cases/number.ts'
import { type Reading, readQuery } from '../../src/customers/query.ts'

const terms = (text: string) => {
  const query = readQuery(text)
  expect(query.problem, text).to.equal(null)
  return query.terms
}
const phone = (digits: string, whole = true): Reading => ({ item: 'phone', digits, whole })
const last4 = (digits: string): Reading => ({ item: 'last4', digits })
const born = (date: string): Reading => ({ item: 'birth_date', date })
const kana = (key: string): Reading[] => [
  { item: 'kana', key },
  { item: 'name', key },
]
const CASE = formatCaseNumber('2026-11-23', 42)

describe('the search box', () => {
  it('reads a whole phone number however it is written', () => {
    for (const text of [
      '09000000101',
      '090-0000-0101',
      '０９０－００００－０１０１',
      '090 0000 0101',
      '+81 90 0000 0101',
      '電話: 090-0000-0101',
      '090ー0000ー0101',
    ])
      expect(terms(text), text).to.deep.equal([[phone('09000000101')]])
    expect(terms('03-0000-0103')).to.deep.equal([[phone('0300000103')]])
  })

  it('gives several readings where digits are ambiguous', () => {
    expect(terms('0101')).to.deep.equal([[last4('0101'), phone('0101', false)]])
    expect(terms('0000-01')).to.deep.equal([[phone('000001', false)]])
    expect(terms('19850405')).to.deep.equal([
      [born('1985-04-05'), { item: 'member_no', digits: '19850405' }, phone('19850405', false)],
    ])
    expect(terms('７００００００１')).to.deep.equal([
      [{ item: 'member_no', digits: '70000001' }, phone('70000001', false)],
    ])
  })

  it('reads last 4 digits that are marked as such', () => {
    for (const text of [
      '…0005',
      '下4桁0005',
      '下４桁　０００５',
      '下四桁は0005',
      '末尾0005',
      '****0005',
      '...0005',
    ])
      expect(terms(text), text).to.deep.equal([[last4('0005')]])
  })

  it('reads birth dates in any way of writing', () => {
    for (const text of [
      '1985-04-05',
      '1985/4/5',
      'S60.4.5',
      '昭和60年4月5日',
      '昭和 60年 4月 5日',
      '１９８５年４月５日',
      '生年月日 1985-04-05',
    ])
      expect(terms(text), text).to.deep.equal([[born('1985-04-05')]])
  })

  it('reads names in kana and kanji', () => {
    for (const text of ['ナカムラ タクヤ', 'なかむら　たくや', 'ﾅｶﾑﾗﾀｸﾔ'])
      expect(terms(text), text).to.deep.equal([kana('ナカムラタクヤ')])
    expect(terms('中村　拓也')).to.deep.equal([[{ item: 'name', key: '中村拓也' }]])
    expect(terms('カナモリ')).to.deep.equal([kana('カナモリ')])
    expect(terms('中村 たくや')).to.deep.equal([
      [
        { item: 'name', key: '中村タクヤ' },
        { item: 'name', key: '中村', kana: 'タクヤ' },
      ],
    ])
  })

  it('reads several items in one text', () => {
    for (const text of [
      'ナカムラ 1990-06-14',
      '1990-06-14 なかむら',
      'ﾅｶﾑﾗ、1990/6/14',
      'ナカムラ H2.6.14',
      'ナカムラ1990年6月14日',
    ])
      expect(new Set(terms(text)), text).to.deep.equal(
        new Set([kana('ナカムラ'), [born('1990-06-14')]]),
      )
    expect(terms('中村拓也 090 0000 0101 0005')).to.deep.equal([
      [{ item: 'name', key: '中村拓也' }],
      [phone('09000000101')],
      [last4('0005'), phone('0005', false)],
    ])
  })

  it('reads a case number, and tells a mistyped one', () => {
    for (const text of [
      CASE,
      CASE.replaceAll('-', ''),
      CASE.replaceAll('-', 'ー'),
      CASE.replaceAll('-', ' '),
      `受付番号：${CASE}`,
    ])
      expect(terms(text)[0], text).to.deep.equal([{ item: 'case_number', number: CASE }])
    const wrong = CASE.slice(0, -1) + ((Number(CASE.at(-1)) + 1) % 10)
    expect(readQuery(wrong).problem).to.equal('wrong_check_digit')
    expect(readQuery(`中村 ${wrong}`).problem).to.equal('wrong_check_digit')
  })

  it('says when there is nothing to search for', () => {
    expect(readQuery('  　').problem).to.equal('empty')
    for (const text of ['2026/02/30', '12', '1'.repeat(16), '！？', 'あ'.repeat(100_000)])
      expect(readQuery(text).problem, text.slice(0, 20)).to.equal('not_understood')
  })

  it('takes anything, and its keys hold no pattern characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        for (const readings of readQuery(text).terms)
          for (const reading of readings)
            if ('key' in reading) expect(reading.key).to.match(/^[\p{L}\p{M}\p{N}]+$/u)
      }),
      { numRuns: 500 },
    )
  })
})
