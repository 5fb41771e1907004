import { type BusinessHours, inBusinessDays } from '../cards/business-hours.ts'
import { raiseLate } from '../cases/commitments-late.ts'
import type { Db } from '../db.ts'

const MINUTE = 60_000

/**
 * How long a late promise is its owner's alone before the supervisors see it, in minutes (domain rule 4.3); any other kind
 * until the close of the next business day. Where a card may be used by a stranger it is short.
 */
const ALONE: Readonly<Record<string, number>> = {
  fraud_desk: 15,
  verify_stop: 15,
  verify_manual_stop: 15,
  tell_delivery: 15,
  call_back: 30,
  network_answer: 30,
  reissue: 60,
}

/** When a promise of this kind that is still open rises to the supervisors. */
export function risesToSupervisor(kind: string, dueAt: Date, hours: BusinessHours): Date {
  const minutes = ALONE[kind]
  return minutes === undefined
    ? inBusinessDays(dueAt, 1, hours)
    : new Date(dueAt.getTime() + minutes * MINUTE)
}

/** One round: whatever is late rises as far as it has to by now. */
export const raiseLatePromises = (db: Db, now: Date, hours: BusinessHours): Promise<number> =>
  raiseLate(db, now, (kind, dueAt) => risesToSupervisor(kind, dueAt, hours))
