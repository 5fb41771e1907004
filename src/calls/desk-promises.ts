import { tokyoDate } from '../cards/delivery.ts'
import { commitmentView, type Names, nameOf } from '../cases/case-lines.ts'
import type { CommitmentOnDesk, RaisedCommitments } from '../cases/commitments-owed.ts'
import type { DeskPage } from '../cases/desk-page.ts'
import type { Wording } from './wording.ts'

/** Promises on the desk: one's own as they come due, and for a supervisor those that have been brought before them. */

/** So long before its time a promise is due soon. */
export const SOON_MS = 30 * 60_000

type DeskPromise = DeskPage['commitments'][number]

export const promiseOnDesk = (
  promise: CommitmentOnDesk,
  names: Names,
  now: Date,
  { t }: Wording,
): DeskPromise => ({
  ...commitmentView(promise, promise.caseNumber, t, names, now),
  caseId: promise.caseId,
  customer: promise.customerName,
  soon: isSoon(promise.dueAt, now),
  today: isToday(promise.dueAt, now),
})

/** A promise for midnight is one for the day before it. */
const isToday = (dueAt: string, now: Date): boolean =>
  tokyoDate(new Date(Date.parse(dueAt) - 1).toISOString()) === tokyoDate(now.toISOString())

function isSoon(dueAt: string, now: Date): boolean {
  const left = Date.parse(dueAt) - now.getTime()
  return left >= 0 && left <= SOON_MS
}

export const raisedOnDesk = (
  { total, promises }: RaisedCommitments,
  names: Names,
  now: Date,
  isTold: boolean,
  wording: Wording,
): NonNullable<DeskPage['raised']> => ({
  total,
  lines: promises.map((each) => {
    const line = promiseOnDesk(each, names, now, wording)
    return { ...(isTold ? line : withoutWords(wording)(line)), owner: nameOf(names, each.ownerId) }
  }),
})

/** Beside a caller who is not verified the desk tells when something is due, and in which case. */
export const withoutWords =
  ({ t }: Wording) =>
  (line: DeskPromise): DeskPromise => ({ ...line, kind: '', wording: t.cases.guarded.title })
