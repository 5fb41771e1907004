import type { Card, StopReason } from '../../card.ts'
import { setPassword } from '../acts/passwords.ts'
import { requestReissue } from '../operations/reissues.ts'
import { getShipment } from '../operations/shipments.ts'
import { stopCard } from '../operations/stops.ts'
import { deliver, dispatch, giveBack, leaveNotice } from '../post-office.ts'
import type { Parcel } from '../records.ts'
import {
  addCard,
  addPortal,
  addProfile,
  addPurchase,
  addRecurring,
  addWallet,
  past,
  type Scene,
} from './scene.ts'

/** Customers who have lost a card or wait for a new one. */

const GOLD = 'あさぎりゴールド'
const SHOPPING = 'あさぎりショッピングカード'
const STANDARD = 'あさぎりスタンダード'

/** 髙橋 誠: his wallet was stolen with the family card's sister and the toll card; his family calls. */
export function stolenWallet(scene: Scene): void {
  const main = addCard(scene, 'a', [GOLD, 'AMEX', '8431'])
  const related = { parentCardRef: main.cardRef }
  const family = addCard(scene, 'b', ['あさぎりゴールド 家族カード', 'AMEX', '0005'], {
    kind: 'family',
    ...related,
  })
  const etc = addCard(scene, 'c', ['あさぎりETC', 'AMEX', '0000'], { kind: 'etc', ...related })
  addProfile(scene, main)
  addProfile(scene, family)
  addProfile(scene, etc, { supports3ds: false, enrolled: false, methods: [] })
  addPortal(scene, main, [family])
  addWallet(scene, main, { provider: 'quicpay', deviceName: 'iPhone', relinks: false })
  addRecurring(scene, main, 'ひかり電力', 14_230)
  addRecurring(scene, main, 'あおぞらモバイル', 6_578, 'supported')
  addPurchase(scene, main, 1, 2_480, { merchantName: '柏木珈琲', mcc: '5814', presence: 'present' })
  setPassword(past(scene, 400, 15), main, 'set', true)
}

/** Stops and orders in the past, and hands the parcel to the post. */
function reissued(scene: Scene, card: Card, reason: StopReason, daysAgo: number): Parcel {
  const then = past(scene, daysAgo, 11)
  const { stopRef } = stopCard(then, { cardRef: card.cardRef, reason, alsoRelated: true })
  const order = { stopRef, newNumber: true, addressConfirmed: true }
  const { reissueRef } = requestReissue(then, order)
  return dispatch(past(scene, daysAgo - 4, 17), getShipment(then, { reissueRef }))
}

/** 小林 さくら: nobody was in when the new card came; it waits at the post office. */
export function heldAtPost(scene: Scene): void {
  const card = addCard(scene, 'a', [STANDARD, 'JCB', '0000'])
  addProfile(scene, card)
  addPortal(scene, card)
  addRecurring(scene, card, 'さくら音楽配信', 980, 'supported')
  setPassword(past(scene, 240, 20), card, 'set', false)
  leaveNotice(past(scene, 1, 14), reissued(scene, card, 'lost', 8))
}

/** 加藤 翔: he has moved, and the card came back. */
export function cameBack(scene: Scene): void {
  const card = addCard(scene, 'a', [SHOPPING, 'VISA', '1111'])
  addProfile(scene, card)
  addPortal(scene, card)
  setPassword(past(scene, 260, 9), card, 'set', false)
  giveBack(past(scene, 2, 10), reissued(scene, card, 'compromised', 14), 'unknown_address')
}

/** 吉田 花: the new card has come and Apple Pay has switched over; the portal still shows the old one. */
export function portalStillOld(scene: Scene): void {
  const card = addCard(scene, 'a', [GOLD, 'AMEX', '0005'])
  addProfile(scene, card)
  addPortal(scene, card)
  addWallet(scene, card, { provider: 'apple_pay', deviceName: 'iPhone', relinks: true })
  addRecurring(scene, card, 'あおぞらモバイル', 5_280, 'supported')
  setPassword(past(scene, 220, 22), card, 'set', false)
  deliver(past(scene, 1, 13), reissued(scene, card, 'suspected_fraud', 8))
}
