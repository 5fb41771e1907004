export const search = {
  title: '検索',
  resultsFor: (text: string) => `「${text}」の検索結果`,
  found: (n: number) => `${n}件`,
  empty: '探したい電話番号、お名前、案件番号、エラーコードなどを入れてください。',
  none: '見つかりませんでした。',
  noneHint:
    '全角・半角、ひらがな・カタカナ、ハイフンの有無は問いません。数字を減らすか、別の項目でお試しください。',
  people: 'お客様',
  cases: '案件',
  codes: 'エラーコード・対応カード',
  mistyped: '案件番号の検査数字が合いません。聞き間違い・打ち間違いの可能性があります。',
  unknownCase: 'この番号の案件はありません。',
  more: (n: number) => `ほかに${n}件あります。条件を足してください。`,
  source: '出典',
  owner: '所管',
}
