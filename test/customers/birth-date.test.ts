import { expect } from 'chai'
import fc from 'fast-check'
import { formatBirthDate, parseBirthDate } from '../../src/customers/birth-date.ts'

const day = fc
  .date({ min: new Date('1873-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

describe('birth dates', () => {
  it('are read in any way of writing', () => {
    for (const text of [
      '1985-04-05',
      '19850405',
      '1985/4/5',
      '1985.4.5',
      '1985年4月5日',
      '1985年 4月 5日',
      '１９８５－０４－０５',
      'S60.4.5',
      's60/4/5',
      'Ｓ６０．４．５',
      'S600405',
      '昭和60年4月5日',
      '昭和６０年４月５日',
      '㍼60年4月5日',
      '1985‐04‐05',
      '昭和60年4月5日生',
    ])
      expect(parseBirthDate(text), text).to.equal('1985-04-05')
    expect(parseBirthDate('平成元年1月8日')).to.equal('1989-01-08')
    expect(parseBirthDate('令和元年5月1日')).to.equal('2019-05-01')
    expect(parseBirthDate('H1.1.8')).to.equal('1989-01-08')
    expect(parseBirthDate('昭和64年1月7日')).to.equal('1989-01-07')
    expect(parseBirthDate('2024-02-29')).to.equal('2024-02-29')
    expect(parseBirthDate('M6.1.1')).to.equal('1873-01-01')
  })

  it('are refused when there is no such day', () => {
    for (const text of [
      '',
      '2026-02-30',
      '2025-02-29',
      '1985-13-01',
      '1985-00-10',
      '19850431',
      '昭和64年1月8日',
      '昭和元年12月24日',
      '平成31年5月1日',
      '令和元年4月30日',
      '大正15年12月25日',
      '昭和0年1月1日',
      'M1.1.1',
      '0085-01-01',
      '850405',
      '09000000101',
      'ナカムラ',
      '3000-01-01',
    ])
      expect(parseBirthDate(text), text).to.equal(null)
  })

  it('are shown with their era', () => {
    expect(formatBirthDate('1985-04-05', 'ja')).to.equal('1985年（昭和60年）4月5日')
    expect(formatBirthDate('1989-01-08', 'ja')).to.equal('1989年（平成元年）1月8日')
    expect(formatBirthDate('1989-01-07', 'ja')).to.equal('1989年（昭和64年）1月7日')
    expect(formatBirthDate('1985-04-05', 'en')).to.equal('5 April 1985 (Showa 60)')
  })

  it('come back from what is shown, by year and by era', () => {
    fc.assert(
      fc.property(day, (date) => {
        const shown = formatBirthDate(date, 'ja')
        expect(parseBirthDate(shown.replace(/（.*）/, ''))).to.equal(date)
        expect(parseBirthDate(shown.replace(/^\d+年（(.*)）/, '$1'))).to.equal(date)
        expect(parseBirthDate(date.replaceAll('-', ''))).to.equal(date)
      }),
    )
  })

  it('agree with the calendar of the runtime', () => {
    const calendar = new Intl.DateTimeFormat('ja-JP-u-ca-japanese', {
      era: 'long',
      year: 'numeric',
      timeZone: 'UTC',
    })
    fc.assert(
      fc.property(day, (date) => {
        const parts = calendar.formatToParts(new Date(`${date}T00:00:00Z`))
        const part = (type: string) => parts.find((each) => each.type === type)?.value ?? ''
        const year = part('year') === '1' ? '元' : part('year')
        expect(formatBirthDate(date, 'ja')).to.contain(`（${part('era')}${year}年）`)
      }),
    )
  })
})
