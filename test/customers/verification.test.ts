import { expect } from 'chai'
import fc from 'fast-check'
import {
  compare,
  type ItemName,
  SAID_ITEMS,
  type SaidItems,
} from '../../src/customers/verification.ts'
import { person } from './people.ts'

const customer = person()
const RIGHT: Readonly<Record<ItemName, string>> = {
  name: '架空太郎',
  birthDate: '昭和55年1月31日',
  phone: '０９０－００００－０２０１',
  address: '東京都千代田区架空町1-2-3',
  bank: 'あさぎり銀行新宿支店',
  last4: '0005',
  memberNo: customer.memberNo,
}
const WRONG: Readonly<Record<ItemName, string>> = {
  name: '架空次郎',
  birthDate: '1980-01-30',
  phone: '090-0000-0202',
  address: '〒000-0099',
  bank: '別の銀行',
  last4: '0006',
  memberNo: '79999999',
}
const matches = (item: ItemName, said: string) =>
  compare({ [item]: said }, customer).matched.includes(item)

describe('verification', () => {
  it('is full with four items, name and birth date among them', () => {
    const { name, birthDate, phone, address } = RIGHT
    expect(compare({ name, birthDate, phone, address }, customer)).to.deep.equal({
      level: 'full',
      matched: ['name', 'birthDate', 'phone', 'address'],
      compared: ['name', 'birthDate', 'phone', 'address'],
    })
  })

  it('is basic with name and birth date, and none without either', () => {
    const { name, birthDate, phone, ...others } = RIGHT
    expect(compare({ name, birthDate }, customer).level).to.equal('basic')
    expect(compare({ name, birthDate, phone }, customer).level).to.equal('basic')
    expect(compare({ name, phone, ...others }, customer).level).to.equal('none')
    expect(compare({ birthDate, phone, ...others }, customer).level).to.equal('none')
    expect(compare({}, customer)).to.deep.equal({ level: 'none', matched: [], compared: [] })
  })

  it('is never full when an item contradicts, but for words of an address', () => {
    for (const item of SAID_ITEMS.slice(2))
      expect(compare({ ...RIGHT, [item]: WRONG[item] }, customer).level, item).to.equal('basic')
    expect(compare({ ...RIGHT, address: '千代田区架空町の集合住宅' }, customer).level).to.equal(
      'full',
    )
  })

  it('follows the rule for every set of items, and gives names of items only', () => {
    const said = fc.record(
      Object.fromEntries(
        SAID_ITEMS.map((item) => [item, fc.constantFrom('right', 'wrong', 'unsaid')]),
      ),
    )
    fc.assert(
      fc.property(said, (kinds) => {
        const of = (kind: string) => SAID_ITEMS.filter((item) => kinds[item] === kind)
        const items: SaidItems = Object.fromEntries([
          ...of('right').map((item) => [item, RIGHT[item]]),
          ...of('wrong').map((item) => [item, WRONG[item]]),
          ...of('unsaid').map((item) => [item, ' ']),
        ])
        const result = compare(items, customer)
        const known = kinds.name === 'right' && kinds.birthDate === 'right'
        const full = known && of('right').length >= 4 && of('wrong').length === 0
        expect(result).to.deep.equal({
          level: full ? 'full' : known ? 'basic' : 'none',
          matched: of('right'),
          compared: SAID_ITEMS.filter((item) => kinds[item] !== 'unsaid'),
        })
      }),
      { numRuns: 1000 },
    )
  })

  it('takes a name in kanji or kana, whole', () => {
    for (const said of ['架空 太郎', '架空太郎様', 'カクウタロウ', 'かくう たろう', 'ｶｸｳ ﾀﾛｳ'])
      expect(matches('name', said), said).to.equal(true)
    for (const said of ['架空', 'カクウ', '太郎', '架空太', 'カクウジロウ', '様', '！'])
      expect(matches('name', said), said).to.equal(false)
  })

  it('takes an address in many ways of writing', () => {
    const right = [
      '千代田区架空町1-2-3',
      '東京都千代田区架空町１丁目２番３号',
      '千代田区架空町一丁目二番三号',
      '千代田区架空町1ー2ー3',
      '千代田区 架空町 1丁目 2-3',
      '〒000-0012',
      '0000012',
      '〒000-0012 東京都千代田区架空町1-2-3',
      '東京都千代田区架空町1-2-3 霧ケ丘ハイツ405',
      '千代田区架空町1の2の3',
      '千代田区架空町1番地2-3',
    ]
    for (const said of right) expect(matches('address', said), said).to.equal(true)
    for (const said of [
      '千代田区',
      '東京都',
      '架空町1-2-3',
      '千代田区架空町1-2',
      '千代田区架空町12-3',
      '千代田区架空町1-2-4',
      '000-0013',
      '-',
      '〒000-0013 千代田区架空町1-2-3',
    ])
      expect(matches('address', said), said).to.equal(false)
  })

  it('takes bank, branch or both, and nothing besides', () => {
    for (const said of [
      'あさぎり銀行',
      'あさぎり',
      'アサギリ',
      '新宿支店',
      '新宿',
      'あさぎり銀行 新宿支店',
      'あさぎりの新宿',
    ])
      expect(matches('bank', said), said).to.equal(true)
    for (const said of [
      '銀行',
      '支店',
      '新宿西支店',
      'あさぎり信託銀行 渋谷支店',
      'の',
      '新',
      '！',
    ])
      expect(matches('bank', said), said).to.equal(false)
    expect(compare({ bank: 'あさぎり' }, person({ bank: null })).matched).to.deep.equal([])
  })

  it('takes the last 4 digits of any card of theirs', () => {
    for (const said of ['0005', '０００５', '…0005', '下4桁0005', '末尾 0005'])
      expect(matches('last4', said), said).to.equal(true)
    for (const said of ['5', '00005', '0006', ''])
      expect(matches('last4', said), said).to.equal(false)
  })

  it('takes any text without harm', () => {
    const text = fc.string({ unit: 'binary', maxLength: 80 })
    fc.assert(
      fc.property(fc.record(Object.fromEntries(SAID_ITEMS.map((item) => [item, text]))), (said) => {
        expect(compare(said, customer).level).to.equal('none')
      }),
    )
  })
})
