/** What may be said to the customer, and what may not, while nobody knows yet how something in the card system ended. */
const words = {
  release_lock: {
    may: ['ロック解除のお手続きを進めており、ただいま結果を確認しております。'],
    mayNot: ['解除いたしました。お使いいただけます。', '解除できませんでした。'],
  },
  inquire_hold: {
    may: ['国際ブランドへ照会しており、回答を確認しております。'],
    mayNot: ['問題はございませんでした。', '不審なご利用が見つかりました。'],
  },
  request_hold_release: {
    may: ['国際ブランドへ解除を依頼しており、ただいま結果を確認しております。'],
    mayNot: ['制限は解除されました。お使いいただけます。', '解除できませんでした。'],
  },
  report_genuine: {
    may: ['ご本人様のご利用としての報告を進めており、結果を確認しております。'],
    mayNot: ['制限はなくなりました。', 'もう一度お試しください。'],
  },
  open_claim: {
    may: ['お申し出の登録を進めており、ただいま結果を確認しております。'],
    mayNot: ['申告を受け付けました。', 'ご請求はいたしません。'],
  },
  stop_card: {
    may: ['利用停止のお手続きを進めており、ただいま結果を確認しております。'],
    mayNot: ['停止いたしました。', '停止できていません。'],
  },
  request_reissue: {
    may: ['再発行のお手続きを進めており、受付の結果を確認しております。'],
    mayNot: ['再発行を承りました。', '新しいカードは○日ごろに届きます。'],
  },
  request_address_change: {
    may: ['住所変更のお手続きを進めており、ただいま結果を確認しております。'],
    mayNot: ['ご住所の変更が済みました。', '新しいご住所へお送りします。'],
  },
  request_reshipment: {
    may: ['再送の手配を進めており、ただいま結果を確認しております。'],
    mayNot: ['再送いたしました。', '○日にお届けいたします。'],
  },
  record_manual_stop: {
    may: ['別の方法での停止を記録しております。'],
    mayNot: ['停止を確認いたしました。'],
  },
}

export const waiting = {
  title: '結果を確認中',
  of: (action: string) => `${action}：結果を確認中`,
  lead: '結果が分かるまで、同じ操作はどの画面からも始められません。',
  may: '言ってよいこと',
  mayNot: '言ってはいけないこと',
  startedBy: (name: string, time: string) => `${time}　${name}`,
  refresh: '最新の状態を表示',
  words,
  /** Of a result that came late, behind what was known when the call went on. */
  since: (result: string) => `その後：${result}`,
  arrived: (words: string) => `結果が届きました：${words}`,
  movedOn: 'この通話は、ほかの画面で先へ進みました。入力中の内容はこのまま残っています。',
  standing: {
    title: '同じ操作がすでにあります',
    lead: 'もう一度始めることはできません。この操作の結果で先へ進めます。',
    goOn: 'この操作の結果で進む',
    goOnDetail: '新しく送信はしません',
  },
}
