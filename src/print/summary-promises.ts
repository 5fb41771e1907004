import { doneWords } from '../calls/suggestions.ts'
import { type Wording, wordFor } from '../calls/wording.ts'
import { type Names, nameOf, ownerName } from '../cases/case-lines.ts'
import type { Commitment } from '../cases/commitment.ts'
import type { Fmt } from '../web/format.ts'
import type { CaseRecord } from './case-record.ts'
import type { SummaryPage } from './summary-page.ts'

/** What was said anew or put right is not told twice, nor what was kept before its own call was over. */
export function standingPromises({ commitments, matters }: CaseRecord): Commitment[] {
  const ends = new Map(matters.map(({ context: { call } }) => [call.id, call.endedAt]))
  return commitments.filter((each) => {
    const end = ends.get(each.callId ?? '') ?? ''
    const isKeptAtOnce = each.state === 'kept' && (each.endedAt ?? end) <= end
    return each.state !== 'withdrawn' && !isKeptAtOnce
  })
}

export function commitmentLines(
  record: CaseRecord,
  names: Names,
  { t, fmt }: Wording,
): SummaryPage['commitments'] {
  return standingPromises(record).map((each) => ({
    due: dueWords(each.dueAt, fmt),
    wording: each.wording,
    madeBy: nameOf(names, each.madeBy),
    stateLabel: wordFor(t.terms.commitmentState, each.state),
  }))
}

/** Due at the end of a day: only the day is named. */
export const dueWords = (dueAt: string, fmt: Fmt): string =>
  fmt.time(dueAt) === '23:59' ? fmt.day(dueAt) : fmt.instant(dueAt)

const UNSETTLED = new Set(['waiting', 'pending', 'sent', 'unknown'])

/** What is still to be done: promises that are open, results that are awaited, and what was noted. */
export function nextLines(record: CaseRecord, names: Names, wording: Wording): string[] {
  const { t, fmt } = wording
  const kinds: Readonly<Record<string, { name: string }>> = t.commitments
  const owed = record.commitments
    .filter((each) => each.state === 'open')
    .map(({ dueAt, kind, ownerId }) =>
      t.print.nextPromise(
        dueWords(dueAt, fmt),
        kinds[kind]?.name ?? kind,
        ownerName(names, ownerId, t),
      ),
    )
  const unsettled = record.actions.filter((each) => UNSETTLED.has(each.state))
  const noted = record.caseFile.nextSteps.split('\n').filter((line) => line.trim() !== '')
  return [...owed, ...doneWords(unsettled, null, wording), ...noted]
}
