import { expect } from 'chai'
import type { CallEntry } from '../../src/calls/call.ts'
import { refsToActOn } from '../../src/calls/results.ts'
import type { CardAction } from '../../src/cards/card-action.ts'

const look = (at: string, refs: Record<string, string[]>) =>
  ({
    id: at,
    seq: 1,
    kind: 'seen',
    matter: 1,
    step: 'nh_look',
    visit: 1,
    outcome: null,
    byWhom: 'system',
    operatorId: null,
    at,
    facts: {},
    content: {
      seen: { proposed: null, facts: [], values: {}, refs, candidates: [], gives: {}, away: false },
    },
  }) satisfies CallEntry
const did = (endedAt: string, action: string, result: object, more: Partial<CardAction> = {}) =>
  ({
    ...{ callId: 'call', matter: 1, step: action, visit: 1, confirmedAt: endedAt, endedAt },
    ...{ action, operation: action, targetRef: '', state: 'done', result },
    ...more,
  }) as CardAction
const hold = (holdRef: string, state = 'active') => ({
  ...{ holdRef, cardRef: 'card-a', network: 'AMEX', state, reason: 'velocity' },
  ...{ setAt: '2026-11-23T00:00:00Z', networkCaseRef: 'n-1', attemptRefs: [] },
})

describe('what an action is aimed at', () => {
  it('a hold that was seen now, not the one that was inquired about in an earlier call', () => {
    const before = did('2026-11-01', 'inquire_hold', hold('hold-1'))
    expect(
      refsToActOn([look('2026-11-23', { hold: ['hold-2'] })], [before], ['card-a']),
    ).to.deep.equal({
      hold: ['hold-2'],
    })
  })

  it('nothing, where the newest look found that there is nothing any more', () => {
    const before = did('2026-11-01', 'inquire_hold', hold('hold-1'))
    expect(refsToActOn([look('2026-11-23', { hold: [] })], [before], []).hold).to.deep.equal([])
  })

  it('both holds that were inquired about together', () => {
    const at = '2026-11-23T00:00:00Z'
    const asked = ['hold-1', 'hold-2'].map((ref) => did(at, 'inquire_hold', hold(ref)))
    expect(refsToActOn([], asked, []).hold).to.deep.equal(['hold-1', 'hold-2'])
  })
})
