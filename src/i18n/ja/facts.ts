import type { FactParams, Facts, FactTerms } from '../fact-params.ts'
import { day, moment } from '../moments.ts'
import { money, yen as yenIn } from '../money.ts'
import { country } from '../places.ts'
import { said } from './said.ts'
import { terms } from './terms.ts'

const at = (iso: string) => moment(iso, 'ja')
const on = (iso: string) => day(iso, 'ja')
const yen = (amount: number) => yenIn(amount, 'ja')
const list = (codes: string, say: (code: string) => string) => codes.split(',').map(say).join('、')
const method = (code: string) =>
  Object.entries(terms.authMethod).find(([k]) => k === code)?.[1] ?? code
const where = (p: { merchant: string; country: string }) =>
  p.country === 'JP' ? p.merchant : `${p.merchant}（${country(p.country, 'ja')}）`
const use = (p: FactParams['authorization.approved']) =>
  `${at(p.at)}　${where(p)}　${p.currency === '' ? '金額なし' : money(p.amount, p.currency, 'ja')}`
const charge = (p: FactParams['charge.attempted']) => `${at(p.at)}　${where(p)}　${yen(p.yen)}`
const wallet = (p: FactParams['wallet.added']) =>
  terms.walletProvider[p.provider] + (p.device === '' ? '' : `（${p.device}）`)
const unreadable = (p: FactParams['search.unreadable']) =>
  `${said[p.item]}を読み取れません。入力をお確かめください`

const reason = (code: string) =>
  Object.entries(terms.declineReason).find(([k]) => k === code)?.[1] ??
  terms.declineReason.do_not_honor

export const factTerms: FactTerms = {
  search: '会員の検索',
  verification: '本人確認',
  third_party: '代理の方の確認',
  cases: '未完了の案件',
  customer: 'ご注意',
  card: 'カード',
  authentication: '本人認証サービス',
  attempt: '認証の記録',
  lock: 'ロック',
  hold: '国際ブランドの保留',
  authorization: '信用照会',
  password: 'パスワード',
  portal: '会員サイト',
  charge: 'ご利用',
  recurring: '継続課金',
  reissue: '再発行',
  shipment: 'お届け',
  wallet: 'ウォレット',
  system: 'カードシステム',
}

export const facts: Facts = {
  'search.one': (p) => `1名に特定しました（${p.name}／${p.kana}）`,
  'search.many': (p) => `${p.count}名が該当します。もう1項目をお伺いください`,
  'search.candidate': (p) => `該当者: ${p.name}（${p.kana}）`,
  'search.too_many': () => '該当が多すぎます。もう1項目をお伺いください',
  'search.none': () => '該当する方が見つかりません',
  'search.too_few': () => '検索には2項目以上が必要です',
  'search.unreadable': unreadable,
  'verification.compared': (p) => `${p.count}項目を照合しました`,
  'verification.unreadable': unreadable,
  'verification.cooling': () =>
    '本人確認を続けられません。この会員について確認できない照合が続いたため、しばらくの間、氏名と生年月日による利用停止の受付だけができます',
  'verification.closed': () =>
    '本人確認を続けられません。この会員について確認できない照合が続いたため、しばらくの間、照合を行いません。お急ぎの利用停止は不正対策窓口へ引き継いでください',
  'third_party.stated': () => '会員の氏名と生年月日を伺い、照合しました',
  'third_party.not_stated': () => '会員の氏名と生年月日の照合ができていません',
  'cases.open': (p) => `未完了の案件が${p.count}件あります`,
  'cases.none': () => '未完了の案件はありません',
  'customer.flag': (p) => terms.customerFlag[p.flag],
  'card.status': (p) =>
    `${p.label}　末尾${p.last4}　${terms.cardStatus[p.status]}${
      p.reason === '' ? '' : `（${terms.stopReason[p.reason]}）`
    }`,
  'card.replaced': (p) => `新しいカード（末尾${p.last4}）に切り替わっています`,
  'card.none': () => '対象のカードがありません',
  'card.not_chosen': () => 'カードがまだ選ばれていません',
  'authentication.enrolled': (p) => `登録済み（${list(p.methods, method)}）`,
  'authentication.not_enrolled': () => '未登録',
  'authentication.unsupported': () => '本人認証サービスに対応していないカードです',
  'authentication.otp': (p) => `ワンタイムパスワードの送付先: ${p.to}`,
  'attempt.made': (p) =>
    `${use(p)}　${terms.attemptStatus[p.status]}${p.tries > 0 ? `（不一致${p.tries}回）` : ''}`,
  'attempt.suspicious': (p) => `ご確認が必要: ${use(p)}　${terms.attemptStatus[p.status]}`,
  'attempt.only_entered': () => 'カードの情報が入力された記録のみで、売上はありません',
  'attempt.none': (p) => `直近${p.days}日の記録はありません`,
  'attempt.none_suspicious': (p) => `直近${p.days}日に不審な記録はありません`,
  'lock.auth_password': (p) =>
    `本人認証のロック中（不一致${p.count}回、${at(p.first)}～${at(p.last)}）`,
  'lock.other': (p) => `${terms.lockKind[p.kind]}（${at(p.since)}から）`,
  'lock.none': () => 'ロックはありません',
  'hold.in_force': (p) =>
    `${terms.network[p.network]}側: ${terms.holdState[p.state]}（${at(p.since)}から、${
      terms.holdReason[p.reason]
    }）`,
  'hold.none': () => '国際ブランド側の保留はありません',
  'authorization.declined': (p) =>
    `${use(p)}　否認（${reason(p.reason)}、応答コード${p.code}、${terms.decidedBy[p.by]}）`,
  'authorization.approved': (p) => `${use(p)}　承認`,
  'authorization.none': (p) => `直近${p.days}日の記録はありません`,
  'password.event': (p) =>
    `${terms.passwordEvent[p.kind]} ${at(p.at)}（${terms.channel[p.channel]}${
      p.linked === 1 ? '・おまとめログイン経由' : ''
    }）`,
  'password.none': (p) => `直近${p.months}か月に設定・変更の記録なし`,
  'password.seen': (p) => `今回のカードに記録があります（${at(p.at)}）`,
  'password.not_seen': () => '今回のカードに新しい記録はまだありません',
  'portal.login_card': (p) =>
    p.linked === 1 ? 'おまとめログインのログインカード' : '会員サイトのログインカード',
  'portal.linked_login': (p) => `おまとめログイン利用中（ログインカードは末尾${p.last4}）`,
  'portal.single_login': (p) => `カードごとのログイン（ログインカードは末尾${p.last4}）`,
  'portal.none': () => '会員サイトのご登録はありません',
  'portal.old_card': (p) => `以前のカード（末尾${p.last4}）が登録されています`,
  'portal.not_added': (p) => `新しいカード（末尾${p.last4}）がまだ登録されていません`,
  'portal.new_card': (p) => `末尾${p.last4}のカードで登録済みです`,
  'charge.posted': (p) => `${p.no}. ${charge(p)}　売上確定`,
  'charge.approved': (p) => `${p.no}. ${charge(p)}　承認済み・売上未確定`,
  'charge.attempted': (p) => `${charge(p)}　未成立（ご請求なし）`,
  'charge.suspicious': (p) => `ご確認が必要なご利用 ${p.count}件、合計${yen(p.yen)}`,
  'charge.none': (p) => `直近${p.days}日にご請求となるご利用はありません`,
  'charge.none_suspicious': (p) => `直近${p.days}日に不審なご請求は見当たりません`,
  'recurring.merchant': (p) =>
    `${p.name}　${terms.cadence[p.cadence]}　${yen(p.yen)}　最終${on(p.last)}（${
      terms.updaterState[p.updater]
    }）`,
  'recurring.none': (p) => `直近${p.months}か月に継続課金の記録はありません`,
  'reissue.state': (p) =>
    `${terms.reissueState[p.state]}（お届け見込み ${on(p.from)}～${on(p.to)}）`,
  'reissue.none': () => '再発行の受付はありません',
  'shipment.state': (p) => terms.shipmentState[p.state],
  'shipment.tracking': (p) => `お問い合わせ番号 ${p.no}`,
  'shipment.attempted': (p) => `ご不在のため持ち戻り（${list(p.on, on)}）`,
  'shipment.held': (p) =>
    `${p.place}で保管中（${p.until === '' ? '期限の記録なし' : `${on(p.until)}まで`}）`,
  'shipment.delivered': (p) => `${at(p.at)}に配達完了`,
  'shipment.returned': (p) => `返送の理由: ${terms.returnReason[p.reason]}`,
  'shipment.late': (p) => `お届け見込み（${on(p.to)}まで）を過ぎています`,
  'wallet.token': (p) => `${wallet(p)}　${terms.relinkState[p.relink]}`,
  'wallet.added': (p) => `${wallet(p)}　新しいカードで登録済み`,
  'wallet.none': () => 'ウォレットのご利用はありません',
  'system.away': () => 'カードシステムが応答しません。伺った内容で進めてください',
  'system.not_found': () => 'カードシステムに該当する記録がありません',
  'system.refused': () => 'カードシステムが照会を受け付けませんでした',
}
