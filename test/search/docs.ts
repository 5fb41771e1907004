import { v7 as uuid } from 'uuid'
import type { Doc } from '../../src/search/index.ts'

/** Words as they stand in notes, in the variants that people type. */
export const WORDS = [
  '紛失',
  '停止',
  '鍵',
  'カード',
  'ｶｰﾄﾞ',
  'かーど',
  '利用停止',
  'ER323',
  'ｅｒ３２３',
  '5,000円',
  '５０００',
  '髙島屋',
  '高島屋',
  '渡邉',
  '渡辺',
  '山﨑',
  '𠮷野',
  '吉野',
  'ログイン',
  'amazon.co.jp',
  'Amazon',
  '090-0000-0101',
  '00000101',
  '0101',
  'の',
  'ん',
  '。',
  '"カードを 紛失"',
  '「利用停止」',
  '\u{2000B}',
  'が゛',
  'か゛',
  'ﾊﾟｽﾜｰﾄﾞ',
  '%',
  '_',
  "'",
  '<script>',
  'AND',
  'NOT own',
  '*',
]
const NAMES = [
  ['中村 拓也', 'ナカムラ タクヤ'],
  ['髙島 恵', 'タカシマ メグミ'],
  ['渡邊 𠮷男', 'ワタナベ ヨシオ'],
  ['林 誠', 'ハヤシ マコト'],
  ['山﨑 ゆり', 'ヤマサキ ユリ'],
] as const

/** Cases with notes put together from the words, the same ones every time. */
export function docs(count: number): Doc[] {
  let seed = 20261126
  const dice = (sides: number) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    return Math.floor((seed / 2 ** 32) * sides)
  }
  const pick = <T>(all: readonly T[]): T => {
    const one = all[dice(all.length)]
    if (one === undefined) throw new Error('nothing to pick from')
    return one
  }
  const note = () =>
    Array.from(
      { length: 1 + dice(6) },
      () => pick(WORDS) + pick(['', 'を', 'のため', '、', '。\n', ' ', 'と']),
    ).join('')
  return Array.from({ length: count }, (_, at) => {
    const [name, kana] = pick(NAMES)
    return {
      ref: uuid(),
      own: [`261123-${String(at).padStart(4, '0')}-7`, ...Array.from({ length: dice(4) }, note)],
      who: [
        name.replace(' ', ''),
        kana.replace(' ', ''),
        `0900000${String(dice(10000)).padStart(4, '0')}`,
      ],
    }
  })
}
