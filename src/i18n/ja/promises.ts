/** Promises made and moved by hand, and what is said when one comes due. */
export const promises = {
  make: 'お約束を追加する',
  kind: 'お約束の種類',
  when: '期限の決め方',
  at: '日時を指定',
  hours: '営業時間で',
  days: '営業日で',
  due: '期限の日時',
  count: '数',
  countHint: (hours: string) =>
    `営業時間（${hours}、毎日）または営業日（土日祝・年末年始を除く）で数えます。`,
  countOf: (most: number) => `営業時間・営業日は1から${most}までの数で入力してください。`,
  owner: '果たす人',
  wording: 'お客様にお伝えした言葉',
  wordingHint: '空欄のときは、いつもの言い方で記録します。',
  replaces: '同じ種類のお約束が残っているときは、新しいお約束に置き換わります。',
  submit: 'お約束を記録する',
  move: '期限を変える',
  moveLead: '期限だけを延ばすことはできません。お客様にお伝えした新しいお約束に置き換えます。',
  moveReason: '変える理由',
  moveSubmit: '新しい期限で約束し直す',
  withdraw: '取りやめた',
  endedBy: (name: string, time: string) => `${time}　${name}`,
  program: '自動',
  raised: (time: string) => `${time} に責任者へ報告`,
  soon: 'まもなく',
  lateBy: (time: string) => `${time}超過`,
  broken: '果たせなかったお約束',
  /** How long something has been late. */
  span: (days: number, hours: number, minutes: number) =>
    days > 0 ? `${days}日${hours}時間` : hours > 0 ? `${hours}時間${minutes}分` : `${minutes}分`,
  raisedTitle: '責任者へ報告されたお約束',
  raisedLead: '担当が期限を過ぎても果たせていないお約束です。',
  raisedMore: (shown: number, all: number) =>
    `${all}件のうち、期限の古い${shown}件を表示しています。`,
  ownerIs: (name: string) => `担当：${name}`,
  nobody: '担当なし',
  remind: {
    title: 'お約束の期限と引き継ぎ',
    soon: (what: string, time: string) => `まもなく期限です（${time}）：${what}`,
    late: (what: string, time: string) => `期限を過ぎました（${time}）：${what}`,
    raised: (what: string, time: string) => `責任者への報告（期限 ${time}）：${what}`,
    what: (number: string, kind: string) =>
      kind === '' ? `案件 ${number}` : `案件 ${number} ${kind}`,
    handover: (number: string, name: string, time: string) =>
      `引き継ぎの依頼（${time} までに受け取り）：${name} から　案件 ${number}`,
    open: '案件を開く',
    hide: '閉じる',
    on: '期限と引き継ぎを通知する（デスクトップ）',
    off: '期限と引き継ぎの通知をやめる',
    denied: 'ブラウザーの設定で通知が許可されていません',
  },
}
