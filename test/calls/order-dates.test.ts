import { expect } from 'chai'
import { type KnownOrder, lastOrder, newerOrder } from '../../src/calls/order-dates.ts'
import type { CardAction } from '../../src/cards/card-action.ts'

const known = (at: string, reissueRef: string | null, etaTo = '2026-12-03'): KnownOrder => ({
  at,
  dates: { reissueRef, etaFrom: '2026-12-01', etaTo },
})
const done = (operation: string, endedAt: string, result: object | null) =>
  ({ operation, state: 'done', endedAt, confirmedAt: endedAt, result }) as CardAction
const order = (endedAt: string, reissueRef: string) =>
  done('requestReissue', endedAt, { reissueRef, etaFrom: '2026-12-01', etaTo: '2026-12-03' })

describe('which order a promise is about', () => {
  const own = known('2026-11-24', 'first')

  it('the one that was looked at since, when another one was made elsewhere', () => {
    expect(newerOrder(own, known('2026-12-10', 'second'))?.reissueRef).to.equal('second')
    expect(newerOrder(null, known('2026-12-10', 'second'))?.reissueRef).to.equal('second')
  })

  it('the one that was made here, when the look was before it', () => {
    expect(newerOrder(own, known('2026-11-23', 'older'))?.reissueRef).to.equal('first')
    expect(newerOrder(own, null)?.reissueRef).to.equal('first')
    expect(newerOrder(null, null)).to.equal(null)
  })

  it('keeps the days that hold for a card sent again, though a look tells the first ones', () => {
    const again = known('2026-12-05', 'first', '2026-12-14')
    const unnamed = known('2026-12-05', null, '2026-12-14')
    const seen = known('2026-12-06', 'first', '2026-12-03')
    for (const each of [again, unnamed])
      expect(newerOrder(each, seen)).to.deep.include({ reissueRef: 'first', etaTo: '2026-12-14' })
  })

  it('is never an older one than an order of which no more is known than that it was made', () => {
    const byHand = lastOrder([
      order('2026-11-24', 'first'),
      done('requestReissue', '2026-12-08', null),
    ])
    expect(byHand).to.deep.equal({ at: '2026-12-08', dates: null })
    expect(newerOrder(byHand, known('2026-12-01', 'first'))).to.equal(null)
    expect(newerOrder(byHand, known('2026-12-10', 'second'))?.reissueRef).to.equal('second')
  })
})
