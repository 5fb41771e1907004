import { expect } from 'chai'
import fc from 'fast-check'
import { isKana, kanaKey, nameKey } from '../../src/customers/name.ts'

const katakana = fc.string({
  unit: fc.integer({ min: 0x30a1, max: 0x30f6 }).map((code) => String.fromCodePoint(code)),
  minLength: 1,
  maxLength: 12,
})
const toHiragana = (text: string) =>
  text.replace(/./g, (kana) => String.fromCodePoint((kana.codePointAt(0) ?? 0) - 0x60))

describe('folding a name for search', () => {
  it('finds the same kana in hiragana, half width, with spaces and dots', () => {
    for (const text of [
      'ナカムラ タクヤ',
      'なかむら　たくや',
      'ﾅｶﾑﾗ ﾀｸﾔ',
      'ナカムラ・タクヤ',
      'ﾅｶﾑﾗ･ﾀｸﾔ',
      'な か むらたくや',
    ])
      expect(kanaKey(text), text).to.equal('ナカムラタクヤ')
    expect(kanaKey('さゞき か゛く')).to.equal('サヾキガク')
    expect(kanaKey('ｼﾞｮ-ｼﾞ')).to.equal('ジョージ')
    expect(kanaKey('smith　John')).to.equal('SMITHJOHN')
  })

  it('finds variant characters, and leaves what it is given', () => {
    expect(nameKey('髙橋')).to.equal(nameKey('高橋'))
    expect(nameKey('山﨑')).to.equal(nameKey('山崎'))
    expect(nameKey('𠮷田')).to.equal(nameKey('吉田'))
    expect(new Set(['斉藤', '齋藤', '齊藤', '斎藤'].map(nameKey)).size).to.equal(1)
    expect(new Set(['渡辺', '渡邉', '渡邊'].map(nameKey)).size).to.equal(1)
    expect(nameKey('葛\u{E0101}城')).to.equal(nameKey('葛城'))
    expect(nameKey('小林 さくら')).to.equal(nameKey('小林サクラ'))
    expect(nameKey('佐々木')).to.equal('佐々木')
  })

  it('tells kana from kanji', () => {
    expect(isKana('ﾅｶﾑﾗ')).to.equal(true)
    expect(isKana('なかむら')).to.equal(true)
    expect(isKana('中村')).to.equal(false)
    expect(isKana('')).to.equal(false)
  })

  it('is the same for hiragana and katakana, and folding twice changes nothing', () => {
    fc.assert(
      fc.property(katakana, (text) => {
        expect(kanaKey(toHiragana(text))).to.equal(kanaKey(text))
      }),
    )
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect(nameKey(nameKey(text))).to.equal(nameKey(text))
        expect(nameKey(text)).to.not.match(/[\s%_\\\0]/)
      }),
    )
  })
})
