import { isCardNumber } from './card-number.ts'
import { LAST4_MARK, ordinaryMarks } from './ordinary.ts'
import { withDigits } from './reading.ts'

/** How the digits of a card stand on it. */
const LAYOUTS: ReadonlySet<string> = new Set(['4 4 4 4', '4 4 4 4 3', '4 6 5', '4 6 4', '4 4 4 3'])
const MOST_GROUPS = 5

/** Which group it is that follows: 最初の4桁, 2つ目, 3., ④. */
const ORDINALS =
  /(?<![0-9])(?:[0-9] ?(?:桁|ケタ|ツ目|番目|個目|回目|digits?)|[0-9][.):] ?(?=[0-9]{3}))|(?:first|next) ?(?:4|four)(?: digits)?|[\uE000-\uE009](?= ?[0-9]{3})/g
const LAST4 = /(?:下|last) ?(?:[4四]|four) ?(?:桁|ケタ|digits)?/g
/** So much may be said between two groups. */
const LONGEST_GAP = 10
/** What says that a group is a number of its own: an amount, a year, a count. */
const UNIT = /^ ?(?:[年月日時分秒円回件名枚歳才度台%人社店階個本]|[ヶケカヵ]月|yen|times)|[¥〒$]$/

interface Told {
  readonly digits: string
  readonly gap: string
  readonly mark: number
}

/** Whether a card number is told group by group, with words between them. `folded`: as `fold` gives it. */
export function isToldInGroups(folded: string): boolean {
  const groups = groupsOf(withDigits(folded.replace(LAST4, '末尾').replace(ORDINALS, '')))
  return groups.some((_, first) => startsHere(groups, first))
}

function groupsOf(text: string): Told[] {
  const marks = ordinaryMarks(text)
  let end = 0
  return [...text.matchAll(/[0-9]+/g)].map((found) => {
    const gap = text.slice(end, found.index)
    end = found.index + found[0].length
    return { digits: found[0], gap, mark: marks[found.index] ?? 0 }
  })
}

function startsHere(groups: readonly Told[], first: number): boolean {
  const window: Told[] = []
  for (const group of groups.slice(first, first + MOST_GROUPS)) {
    if (window.length > 0 && (group.gap.length > LONGEST_GAP || UNIT.test(group.gap))) return false
    window.push(group)
    if (isLaidOut(window)) return true
    // Last 4 digits are told of several cards, too.
    if (group.mark !== 0) return false
  }
  return false
}

function isLaidOut(window: readonly Told[]): boolean {
  const last = window.at(-1)
  if (!last || (last.mark !== 0 && last.mark !== LAST4_MARK)) return false
  const sizes = window.map(({ digits }) => digits.length).join(' ')
  return LAYOUTS.has(sizes) && isCardNumber(window.map(({ digits }) => digits).join(''))
}
