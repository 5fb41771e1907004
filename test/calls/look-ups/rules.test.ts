import { expect } from 'chai'
import { newSetting } from '../../../src/calls/look-ups/password-set.ts'
import { claimValues, suspiciousCharges } from '../../../src/calls/look-ups/recent-charges.ts'
import { lineOf } from '../../../src/calls/look-ups/replacement.ts'
import { whereIsIt } from '../../../src/calls/look-ups/shipment.ts'
import { suspiciousAttempts } from '../../../src/calls/look-ups/suspicion.ts'
import { type Records, trouble } from '../../../src/calls/look-ups/trouble.ts'
import type { Card, Shipment } from '../../../src/cards/card.ts'
import {
  ago,
  approved,
  attempt,
  authorization,
  hold,
  lock,
  NOW,
  password,
  records,
} from './records.ts'

const of = (more: Partial<Records>) => trouble(records(more), NOW)
const declined = (responseCode: string, more = {}) =>
  of({ authorizations: [authorization({ responseCode, ...more })] })

describe('why a card could not be used', () => {
  it('takes a failed authentication first, a lock or hold beside it or not', () => {
    expect(of({ attempts: [attempt()], holds: [hold()] })).to.equal('auth_failed')
    expect(of({ locks: [lock()], holds: [hold()] })).to.equal('auth_failed')
    expect(of({ attempts: [attempt({ status: 'timed_out' })] })).to.equal('auth_failed')
  })

  it('counts no failure before a password was set, a lock released or a challenge passed', () => {
    const passed = attempt({ status: 'authenticated', at: ago(0.4) })
    const failed = [attempt({ at: ago(2) })]
    expect(of({ attempts: failed, passwordEvents: [password()] })).to.equal('all_ok')
    expect(of({ attempts: failed, passwordEvents: [password({ kind: 'unlocked' })] })).to.equal(
      'all_ok',
    )
    expect(of({ attempts: [...failed, passed] })).to.equal('all_ok')
    const silently = attempt({ status: 'authenticated', flow: 'frictionless', at: ago(0.4) })
    expect(of({ attempts: [...failed, silently] })).to.equal('auth_failed')
    expect(of({ attempts: failed, passwordEvents: [password({ kind: 'locked' })] })).to.equal(
      'auth_failed',
    )
  })

  it('does not take a stranger for the customer', () => {
    const stranger = attempt({ merchantCountry: 'LT', status: 'cancelled' })
    expect(of({ attempts: [stranger], holds: [hold()] })).to.equal('network_hold')
    const named = hold({ attemptRefs: ['attempt-1'] })
    expect(of({ attempts: [attempt()], holds: [named] })).to.equal('network_hold')
  })

  it('knows whose hold it is, also when its release was refused', () => {
    expect(of({ holds: [hold({ state: 'refused' })] })).to.equal('network_hold')
    expect(of({ locks: [lock({ kind: 'issuer_fraud' })] })).to.equal('fraud_hold')
    expect(of({ locks: [lock({ kind: 'issuer_fraud', state: 'released' })] })).to.equal(
      'not_received',
    )
  })

  it('reads the response codes', () => {
    for (const code of ['51', '54', '14', '46', '05', '91', '99'])
      expect(declined(code), code).to.equal('declined')
    for (const code of ['01', '07', '59', '63']) expect(declined(code), code).to.equal('fraud_hold')
    expect(declined('05', { declineReason: 'suspected_fraud' })).to.equal('fraud_hold')
    expect(declined('05', { decidedBy: 'network_stand_in' })).to.equal('network_hold')
  })

  it('goes by the latest use: approved since, or settled by the network, nothing is wrong', () => {
    const refused = authorization({ at: ago(2) })
    expect(of({ authorizations: [refused, approved({ at: ago(1) })] })).to.equal('all_ok')
    const refund = approved({ kind: 'refund', at: ago(1) })
    expect(of({ authorizations: [refused, refund] })).to.equal('declined')
    const byNetwork = [authorization({ decidedBy: 'network_stand_in' })]
    const lifted = [hold({ state: 'released' })]
    expect(of({ authorizations: byNetwork, holds: lifted })).to.equal('all_ok')
    const before = [hold({ state: 'released', setAt: ago(50) })]
    expect(of({ authorizations: byNetwork, holds: before })).to.equal('network_hold')
  })

  it('says that nothing reached us only when nothing did for a week', () => {
    expect(of({})).to.equal('not_received')
    expect(of({ authorizations: [approved({ at: ago(8 * 24) })] })).to.equal('not_received')
    expect(of({ authorizations: [approved({ at: ago(6 * 24) })] })).to.equal('all_ok')
  })
})

describe('what the customer is asked about', () => {
  const foreign = (more = {}) => attempt({ merchantCountry: 'US', ...more })

  it('is foreign and recent, or named by the network, and not answered yet', () => {
    const count = (...list: Parameters<typeof suspiciousAttempts>[0][number][]) =>
      suspiciousAttempts(list, [hold({ attemptRefs: ['named'] })], NOW).length
    expect(count(foreign())).to.equal(1)
    expect(count(foreign({ at: ago(31 * 24) }))).to.equal(0)
    expect(count(foreign({ verdict: 'genuine' }))).to.equal(0)
    expect(count(foreign({ verdict: 'unsure' }))).to.equal(1)
    expect(count(attempt({ attemptRef: 'named' }))).to.equal(1)
    expect(count(attempt())).to.equal(0)
  })

  it('begins with the newest foreign one', () => {
    const list = [
      attempt({ attemptRef: 'home', at: ago(1) }),
      foreign({ attemptRef: 'old', at: ago(5) }),
      foreign({ attemptRef: 'new', at: ago(2) }),
    ]
    const named = [hold({ attemptRefs: ['home'] })]
    const order = suspiciousAttempts(list, named, NOW).map(({ attemptRef }) => attemptRef)
    expect(order).to.deep.equal(['new', 'old', 'home'])
  })

  it('are foreign charges, and those of a disowned attempt, but for what was their own', () => {
    const abroad = approved({ merchantCountry: 'US', merchantName: 'SHOP' })
    expect(suspiciousCharges([abroad, approved()], [])).to.deep.equal([abroad])
    const own = foreign({ merchantName: 'SHOP', verdict: 'genuine' })
    expect(suspiciousCharges([abroad], [own])).to.be.empty
    const home = approved({ merchantName: 'あさひ台オンラインストア' })
    const disowned = attempt({ merchantName: home.merchantName, verdict: 'not_genuine' })
    expect(suspiciousCharges([home], [disowned])).to.deep.equal([home])
    expect(suspiciousCharges([authorization({ merchantCountry: 'US' })], [])).to.be.empty
  })

  it('counts a claim by the numbers of the list', () => {
    const charge = (no: number, yen: number) => ({
      code: 'charge.posted',
      params: { no, yen },
      mark: 'plain' as const,
    })
    const facts = [charge(1, 100), charge(2, 20), charge(3, 3)]
    expect(claimValues(facts, '1番と３番')).to.deep.equal({
      'claim.count': { type: 'count', value: '2' },
      'claim.total': { type: 'yen', value: '103' },
    })
    expect(claimValues(facts, '11月20日の海外の店')).to.deep.equal({})
    expect(claimValues(facts, '')).to.deep.equal({})
  })
})

describe('other rules of the look-ups', () => {
  it('a password counts as set after the call began, or after the last wrong one', () => {
    const set = [password({ at: ago(3) })]
    expect(newSetting(set, [], ago(4))).to.equal(set[0])
    expect(newSetting(set, [], ago(2))).to.equal(undefined)
    const wrong = attempt({ at: ago(4) })
    expect(newSetting(set, [wrong], ago(2))).to.equal(set[0])
    const again = attempt({ at: ago(1) })
    expect(newSetting(set, [wrong, again], ago(2))).to.equal(undefined)
    const refusedByLock = attempt({ at: ago(1), tries: [], status: 'rejected' })
    expect(newSetting(set, [wrong, refusedByLock], ago(2))).to.equal(set[0])
    expect(newSetting([password({ kind: 'unlocked' })], [], ago(4))).to.equal(undefined)
  })

  it('follows a card through its replacements, also when they are tied in a ring', () => {
    const card = (cardRef: string, before: string | null, after: string | null) =>
      ({ cardRef, replacementForRef: before, replacedByRef: after }) as Card // all that is read
    const cards = [card('a', null, 'b'), card('b', 'a', 'c'), card('c', 'b', null)]
    const refs = (from: string, list = cards) => lineOf(list, from).map(({ cardRef }) => cardRef)
    for (const from of ['a', 'b', 'c']) expect(refs(from)).to.deep.equal(['a', 'b', 'c'])
    expect(refs('x')).to.deep.equal([])
    expect(refs('a', [card('a', 'b', 'b'), card('b', 'a', 'a')])).to.have.length(2)
  })

  it('knows where a parcel is', () => {
    const parcel = (state: Shipment['state'], attemptedOn: string[] = []) =>
      whereIsIt({ state, attemptedOn } as Shipment) // all that is read
    expect(whereIsIt(null)).to.equal('on_way')
    expect(parcel('preparing', ['2026-11-20'])).to.equal('on_way')
    expect(parcel('in_transit')).to.equal('on_way')
    expect(parcel('in_transit', ['2026-11-20'])).to.equal('absent')
    expect(parcel('held')).to.equal('absent')
    expect(parcel('returning')).to.equal('returned')
    expect(parcel('delivered')).to.equal('delivered')
  })
})
