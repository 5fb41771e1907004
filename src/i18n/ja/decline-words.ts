import type { terms } from './terms.ts'

const stopped = '停止したカードは、ご利用いただけません。'
const otherWay = 'ほかのお支払い方法をご利用ください。'
const later = 'お時間をおいて、あらためてお試しください。'
const letMeAsk = 'ご利用の内容を確認させてください。'

/** Read out after a use was not approved: 「{reason}のため、承認が下りておりませんでした。{guidance}」. Never the rules behind it. */
export const declineWords: Readonly<
  Record<keyof typeof terms.declineReason, { reason: string; guidance: string }>
> = {
  issuer_referral: { reason: '当社での確認', guidance: letMeAsk },
  pick_up: { reason: '当社での確認', guidance: letMeAsk },
  do_not_honor: { reason: '当社の判定', guidance: later },
  invalid_number: {
    reason: 'カード番号の相違',
    guidance: 'お手元のカードの番号を、もう一度お確かめのうえご入力ください。',
  },
  lost: { reason: '紛失のお届けによるご利用停止', guidance: stopped },
  stolen: { reason: '盗難のお届けによるご利用停止', guidance: stopped },
  closed: { reason: 'カードのご利用停止', guidance: stopped },
  over_limit: {
    reason: 'ご利用可能枠の超過',
    guidance: '会員サイトでご利用可能額をご確認のうえ、金額を変えてお試しください。',
  },
  expired: {
    reason: '有効期限の相違または経過',
    guidance: 'お手元のカードの有効期限を、もう一度お確かめのうえご入力ください。',
  },
  wrong_pin: {
    reason: '暗証番号の相違',
    guidance: 'お心当たりの番号をお確かめください。番号はおっしゃらないようお願いいたします。',
  },
  not_permitted: { reason: 'お取扱いのないお取引', guidance: otherWay },
  suspected_fraud: { reason: '安全のための確認', guidance: letMeAsk },
  amount_limit: {
    reason: '金額の制限',
    guidance: '金額を分けるか、日をあらためてお試しください。',
  },
  frequency_limit: { reason: '回数の制限', guidance: '日をあらためてお試しください。' },
  restricted: { reason: 'お取扱いの制限', guidance: otherWay },
  security_violation: { reason: 'セキュリティ上の理由', guidance: letMeAsk },
  pin_tries_exceeded: {
    reason: '暗証番号の回数超過',
    guidance: '暗証番号のロックの解除は、別のお手続きとなります。',
  },
  not_activated: {
    reason: 'カードのご利用開始前',
    guidance: '会員サイトで、ご利用開始のお手続きをお願いいたします。',
  },
  issuer_unavailable: { reason: 'システムの都合', guidance: later },
  network_hold: { reason: '国際ブランド側の確認', guidance: '国際ブランドへ確認いたします。' },
  authentication_failed: {
    reason: '本人認証の不一致',
    guidance: '本人認証サービスのパスワードをお確かめください。',
  },
}
