import { expect } from 'chai'
import fc from 'fast-check'
import { formatPhone, phoneDigits, phoneLast4 } from '../../src/customers/phone.ts'

const digit = fc.integer({ min: 0, max: 9 })
const digits = (length: number) =>
  fc.array(digit, { minLength: length, maxLength: length }).map((all) => all.join(''))
const number = fc.oneof(
  fc.tuple(fc.constantFrom('090', '080', '070', '060', '050'), digits(8)).map(([a, b]) => a + b),
  fc
    .tuple(
      fc.constantFrom('03', '066', '04', '011', '045', '0120', '0570', '0267', '01267'),
      digits(8),
    )
    .map(([a, b]) => (a + b).slice(0, 10)),
)
const dash = fc.constantFrom('-', '－', '‐', '–', '—', '―', '−', 'ー', ' ', '　', '')
const wide = (text: string) =>
  text.replace(/\d/g, (d) => String.fromCodePoint(d.charCodeAt(0) + 0xfee0))

describe('telephone numbers', () => {
  it('are read in any way of writing', () => {
    for (const text of [
      '090-0000-0101',
      '０９０－００００－０１０１',
      '09000000101',
      '090 0000 0101',
      '(090)0000-0101',
      '090ー0000ー0101',
      '+81 90-0000-0101',
      '+819000000101',
      '+81(0)90-0000-0101',
      '090.0000.0101',
    ])
      expect(phoneDigits(text), text).to.equal('09000000101')
    fc.assert(
      fc.property(number, dash, fc.boolean(), (plain, between, isWide) => {
        const parts = formatPhone(plain).split('-').join(between)
        expect(phoneDigits(isWide ? wide(parts) : parts)).to.equal(plain)
      }),
    )
  })

  it('are refused when they are none', () => {
    for (const text of [
      '',
      '0101',
      '9000000101',
      '0900000010',
      '090000001011',
      '00-0000-0000',
      '1990-06-14',
      'ナカムラ',
      '０',
      '+1 202 000 0000',
    ])
      expect(phoneDigits(text), text).to.equal(null)
  })

  it('are shown with the hyphens of their kind, and nothing is lost', () => {
    const shown: Record<string, string> = {
      '09000000101': '090-0000-0101',
      '05000000107': '050-0000-0107',
      '0300000103': '03-0000-0103',
      '0120000000': '0120-000-000',
      '0570000000': '0570-000-000',
      '08000000000': '0800-000-0000',
      '0110000000': '011-000-0000',
      '0267000000': '0267-00-0000',
      '0499200000': '04992-0-0000',
    }
    for (const [plain, text] of Object.entries(shown)) expect(formatPhone(plain)).to.equal(text)
    expect(formatPhone('unknown')).to.equal('unknown')
    fc.assert(
      fc.property(number, (plain) => {
        expect(formatPhone(plain).replaceAll('-', '')).to.equal(plain)
      }),
    )
    expect(phoneLast4('09000000101')).to.equal('0101')
  })
})
