/** Fixed names that are read out, and the neutral wordings for callers below the level. */
export const placeholders = {
  issuer: 'あさぎりカード',
  portal: 'あさぎりネット',
  linkedLogin: 'おまとめログイン',
  ending: (last4: string) => `末尾${last4}`,
  anyCard: 'カード',
  topup: 'au PAY',
  networkReading: {
    AMEX: 'アメリカン・エキスプレス',
    VISA: 'ビザ',
    MASTERCARD: 'マスターカード',
    JCB: 'ジェーシービー',
    DINERS: 'ダイナースクラブ',
    unknown: '国際ブランド',
  },
  neutral: {
    'customer.name': 'お客様',
    'case.summary': 'ご相談',
    'phone.last4': 'ご登録のもの',
  },
  /** Shown when a value is not known yet: the operator says it from what is at hand. */
  missing: '（画面でご確認ください）',
  /** On paper, in what was read out while a value was not known. */
  unrecorded: '（記録なし）',
  attemptSummary: 'カードの情報が入力された記録のみでございます。',
  digits: ['ゼロ', 'イチ', 'ニ', 'サン', 'ヨン', 'ゴ', 'ロク', 'ナナ', 'ハチ', 'キュウ'],
  caseSummary: (reason: string, done: string) =>
    done === '' ? reason : `${reason}について、${done}`,
}
