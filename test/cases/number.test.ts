import { expect } from 'chai'
import fc from 'fast-check'
import { formatCaseNumber, readCaseNumber } from '../../src/cases/number.ts'

const day = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const serial = fc.oneof(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 10000, max: 99999 }))
const number = fc.tuple(day, serial).map(([date, count]) => formatCaseNumber(date, count))
const WRONG = { wrong: 'check_digit' }

describe('case numbers', () => {
  it('tell day and serial, and can be read aloud', () => {
    expect(formatCaseNumber('2026-11-23', 42)).to.match(/^261123-0042-\d$/)
    expect(formatCaseNumber('2026-11-23', 12345)).to.match(/^261123-12345-\d$/)
  })

  it('are read in any width, with any dashes or none', () => {
    const dash = fc.constantFrom('-', '－', 'ー', '―', '−', '一', ' ', '　', ' - ', '')
    fc.assert(
      fc.property(
        number,
        dash,
        fc.boolean(),
        fc.constantFrom('', '受付番号', 'No.', ' '),
        (plain, between, isWide, label) => {
          const written = plain.replaceAll('-', between)
          const text = isWide
            ? written.replace(/\d/g, (d) => String.fromCodePoint(d.charCodeAt(0) + 0xfee0))
            : written
          expect(readCaseNumber(label + text)).to.deep.equal({ number: plain })
        },
      ),
    )
  })

  it('show every single wrong digit', () => {
    fc.assert(
      fc.property(number, fc.nat(), fc.integer({ min: 1, max: 9 }), (plain, at, by) => {
        const places = [...plain].flatMap((char, place) => (char === '-' ? [] : [place]))
        const place = places[at % places.length] ?? 0
        const wrong = (Number(plain[place]) + by) % 10
        const mistyped = plain.slice(0, place) + wrong + plain.slice(place + 1)
        expect(readCaseNumber(mistyped)).to.deep.equal(WRONG)
        expect(readCaseNumber(mistyped.replaceAll('-', ''))).to.deep.equal(WRONG)
      }),
      { numRuns: 2000 },
    )
  })

  it('show every swap of two neighbouring digits', () => {
    fc.assert(
      fc.property(number, fc.nat(), (plain, at) => {
        const digits = [...plain.replaceAll('-', '')]
        const place = at % (digits.length - 1)
        const [one = '', other = ''] = digits.slice(place, place + 2)
        fc.pre(one !== other)
        digits.splice(place, 2, other, one)
        expect(readCaseNumber(digits.join(''))).to.deep.equal(WRONG)
      }),
      { numRuns: 2000 },
    )
  })

  it('are not seen where there is none', () => {
    for (const text of [
      '',
      '0005',
      '2026-11-23',
      'ナカムラ',
      '261123',
      '1234567890',
      '1'.repeat(13),
    ])
      expect(readCaseNumber(text), text).to.equal(null)
    expect(readCaseNumber('261399-0042-7'), 'no such day').to.deep.equal(WRONG)
  })
})
