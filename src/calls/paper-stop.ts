import { tokyoDate } from '../cards/delivery.ts'
import type { PaperStop, SlipError } from './paper-call.ts'
import { nextAt, readLast4s, readTime, type SlipTimes, type SlipTyped } from './paper-slip.ts'

type StopField = 'stopRef' | 'stopBy' | 'stopAt' | 'stopLast4'

/** Clocks differ: a stop that was asked for in the call may stand a little before its beginning. */
const CLOCKS_DIFFER = 5 * 60_000

export const isStopEmpty = (typed: Pick<SlipTyped, StopField>): boolean =>
  [typed.stopRef, typed.stopBy, typed.stopAt, typed.stopLast4].every((each) => each === '')

/** The emergency stop of a slip, and what is wrong with it; `times` are null when those of the call cannot be read. */
export function readStop(
  typed: Pick<SlipTyped, StopField | 'last4'>,
  times: SlipTimes | null,
  now: Date,
): { readonly stop: PaperStop | null; readonly errors: readonly SlipError[] } {
  if (isStopEmpty(typed)) return { stop: null, errors: [] }
  const { stopRef: ref, stopBy: by, stopAt, stopLast4 } = typed
  if (ref === '' || by === '' || stopAt === '')
    return { stop: null, errors: [{ kind: 'stopIncomplete', field: 'stopRef' }] }
  const errors: SlipError[] = []
  const time = readTime(stopAt)
  const at = time && times && stoppedAt(time, times)
  if (time === null) errors.push({ kind: 'time', field: 'stopAt' })
  if (at && at > now) errors.push({ kind: 'stopFuture', field: 'stopAt' })
  const last4 = readLast4s(stopLast4 === '' ? typed.last4 : stopLast4)
  if (last4 === null) errors.push({ kind: 'last4', field: 'stopLast4' })
  if (last4?.length === 0) errors.push({ kind: 'stopNeedsCard', field: 'stopLast4' })
  if (errors.length > 0 || time === null || last4 === null) return { stop: null, errors }
  // Without the times of the call nothing is recorded; the rest of the slip is checked all the same.
  const day = at ? tokyoDate(at.toISOString()) : ''
  return { stop: { ref, by, at: `${day}T${time}`, last4 }, errors }
}

const stoppedAt = (time: string, { startedAt }: SlipTimes): Date =>
  nextAt(time, new Date(startedAt.getTime() - CLOCKS_DIFFER))
