import { expect } from 'chai'
import { overviewOf } from '../../../src/calls/look-ups/index.ts'
import { cardRef, codes, customerRef, said, withLine, words } from './looking.ts'

describe('look-ups of the other demo customers', () => {
  it('佐々木 結衣: her own password was changed, and the lock is still there', () =>
    withLine('0102', async (line) => {
      expect((await line.look('attempts')).proposed).to.equal('auth_failed')
      const history = await line.look('password_history')
      expect(history.proposed).to.equal('this_card')
      expect(said(history, 'card.password_changed_on')).to.equal('2026-11-22')
      expect((await line.look('password_set')).proposed).to.equal('seen')
      expect((await line.look('locks')).proposed).to.equal('auth_lock')
      await line.act('release_lock')
      expect((await line.look('locks')).proposed).to.equal('none')
      expect((await line.look('attempts')).proposed).to.equal('all_ok')
    }))

  it('佐々木 結衣: a password older than the overview goes back is still found by the panel', () =>
    withLine('0102', async ({ world }) => {
      const later = new Date(world.clock.now.getTime() + 190 * 86_400_000)
      world.clock.now = later
      const panel = await overviewOf(world.cards, customerRef('0102'), later)
      expect(codes(panel)).to.include('password.event')
    }))

  it('髙橋 誠: all cards of the stolen wallet can be stopped, and nothing more is told of them', () =>
    withLine('0103', async (line) => {
      const stoppable = await line.look('stoppable_cards')
      expect(stoppable.proposed).to.equal('picked')
      expect(stoppable.candidates.map(({ ref }) => ref)).to.have.members([
        cardRef('0103', 'a'),
        cardRef('0103', 'b'),
        cardRef('0103', 'c'),
      ])
      expect(stoppable.values).to.be.empty
      expect(new Set(codes(stoppable))).to.deep.equal(new Set(['card.status']))
      const several = {
        cardRefs: ['a', 'b', 'c'].map((letter) => cardRef('0103', letter)),
        parameters: { reason: 'stolen' },
      }
      const { stop } = await line.act('stop_card', several)
      expect(stop).to.have.length(1)
      expect((await line.look('stoppable_cards')).proposed).to.equal('none')
      const recurring = await line.look('recurring_merchants')
      expect(recurring.proposed).to.equal('some')
      expect(said(recurring, 'recurring.names')).to.equal('ひかり電力、あおぞらモバイル')
    }))

  it('山﨑 美咲: the code went to an old number, which is an authentication that failed', () =>
    withLine('0104', async (line) => {
      expect((await line.look('attempts')).proposed).to.equal('auth_failed')
      const profile = await line.look('authentication_profile')
      expect(profile.proposed).to.equal('enrolled')
      expect(words(profile)).to.deep.equal([
        '登録済み（ワンタイム（SMS））',
        'ワンタイムパスワードの送付先: ***-****-**91',
      ])
      expect((await line.look('password_history')).proposed).to.equal('never_set')
      expect((await line.look('locks')).proposed).to.equal('none')
    }))

  it('伊藤 健一: our monitoring holds the card, two foreign charges are there to be claimed', () =>
    withLine('0105', async (line) => {
      const found = await line.look('suspicious_attempt')
      expect(found.proposed).to.equal('found')
      expect(said(found, 'attempt.summary')).to.equal('')
      const charges = await line.look('recent_charges')
      expect(charges.proposed).to.equal('charged')
      expect([said(charges, 'claim.count'), said(charges, 'claim.total')]).to.deep.equal([
        '2',
        '80840',
      ])
      expect(charges.refs.auth).to.have.length(2)
      expect(charges.refs.charge).to.have.length(3)
      await line.act('open_claim', { fields: { disclosure_said: 'SMSのリンク先で入力した' } })
    }))

  it('伊藤 健一: our own monitoring stopped the card; a hold of the network beside it comes first', () =>
    withLine('0105', async (line) => {
      expect((await line.look('attempts')).proposed).to.equal('fraud_hold')
      expect((await line.look('locks')).proposed).to.equal('fraud_hold')
      await line.stage('holds')
      expect((await line.look('attempts')).proposed).to.equal('network_hold')
      expect((await line.look('locks')).proposed).to.equal('network_hold')
    }))

  it('小林 さくら: the card waits at the post office', () =>
    withLine('0106', async (line) => {
      const held = await line.look('shipment')
      expect(held.proposed).to.equal('absent')
      expect(said(held, 'shipment.held_at')).to.equal('あさぎり郵便局')
      expect(said(held, 'shipment.attempted_on')).to.equal('2026-11-23')
      expect(said(held, 'shipment.held_until')).to.equal('2026-11-30')
      expect(said(held, 'shipment.status')).to.equal('郵便局で保管中')
      expect(words(held)).to.include('あさぎり郵便局で保管中（2026年11月30日(月)まで）')
    }))

  it('加藤 翔: the card came back; after the address it is sent again with new dates', () =>
    withLine('0107', async (line) => {
      const back = await line.look('shipment')
      expect(back.proposed).to.equal('returned')
      expect(codes(back)).to.include.members(['shipment.returned', 'shipment.late'])
      const fields = { new_address: '〒000-0012 東京都みどり野市青葉台9-8-7 コーポ青葉 303' }
      await line.act('request_address_change', { fields })
      await line.act('request_reshipment')
      const again = await line.look('shipment')
      expect(again.proposed).to.equal('on_way')
      const { now } = line.world.clock
      const panel = await overviewOf(line.world.cards, customerRef('0107'), now, cardRef('0107'))
      expect(said(panel, 'eta.from')).to.equal(said(again, 'eta.from'))
      expect(said(panel, 'eta.to')).not.to.equal(said(back, 'eta.to'))
    }))

  it('吉田 花: delivered, Apple Pay has switched over, the portal still shows the old card', () =>
    withLine('0108', async (line) => {
      expect((await line.look('shipment')).proposed).to.equal('delivered')
      expect((await line.look('wallet_tokens')).proposed).to.equal('updated')
      expect((await line.look('portal_registration')).proposed).to.equal('old_card')
    }))

  it('渡辺 大輔: the network holds the card for two large uses, both named to him', () =>
    withLine('0109', async (line) => {
      const attempts = await line.look('attempts')
      expect(attempts.proposed).to.equal('network_hold')
      expect(said(attempts, 'hold.attempts')).to.equal(
        '2026/11/23 21:00 au PAY 50,000円、2026/11/23 22:00 au PAY 50,000円',
      )
      await line.act('inquire_hold')
      await line.look('locks')
      await line.act('request_hold_release')
      expect((await line.look('attempts')).proposed).to.equal('all_ok')
    }))

  it('中村 拓哉: nothing is wrong with his card', () =>
    withLine('0110', async (line) => {
      expect((await line.look('attempts')).proposed).to.equal('all_ok')
      expect((await line.look('suspicious_attempt')).proposed).to.equal('none')
      expect((await line.look('shipment')).proposed).to.equal('none')
      expect((await line.look('wallet_tokens')).proposed).to.equal('none')
      expect((await line.look('portal_registration')).proposed).to.equal('new_card')
      await line.days(20)
      expect((await line.look('attempts')).proposed).to.equal('not_received')
    }))
})
