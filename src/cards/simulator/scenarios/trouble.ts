import { HOME_SHOP, TOP_UP_APP } from '../acts/merchants.ts'
import { recordAttempt, refuseLocked, setPassword, typeWrongPasswords } from '../acts/passwords.ts'
import { strangerCharges } from '../acts/stranger.ts'
import { topUp } from '../acts/top-ups.ts'
import {
  addCard,
  addLock,
  addPortal,
  addProfile,
  addPurchase,
  addRecurring,
  addWallet,
  past,
  type Scene,
} from './scene.ts'

/** Customers whose card does not work. */

const GOLD = 'あさぎりゴールド'
const SHOPPING = 'あさぎりショッピングカード'
const STANDARD = 'あさぎりスタンダード'
const BUSINESS = 'あさぎりビジネス'

/** 中村 拓也: he changed the password of card B, the one he logs in with, and locked card A. */
export function wrongCardsPassword(scene: Scene): void {
  const a = addCard(scene, 'a', [GOLD, 'AMEX', '0005'])
  const b = addCard(scene, 'b', [SHOPPING, 'VISA', '1111'])
  addProfile(scene, a)
  addProfile(scene, b)
  addPortal(scene, b, [a])
  addWallet(scene, a, { provider: 'apple_pay', deviceName: 'iPhone', relinks: true })
  addRecurring(scene, b, 'あおぞらモバイル', 4378, 'supported')
  addPurchase(scene, a, 9, 6820, {
    merchantName: 'スーパーみどり',
    mcc: '5411',
    presence: 'present',
  })
  addPurchase(scene, a, 5, 3190, { merchantName: '青葉台書店', mcc: '5942', presence: 'present' })
  addPurchase(scene, b, 7, 12800)
  setPassword(past(scene, 4, 21), b, 'changed', true)
  typeWrongPasswords(past(scene, 1, 20), a, 5, { merchant: TOP_UP_APP, amountYen: 100_000 })
  refuseLocked(past(scene, 1, 21), a, { merchant: TOP_UP_APP, amountYen: 30_000 })
}

/** 佐々木 結衣: the right card's password, changed, and still locked from before. */
export function lockOnly(scene: Scene): void {
  const card = addCard(scene, 'a', [STANDARD, 'JCB', '0505'])
  addProfile(scene, card)
  addPortal(scene, card)
  addRecurring(scene, card, 'ひかり電力', 9120)
  setPassword(past(scene, 380, 19), card, 'set', false)
  typeWrongPasswords(past(scene, 2, 20), card, 5, { merchant: HOME_SHOP, amountYen: 15_400 })
  setPassword(past(scene, 2, 21), card, 'changed', false)
}

/** 山﨑 美咲: the one-time code goes to a number that she has given up. */
export function oldNumber(scene: Scene): void {
  const card = addCard(scene, 'a', [SHOPPING, 'VISA', '4242'])
  addProfile(scene, card, { methods: ['otp_sms'], otpDestinationMasked: '***-****-**91' })
  addPortal(scene, card)
  addWallet(scene, card, { provider: 'google_pay', deviceName: 'Pixel', relinks: false })
  for (const hour of [19, 20]) {
    recordAttempt(
      past(scene, 1, hour),
      card,
      { merchant: HOME_SHOP, amountYen: 23_100 },
      {
        status: 'timed_out',
        transStatus: 'N',
        transStatusReason: '14',
        tries: [],
      },
    )
  }
}

/** 伊藤 健一: he gave his details away; a stranger has charged the card and our monitoring has locked it. */
export function phished(scene: Scene): void {
  const card = addCard(scene, 'a', [BUSINESS, 'MASTERCARD', '4444'])
  addProfile(scene, card)
  addPortal(scene, card)
  addRecurring(scene, card, 'みらい新聞', 4900)
  addPurchase(scene, card, 20, 5480, {
    merchantName: '松が丘薬局',
    mcc: '5912',
    presence: 'present',
  })
  setPassword(past(scene, 300, 10), card, 'set', false)
  strangerCharges(past(scene, 3, 2), card)
  strangerCharges(past(scene, 3, 3), card)
  addLock(scene, card, 'issuer_fraud', 3)
}

/** 渡辺 大輔: two large top-ups in a row, both his own, and the network wants to be sure. */
export function tooFast(scene: Scene): void {
  const card = addCard(scene, 'a', [BUSINESS, 'MASTERCARD', '4444'])
  addProfile(scene, card)
  addPortal(scene, card)
  addWallet(scene, card, { provider: 'apple_pay', deviceName: 'iPhone', relinks: true })
  setPassword(past(scene, 200, 12), card, 'set', false)
  topUp(past(scene, 1, 21), card, 50_000)
  topUp(past(scene, 1, 22), card, 50_000)
}

/** 中村 拓哉: nothing is wrong; he only has the same name in kana and a birthday one day later. */
export function namesake(scene: Scene): void {
  const card = addCard(scene, 'a', [SHOPPING, 'VISA', '4242'])
  addProfile(scene, card)
  addPortal(scene, card)
  addPurchase(scene, card, 3, 8_640)
  setPassword(past(scene, 150, 20), card, 'set', false)
}
