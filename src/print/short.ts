import { caseText } from '../calls/case-summary.ts'
import type { Wording } from '../calls/wording.ts'
import { linesOf } from '../calls/wrap-up.ts'
import { isOver } from '../cases/case-file.ts'
import type { CaseRecord } from './case-record.ts'
import type { Clipped, ShortPage } from './short-page.ts'
import { readerOf, writtenIn } from './summary-calls.ts'
import type { SummaryPage } from './summary-page.ts'
import { dueWords } from './summary-promises.ts'

/** How many rows on paper each part may take; together they fit on one page, A4 or Letter. */
const ROWS = { wanted: 2, found: 7, done: 6, open: 3, promises: 4, next: 3 } as const
/** How many half-width characters fit into a row, and how many rows one line may take. */
const ROW = 84
const ROWS_OF_A_LINE = 2

/** The case on one page. The newest call is told first; what finds no room is counted. */
export function shortPage(whole: SummaryPage, record: CaseRecord, wording: Wording): ShortPage {
  const lines = linesIn(record, wording)
  const last = whole.calls.at(-1)
  const part = (name: keyof typeof ROWS) => ({ name, clipped: clip(lines[name], ROWS[name]) })
  return {
    ...whole,
    callCount: new Set(record.matters.map(({ context }) => context.call.id)).size,
    lastCall: last ? { at: last.startedAt, operator: last.operator } : null,
    parts: PARTS.map(part),
  }
}
const PARTS = ['wanted', 'found', 'done', 'open', 'promises', 'next'] as const

function linesIn(record: CaseRecord, wording: Wording): Record<keyof typeof ROWS, string[]> {
  const { caseFile, actions, commitments } = record
  const { t, fmt } = wording
  const told = callByCall(record, wording)
  const owed = commitments
    .filter(({ state }) => state === 'open')
    .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))
  const noted = linesOf(caseFile.nextSteps)
  return {
    wanted: linesOf(caseFile.wanted),
    found: told.flatMap(({ found }) => found),
    done: told.flatMap(({ done }) => done),
    open: caseText(caseFile, [], actions, wording).open.slice(noted.length),
    promises: owed.map((each) => t.print.short.promise(dueWords(each.dueAt, fmt), each.wording)),
    next: isOver(caseFile) ? [] : noted,
  }
}

/** What each call found and did, the newest first; then what was done outside of all calls. */
function callByCall(record: CaseRecord, wording: Wording) {
  const { caseFile, matters, actions } = record
  const { t } = wording
  const calls = matters.map((each, index) => {
    const { id } = each.context.call
    const own = actions.filter(({ callId, matter }) => callId === id && matter === each.matter)
    const fields = writtenIn(each, record)
    const wrapUp = { callId: id, matter: each.matter, nth: index + 1, fields }
    const text = caseText(caseFile, [wrapUp], own, wording)
    const inWords = readerOf(each, record, wording)
    const [found, done] = [text.found.map(inWords), text.done.map(inWords)]
    const named = ([first, ...more]: string[]): string[] =>
      first === undefined ? [] : [t.cases.ofCall(index + 1, first), ...more]
    return {
      own,
      found: matters.length > 1 ? named(found) : found,
      done: matters.length > 1 ? named(done) : done,
    }
  })
  const others = actions.filter((each) => !calls.some(({ own }) => own.includes(each)))
  return [...calls.reverse(), { found: [], done: caseText(caseFile, [], others, wording).done }]
}

/** The first lines that fit, none longer than it may be. */
export function clip(lines: readonly string[], rows: number): Clipped {
  const kept: string[] = []
  let left = rows
  for (const line of lines) {
    const short = shorten(line, Math.min(ROWS_OF_A_LINE, left) * ROW)
    const taken = Math.max(1, Math.ceil(widthOf(short) / ROW))
    if (taken > left) break
    kept.push(short)
    left -= taken
  }
  return { lines: kept, more: lines.length - kept.length }
}

const isWide = (character: string): boolean => !/[\u0020-\u007e\uff61-\uff9f]/.test(character)
const widthOf = (text: string): number =>
  [...text].reduce((width, each) => width + (isWide(each) ? 2 : 1), 0)

function shorten(line: string, most: number): string {
  if (widthOf(line) <= most) return line
  let width = 2
  let short = ''
  for (const each of line) {
    width += isWide(each) ? 2 : 1
    if (width > most) break
    short += each
  }
  return `${short}…`
}
