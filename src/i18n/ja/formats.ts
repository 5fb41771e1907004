export const formats = {
  /** For `Intl`, with the calendar and digits that the screens use. */
  locale: 'ja-JP',
  from: (a: string, b: string) => `${a}から${b}`,
  range: (a: string, b: string) => `${a}〜${b}`,
  ago: {
    now: 'たった今',
    minutes: (n: number) => `${n}分前`,
    hours: (n: number) => `${n}時間前`,
    days: (n: number) => `${n}日前`,
  },
  duration: (minutes: number, seconds: number) =>
    `${minutes}分${String(seconds).padStart(2, '0')}秒`,
  list: (words: readonly string[]) => words.join('、'),
  times: (n: number) => `${n}回`,
  items: (n: number) => `${n}件`,
  cardEnding: (label: string, last4: string) => `${label} …${last4}`,
  era: (gregorian: string, era: string) => `${gregorian}（${era}）`,
}
