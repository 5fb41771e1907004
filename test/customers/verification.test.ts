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
      failed: false,
    })
  })

  it('is basic with name and birth date, and none without either', () => {
    const { name, birthDate, phone, ...others } = RIGHT
    expect(compare({ name, birthDate }, customer).level).to.equal('basic')
    expect(compare({ name, birthDate, phone }, customer).level).to.equal('basic')
    expect(compare({ name, phone, ...others }, customer).level).to.equal('none')
    expect(compare({ birthDate, phone, ...others }, customer).level).to.equal('none')
    const nothing = { level: 'none', matched: [], compared: [], failed: false }
    expect(compare({}, customer)).to.deep.equal(nothing)
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
        const proofs = (items: ItemName[]) =>
          new Set(items.map((item) => (item === 'memberNo' ? 'last4' : item))).size
        const full = known && proofs(of('right')) >= 4 && of('wrong').length === 0
        const compared = SAID_ITEMS.filter((item) => kinds[item] !== 'unsaid')
        const isWhole = kinds.name !== 'unsaid' && kinds.birthDate !== 'unsaid'
        const best = isWhole ? (proofs(compared) >= 4 ? 'full' : 'basic') : 'none'
        const level = full ? 'full' : known ? 'basic' : 'none'
        expect(result).to.deep.equal({
          level,
          matched: of('right'),
          compared,
          failed: level !== best,
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
      '〒000-0012',
      '0000012',
      '-',
      '〒000-0013 千代田区架空町1-2-3',
    ])
      expect(matches('address', said), said).to.equal(false)
  })

  it('takes bank and branch, and nothing besides; one of them alone neither proves nor disproves', () => {
    for (const said of [
      'あさぎり銀行 新宿支店',
      'アサギリ銀行新宿支店',
      'あさぎり 新宿',
      '新宿支店 あさぎり',
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
    const { name, birthDate, phone, last4 } = RIGHT
    for (const bank of ['あさぎり銀行', 'あさぎり', 'アサギリ', '新宿支店', '新宿']) {
      expect(matches('bank', bank), bank).to.equal(false)
      expect(compare({ name, birthDate, phone, bank }, customer).level, bank).to.equal('basic')
      expect(compare({ name, birthDate, phone, last4, bank }, customer).level).to.equal('full')
    }
    const twice = person({ bank: { name: '静岡銀行', branch: '静岡支店' } })
    expect(compare({ bank: '静岡' }, twice).matched).to.deep.equal([])
    expect(compare({ bank: '静岡銀行静岡支店' }, twice).matched).to.deep.equal(['bank'])
    expect(compare({ bank: 'あさぎり' }, person({ bank: null })).matched).to.deep.equal([])
  })

  it('takes the last 4 digits of any card of theirs', () => {
    for (const said of ['0005', '０００５', '…0005', '下4桁0005', '末尾 0005'])
      expect(matches('last4', said), said).to.equal(true)
    for (const said of ['5', '00005', '0006', ''])
      expect(matches('last4', said), said).to.equal(false)
  })

  it('counts what one piece of paper tells once', () => {
    const { name, birthDate, last4, memberNo, phone } = RIGHT
    expect(compare({ name, birthDate, last4, memberNo }, customer).level).to.equal('basic')
    expect(compare({ name, birthDate, last4, memberNo, phone }, customer).level).to.equal('full')
  })

  it('takes no item that names several values, or folds to nothing', () => {
    const several: readonly (readonly [ItemName, string])[] = [
      ['birthDate', '1980年1月31日か1981年1月31日'],
      ['birthDate', '1980-01-31 1980-01-30'],
      ['birthDate', '1980-0*-31'],
      ['birthDate', '昭和55年'],
      ['phone', '090-0000-0201か090-0000-0202'],
      ['phone', '090-0000-0201 090-0000-0202'],
      ['phone', '%'],
      ['phone', '0201'],
      ['last4', '0005か0006'],
      ['last4', '0005 0006'],
      ['last4', '000_'],
      ['memberNo', `${RIGHT.memberNo} 79999999`],
      ['memberNo', '*'],
      ['name', '架空太郎、架空次郎'],
      ['name', '架空%'],
      ['name', '架空.*'],
      ['name', '・'],
      ['name', '　様'],
      ['address', '東京都千代田区架空町1-2-3または1-2-4'],
      ['bank', 'あさぎり銀行新宿支店か渋谷支店'],
    ]
    for (const [item, said] of several) expect(matches(item, said), said).to.equal(false)
    const nameless = person({ nameKanji: '', nameKana: '・' })
    for (const name of ['・', '様', '。', '- -', 'ー様'])
      expect(compare({ name }, nameless).matched, name).to.deep.equal([])
    const placeless = person({
      address: { postalCode: '000-0012', prefecture: '東京都', city: '', line1: '', line2: null },
    })
    for (const address of ['東京都', '〒000-0012 東京都', '〒000-0012 様'])
      expect(compare({ address }, placeless).matched, address).to.deep.equal([])
  })

  it('takes nothing longer than the one right value, whatever stands before or behind it', () => {
    const more = fc.stringMatching(/^[0-9A-Za-zぁ-んァ-ヶ一-龠]{1,12}$/)
    fc.assert(
      fc.property(fc.constantFrom(...SAID_ITEMS), more, fc.boolean(), (item, text, before) => {
        const said = before ? `${text}${RIGHT[item]}` : `${RIGHT[item]}${text}`
        const harmless =
          /^(様|さま|サマ|さん|生まれ?|です|[東京都大字]+|銀行|支店|の|ノ|ト|と)+$/.test(text)
        fc.pre(
          !harmless &&
            !(item === 'address' && /\d/.test(text)) &&
            !(item === 'phone' && /^0+$/.test(text)),
        )
        expect(matches(item, said), said).to.equal(false)
      }),
      { numRuns: 2000 },
    )
  })

  it('fails only where more was said than it reached', () => {
    const { name, birthDate, phone, address, last4 } = RIGHT
    const failed = (said: SaidItems) => compare(said, customer).failed
    expect([failed({ name }), failed({ name, phone }), failed({ name, birthDate })]).to.deep.equal([
      false,
      false,
      false,
    ])
    expect(failed({ name, birthDate, phone: WRONG.phone }), 'three cannot tell').to.equal(false)
    expect(failed({ name, birthDate: WRONG.birthDate })).to.equal(true)
    expect(failed({ name, birthDate, phone: WRONG.phone, last4 })).to.equal(true)
    expect(failed({ name, birthDate, phone, address: '架空町の家' }), 'unclear').to.equal(true)
    expect(failed({ name, birthDate, phone, address })).to.equal(false)
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
