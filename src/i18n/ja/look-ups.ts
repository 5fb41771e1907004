/** What a look-up is called, and what its outcomes are called when a script gives no label of its own. */
const unavailable = '照会できない'

export const lookUps = {
  open_cases: {
    name: '対応中の案件',
    outcomes: { found: '続きの案件がある', none: '対応中の案件はない' },
  },
  customer_search: {
    name: 'お客様の検索',
    outcomes: { one: '1名に特定', many: '複数の方が該当', none: '該当なし', unavailable },
  },
  verification: {
    name: '本人確認の照合',
    outcomes: {
      full: '全項目が一致',
      basic: '一部のみ一致',
      no_match: '確認できない',
      unavailable,
    },
  },
  third_party_check: {
    name: '会員情報の照合',
    outcomes: { basic: '会員を特定できた', no_match: '確認できない' },
  },
  card_choice: {
    name: 'カードの特定',
    outcomes: { picked: 'このカード', none: '該当するカードがない', unavailable },
  },
  stoppable_cards: {
    name: '停止できるカード',
    outcomes: { picked: 'このカードを止める', none: '停止できるカードがない', unavailable },
  },
  authentication_profile: {
    name: '本人認証サービスの登録',
    outcomes: {
      enrolled: '登録済み',
      not_enrolled: '未登録',
      unsupported: '本人認証に対応しないカード',
      unavailable,
    },
  },
  attempts: {
    name: '認証とオーソリの履歴',
    outcomes: {
      auth_failed: '本人認証の失敗・ロック',
      network_hold: '国際ブランド側で停止',
      fraud_hold: '当社の不正検知で保留',
      declined: '利用枠・有効期限などで否認',
      not_received: '当社に記録なし',
      all_ok: '問題なし',
      unavailable,
    },
  },
  password_history: {
    name: 'パスワード変更履歴',
    outcomes: {
      other_card_only: '別のカードだけ変更されている',
      never_set: '今回のカードは設定なし',
      this_card: '今回のカードで変更済み',
      unavailable,
    },
  },
  password_set: {
    name: 'パスワードの設定',
    outcomes: { seen: '今回のカードに記録あり', not_seen: 'まだ記録がない', unavailable },
  },
  locks: {
    name: 'ロックと保留',
    outcomes: {
      auth_lock: '本人認証のロックあり',
      network_hold: '国際ブランド側で停止',
      fraud_hold: '当社の不正検知で保留',
      none: 'ロック・保留なし',
      unavailable,
    },
  },
  suspicious_attempt: {
    name: '不審な利用の記録',
    outcomes: { found: '不審な記録がある', none: '不審な記録はない', unavailable },
  },
  recent_charges: {
    name: '直近のご利用',
    outcomes: { charged: '覚えのない請求・売上がある', none: '覚えのない請求はない', unavailable },
  },
  recurring_merchants: {
    name: '毎月のお支払い',
    outcomes: { some: '登録あり', none: '登録なし', unavailable },
  },
  shipment: {
    name: 'お届けの状況',
    outcomes: {
      on_way: '作成中・配送中',
      absent: '不在・郵便局で保管中',
      returned: '当社へ返送',
      delivered: '配達済み',
      none: 'お届けの記録なし',
      unavailable,
    },
  },
  wallet_tokens: {
    name: 'ウォレットの状態',
    outcomes: {
      updated: '新しいカードに切り替え済み',
      manual: '切り替わっていない',
      none: '利用なし',
      unavailable,
    },
  },
  portal_registration: {
    name: '会員サイトの登録カード',
    outcomes: { old_card: '以前のカードのまま', new_card: '新しいカードで登録済み', unavailable },
  },
}
