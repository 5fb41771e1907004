import { expect } from 'chai'
import fc from 'fast-check'
import { risesToSupervisor } from '../../src/calls/escalation.ts'
import {
  CENTER_HOURS,
  inBusinessDays,
  inBusinessHours,
  readBusinessHours,
} from '../../src/cards/business-hours.ts'

const tokyo = (written: string) => new Date(`${written}:00+09:00`)
const HOUR = 3_600_000

describe('business hours', () => {
  it('are read from a setting', () => {
    expect(readBusinessHours('09:00-20:00')).to.deep.equal(CENTER_HOURS)
    expect(readBusinessHours('00:00-24:00')).to.deep.equal({ opens: 0, closes: 1440 })
    for (const wrong of ['', '9-20', '20:00-09:00', '09:00-09:00', '09:00-24:30', '25:00-26:00'])
      expect(readBusinessHours(wrong), wrong).to.equal(null)
  })

  it('pass every day, and only while the center answers', () => {
    const saturday = tokyo('2026-11-21T19:00')
    expect(inBusinessHours(saturday, 1, CENTER_HOURS)).to.deep.equal(tokyo('2026-11-21T20:00'))
    expect(inBusinessHours(saturday, 2, CENTER_HOURS)).to.deep.equal(tokyo('2026-11-22T10:00'))
    const night = tokyo('2026-11-22T23:00')
    expect(inBusinessHours(night, 12, CENTER_HOURS)).to.deep.equal(tokyo('2026-11-24T10:00'))
  })

  it('business days leave out weekends, holidays and the turn of the year', () => {
    const friday = tokyo('2026-11-20T10:00')
    expect(inBusinessDays(friday, 1, CENTER_HOURS)).to.deep.equal(tokyo('2026-11-24T20:00'))
    const last = tokyo('2026-12-28T10:00')
    expect(inBusinessDays(last, 1, CENTER_HOURS)).to.deep.equal(tokyo('2027-01-04T20:00'))
  })

  it('never end while it is closed, nor too early, and go on from one another', () => {
    const moment = fc
      .integer({ min: 0, max: 365 * 24 * 60 })
      .map((minutes) => new Date(tokyo('2026-01-01T00:00').getTime() + minutes * 60_000))
    const hours = fc.integer({ min: 1, max: 40 })
    fc.assert(
      fc.property(moment, hours, hours, (now, a, b) => {
        const due = inBusinessHours(now, a, CENTER_HOURS)
        const clock = (due.getTime() + 9 * HOUR) % (24 * HOUR)
        return (
          clock > 9 * HOUR &&
          clock <= 20 * HOUR &&
          due.getTime() - now.getTime() >= a * HOUR &&
          inBusinessHours(due, b, CENTER_HOURS).getTime() ===
            inBusinessHours(now, a + b, CENTER_HOURS).getTime()
        )
      }),
    )
  })
})

describe('a late promise', () => {
  const due = tokyo('2026-11-20T10:00')
  it('rises to the supervisors sooner, the more there is to lose', () => {
    const after = (kind: string) =>
      (risesToSupervisor(kind, due, CENTER_HOURS).getTime() - due.getTime()) / 60_000
    expect(['verify_stop', 'fraud_desk', 'call_back', 'reissue'].map(after)).to.deep.equal([
      15, 15, 30, 60,
    ])
    expect(risesToSupervisor('claim', due, CENTER_HOURS)).to.deep.equal(tokyo('2026-11-24T20:00'))
  })
})
