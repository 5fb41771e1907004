import { expect } from 'chai'
import fc from 'fast-check'
import {
  addBusinessDays,
  addDays,
  businessDayFrom,
  HOLIDAYS_KNOWN_UNTIL,
  holidaysKnown,
  isBusinessDay,
} from '../../src/cards/business-days.ts'

const date = fc.integer({ min: 0, max: 365 * 4 }).map((days) => addDays('2025-01-01', days))

describe('business days', () => {
  it('rest on weekends, holidays and substitute holidays', () => {
    const rest = [
      '2026-11-21',
      '2026-11-22',
      '2026-11-23',
      '2026-05-06',
      '2026-09-22',
      '2027-03-22',
    ]
    expect(rest.filter(isBusinessDay)).to.deep.equal([])
    expect(['2026-11-20', '2026-11-24', '2026-05-07', '2027-03-23'].every(isBusinessDay)).to.equal(
      true,
    )
  })

  it('rest from 29 December to 3 January', () => {
    expect(isBusinessDay('2026-12-28')).to.equal(true)
    for (const day of ['2026-12-29', '2026-12-30', '2026-12-31', '2027-01-01', '2027-01-02']) {
      expect(isBusinessDay(day), day).to.equal(false)
    }
    expect(isBusinessDay('2027-01-04')).to.equal(true)
    expect(addBusinessDays('2026-12-28', 1)).to.equal('2027-01-04')
  })

  it('are counted after the day itself', () => {
    expect(addBusinessDays('2026-11-20', 1)).to.equal('2026-11-24')
    expect(addBusinessDays('2026-05-01', 3)).to.equal('2026-05-11')
    expect(addBusinessDays('2026-11-22', 0)).to.equal('2026-11-22')
  })

  it('know until when the holidays are official', () => {
    expect(holidaysKnown(HOLIDAYS_KNOWN_UNTIL)).to.equal(true)
    expect(holidaysKnown(addDays(HOLIDAYS_KNOWN_UNTIL, 1))).to.equal(false)
  })

  it('calendar days add up and go back', () => {
    expect(addDays('2028-02-28', 1)).to.equal('2028-02-29')
    expect(addDays('2026-01-01', -1)).to.equal('2025-12-31')
    fc.assert(
      fc.property(date, fc.integer({ min: -900, max: 900 }), (day, days) => {
        expect(addDays(addDays(day, days), -days)).to.equal(day)
      }),
    )
  })

  it('n business days later there have been exactly n of them, the last one included', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: 1, max: 15 }), (day, count) => {
        const end = addBusinessDays(day, count)
        expect(isBusinessDay(end)).to.equal(true)
        let passed = 0
        for (let each = addDays(day, 1); each <= end; each = addDays(each, 1)) {
          if (isBusinessDay(each)) passed += 1
        }
        expect(passed).to.equal(count)
      }),
    )
  })

  it('the first one from a day on has none before it', () => {
    fc.assert(
      fc.property(date, (day) => {
        const found = businessDayFrom(day)
        expect(isBusinessDay(found)).to.equal(true)
        for (let each = day; each < found; each = addDays(each, 1)) {
          expect(isBusinessDay(each)).to.equal(false)
        }
      }),
    )
  })
})
