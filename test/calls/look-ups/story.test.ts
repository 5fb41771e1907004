import { expect } from 'chai'
import { overviewOf } from '../../../src/calls/look-ups/index.ts'
import { cardRef, codes, customerRef, type Line, said, withLine, words } from './looking.ts'

const A = cardRef('0101', 'a')
const B = cardRef('0101', 'b')
const withNakamura = (work: (line: Line) => Promise<void>) => withLine('0101', work)

/** Calls 1 and 2: the password of the right card is set, the lock released, the top-up goes through. */
async function untilToppedUp(line: Line): Promise<void> {
  await line.stage('passwords', { linked: 'yes' })
  await line.look('locks')
  await line.act('release_lock')
  await line.stage('top-ups', { amountYen: '100000' })
}

describe('look-ups in the story of 中村 拓也', () => {
  it('call 1: the lock on card A, and that only the password of card B was changed', () =>
    withNakamura(async (line) => {
      const attempts = await line.look('attempts')
      expect(attempts.proposed).to.equal('auth_failed')
      expect(codes(attempts)).to.include.members(['lock.auth_password', 'hold.none'])
      expect(attempts.values['lock.failed_count']).to.deep.equal({ type: 'count', value: '5' })

      const history = await line.look('password_history')
      expect(history.proposed).to.equal('other_card_only')
      expect(history.facts.map((each) => [each.code, each.cardRef])).to.deep.equal([
        ['password.none', A],
        ['password.event', B],
        ['portal.linked_login', undefined],
      ])
      expect(said(history, 'other_card.label')).to.equal('あさぎりショッピングカード')
      expect(said(history, 'other_card.last4')).to.equal('1111')
      expect(said(history, 'other_card.password_changed_on')).to.equal('2026-11-20')
      expect(said(history, 'card.last4')).to.equal('0005')
      expect(history.values).not.to.have.property('card.password_changed_on')

      expect((await line.look('password_set')).proposed).to.equal('not_seen')
    }))

  it('call 1: the panel shows both cards side by side', () =>
    withNakamura(async ({ world }) => {
      const panel = await overviewOf(world.cards, customerRef('0101'), world.clock.now, A)
      expect(panel.candidates.map(({ ref }) => ref)).to.deep.equal([A, B])
      const of = (ref: string) =>
        panel.facts.filter((each) => each.cardRef === ref).map(({ code }) => code)
      expect(of(A)).to.include.members(['card.status', 'lock.auth_password', 'password.none'])
      expect(of(B)).to.deep.equal(['card.status', 'portal.login_card', 'password.event'])
      expect(panel.values['customer.name']).to.deep.include({ reading: 'ナカムラ タクヤ' })
    }))

  it('call 2: his password is seen though the lock has refused him since; released, all is well', () =>
    withNakamura(async (line) => {
      await line.stage('passwords', { linked: 'yes' })
      await line.stage('top-ups', { amountYen: '100000' })
      const later = { startedAt: new Date(line.world.clock.now.getTime() + 60_000).toISOString() }
      expect((await line.look('password_set', later)).proposed).to.equal('seen')
      expect((await line.look('attempts')).proposed).to.equal('auth_failed')
      expect((await line.look('password_history')).proposed).to.equal('this_card')

      const locks = await line.look('locks')
      expect(locks.proposed).to.equal('auth_lock')
      expect(locks.refs.lock).to.have.length(1)
      expect(said(locks, 'lock.first_at')).to.be.a('string')
      await line.act('release_lock')
      const released = await line.look('locks')
      expect([released.proposed, released.refs.lock]).to.deep.equal(['none', []])
      await line.days(0.01)
      await line.stage('top-ups', { amountYen: '100000' })
      expect((await line.look('attempts')).proposed).to.equal('all_ok')
    }))

  it('call 3: the network holds the card, and the attempt comes to light with its answer', () =>
    withNakamura(async (line) => {
      await untilToppedUp(line)
      await line.stage('stranger-attempts', { charged: 'no' })
      await line.stage('top-ups', { amountYen: '40000' })
      const attempts = await line.look('attempts')
      expect(attempts.proposed).to.equal('network_hold')
      expect(attempts.refs.lock).to.be.empty
      expect(said(attempts, 'network.name')).to.equal('アメリカン・エキスプレス')
      expect((await line.look('locks')).proposed).to.equal('network_hold')
      expect((await line.look('suspicious_attempt')).proposed).to.equal('none')

      await line.act('inquire_hold')
      const found = await line.look('suspicious_attempt')
      expect(found.proposed).to.equal('found')
      expect(found.refs.attempt).to.have.length(1)
      expect([said(found, 'attempt.month'), said(found, 'attempt.day')]).to.deep.equal(['11', '24'])
      expect(said(found, 'attempt.place')).to.equal('リトアニアのNORTHLAKE GADGETS ONLINE')
      expect(said(found, 'attempt.amount')).to.equal('EUR 248.00')
      expect(said(found, 'attempt.summary')).to.contain('入力された記録のみ')
      expect(codes(found)).to.include('attempt.only_entered')
      expect((await line.look('attempts')).proposed).to.equal('network_hold')

      const charges = await line.look('recent_charges')
      expect(charges.proposed).to.equal('none')
      expect(codes(charges)).to.include('charge.attempted')
      expect(said(charges, 'attempt.summary')).to.contain('入力された記録のみ')
      expect((await line.look('recurring_merchants')).proposed).to.equal('none')
    }))

  it('the stop, the order and its dates; then delivery, wallet and portal as facts of their own', () =>
    withNakamura(async (line) => {
      await line.act('stop_card', { parameters: { reason: 'suspected_fraud' } })
      await line.act('request_reissue')
      const ordered = await line.look('shipment')
      expect(ordered.proposed).to.equal('on_way')
      expect(said(ordered, 'eta.from')).to.equal('2026-11-28')
      expect(said(ordered, 'eta.to')).to.equal('2026-11-30')
      expect((await line.look('wallet_tokens')).proposed).to.equal('manual')
      expect((await line.look('portal_registration')).proposed).to.equal('old_card')

      await line.days(7)
      const delivered = await line.look('shipment')
      expect(delivered.proposed).to.equal('delivered')
      expect(codes(delivered)).not.to.include('shipment.late')
      const [newCard = ''] = delivered.refs.new_card ?? []
      const wallet = await line.look('wallet_tokens')
      expect(wallet.proposed).to.equal('updated')
      expect(said(wallet, 'new_card.last4')).to.match(/^\d{4}$/)
      expect(said(wallet, 'new_card.last4')).not.to.equal('0005')
      const portal = await line.look('portal_registration')
      expect(portal.proposed).to.equal('old_card')
      expect(codes(portal)).to.include.members(['portal.old_card', 'portal.not_added'])
      expect(words(portal, 'en')[0]).to.equal('The old card ending 0005 is still registered')

      await line.stage('portal-registrations', { cardRef: newCard })
      expect((await line.look('portal_registration')).proposed).to.equal('new_card')
      expect((await line.look('card_choice')).candidates.map(({ usual }) => usual)).to.deep.equal([
        true,
        true,
        false,
      ])
    }))
})
