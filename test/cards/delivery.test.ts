import { expect } from 'chai'
import fc from 'fast-check'
import {
  addBusinessDays,
  addDays,
  businessDayFrom,
  isBusinessDay,
} from '../../src/cards/business-days.ts'
import { atTokyoHour, deliveryEstimate, orderDay, tokyoDate } from '../../src/cards/delivery.ts'

const at = (date: string, time: string) => new Date(`${date}T${time}:00+09:00`).toISOString()
const dates = (instant: string, dispatchAfter?: string) => {
  const { dispatchOn, etaFrom, etaTo } = deliveryEstimate(instant, dispatchAfter)
  return [dispatchOn, etaFrom, etaTo]
}

describe('when a new card arrives', () => {
  it('counts three business days, then one to three days by mail', () => {
    expect(dates(at('2026-11-16', '10:00'))).to.deep.equal([
      '2026-11-19',
      '2026-11-20',
      '2026-11-22',
    ])
  })

  it('begins on the next business day from 15:00 on', () => {
    expect(orderDay(at('2026-11-19', '14:59'))).to.equal('2026-11-19')
    expect(orderDay(at('2026-11-19', '15:00'))).to.equal('2026-11-20')
    expect(orderDay(at('2026-11-20', '15:00'))).to.equal('2026-11-24')
    expect(dates(at('2026-11-16', '15:00'))).to.deep.equal([
      '2026-11-20',
      '2026-11-21',
      '2026-11-23',
    ])
  })

  it('goes by the date in Tokyo, not by that of the server', () => {
    expect(tokyoDate('2026-11-23T15:00:00.000Z')).to.equal('2026-11-24')
    expect(atTokyoHour('2026-11-24', 9)).to.equal('2026-11-24T00:00:00.000Z')
    expect(orderDay('2026-11-23T16:00:00.000Z')).to.equal('2026-11-24')
  })

  it('is not about a week over the year end and the long holidays', () => {
    const yearEnd = deliveryEstimate(at('2026-12-25', '16:00'))
    expect([yearEnd.dispatchOn, yearEnd.etaTo]).to.deep.equal(['2027-01-06', '2027-01-09'])
    expect(yearEnd.aboutAWeek).to.equal(false)
    expect(deliveryEstimate(at('2026-04-30', '10:00')).aboutAWeek).to.equal(false)
    expect(deliveryEstimate(at('2026-11-16', '10:00')).aboutAWeek).to.equal(true)
  })

  it('waits for the day that the customer is back, and then for a business day', () => {
    expect(dates(at('2026-11-16', '10:00'), '2026-11-28')[0]).to.equal('2026-11-30')
    expect(dates(at('2026-11-16', '10:00'), '2026-11-17')[0]).to.equal('2026-11-19')
  })

  it('says when it rests on holidays that are not official yet', () => {
    expect(deliveryEstimate(at('2027-12-20', '10:00')).holidaysKnown).to.equal(true)
    expect(deliveryEstimate(at('2027-12-28', '10:00')).holidaysKnown).to.equal(false)
  })

  // The rule takes a Saturday as it is but sends Friday evening to Monday, so this holds from business day to business day.
  it('never comes sooner when it is ordered on a later business day', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 600 }),
        fc.integer({ min: 9, max: 18 }),
        (day, hour) => {
          const today = businessDayFrom(addDays('2026-01-05', day))
          const sooner = deliveryEstimate(atTokyoHour(today, hour))
          const later = deliveryEstimate(atTokyoHour(addBusinessDays(today, 1), hour))
          expect(later.dispatchOn > sooner.dispatchOn).to.equal(true)
        },
      ),
    )
  })

  it('holds for every instant', () => {
    const instant = fc.date({
      min: new Date('2026-01-01T00:00:00Z'),
      max: new Date('2027-12-01T00:00:00Z'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(instant, (when) => {
        const ordered = when.toISOString()
        const estimate = deliveryEstimate(ordered)
        expect(isBusinessDay(estimate.dispatchOn)).to.equal(true)
        expect(estimate.dispatchOn > tokyoDate(ordered)).to.equal(true)
        expect(estimate.etaFrom).to.equal(addDays(estimate.dispatchOn, 1))
        expect(estimate.etaTo).to.equal(addDays(estimate.dispatchOn, 3))
      }),
    )
  })
})
