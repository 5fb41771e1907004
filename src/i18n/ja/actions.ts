/** `name`: the thing done. `confirm`: the button. `doing`: said below the button. Outcomes as the card system gives them. */
const refused = '受け付けられない'
const unavailable = '処理できない（未実行）'
const unknown = '結果を確認中'
const sends = 'カードシステムへ送信し、結果を案件に記録します'

export const actions = {
  release_lock: {
    name: 'ロック解除',
    confirm: 'ロックを解除する',
    doing: sends,
    outcomes: { ok: '解除した', refused, unavailable, unknown },
  },
  inquire_hold: {
    name: '保留理由の照会',
    confirm: '国際ブランドへ照会する',
    doing: 'カードの状態は変わりません。何度でも照会できます',
    outcomes: {
      suspicious: '不審な利用の情報あり',
      velocity: '短時間の連続・高額利用',
      pending: '回答待ち',
      refused,
      unavailable: '照会できない',
      unknown,
    },
  },
  request_hold_release: {
    name: '保留解除の依頼',
    confirm: '国際ブランドへ解除を依頼する',
    doing: sends,
    outcomes: {
      ok: '解除された',
      accepted: '受付済み・反映待ち',
      refused: '解除できない',
      unavailable,
      unknown,
    },
  },
  report_genuine: {
    name: '本人利用の報告',
    confirm: 'ご本人の利用として報告する',
    doing: sends,
    outcomes: { clear: '保留なし', hold_left: '保留が残っている', refused, unavailable, unknown },
  },
  open_claim: {
    name: '不正利用の申告',
    confirm: '申告を受け付ける',
    doing: '補償の可否は、調査の後に決まります',
    outcomes: { ok: '受け付けた', refused, unavailable, unknown },
  },
  stop_card: {
    name: '利用停止',
    confirm: 'カードの利用を停止する',
    doing: '停止したカードは、再び使えるようにはできません',
    outcomes: { ok: '停止した', refused, unavailable, unknown },
  },
  request_reissue: {
    name: '再発行の申し込み',
    confirm: '再発行を申し込む',
    doing: '番号の変わった新しいカードを1枚だけ申し込みます',
    outcomes: { ok: '受け付けた', refused, unavailable, unknown },
  },
  request_address_change: {
    name: '住所変更',
    confirm: '住所変更を申し込む',
    doing: '再発行と同時のときは、二人目の承認の後に発送します',
    outcomes: { ok: '承認された', review: '審査・書類待ち', refused, unavailable, unknown },
  },
  request_reshipment: {
    name: '再送の手配',
    confirm: '再送を手配する',
    doing: sends,
    outcomes: { ok: '手配した', refused, unavailable, unknown },
  },
  record_manual_stop: {
    name: '緊急停止の記録',
    confirm: '別の方法で停止したことを記録する',
    doing: '復旧後に、画面で停止を確かめるお約束が残ります',
    outcomes: { ok: '記録した' },
  },
}
