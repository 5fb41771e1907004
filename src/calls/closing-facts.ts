import { actionsOfCases } from '../cards/actions.ts'
import type { ClosingFacts } from '../cases/closing.ts'
import { type Note, notesOfCases } from '../cases/notes.ts'
import { type Db, marks, read } from '../db.ts'
import type { WrapUp } from './wrap-up.ts'
import { wrapUpsOf } from './wrap-ups.ts'

interface CallEnd {
  readonly id: string
  readonly state: string
  readonly ended_at: string | null
}

/** What calls and the card system have to say to the closing of these cases. */
export async function readClosing(
  db: Db,
  caseIds: readonly string[],
): Promise<Pick<ClosingFacts, 'actions' | 'missingWrapUps' | 'callsGoingOn'>> {
  const calls = await read<CallEnd>(db, {
    sql: `select id, state, ended_at from calls
          where id in (select call_id from matters where case_id in (${marks(caseIds)}))`,
    bindings: caseIds,
  })
  return {
    actions: await actionsOfCases(db, caseIds),
    callsGoingOn: calls.filter((call) => call.state !== 'ended').length,
    missingWrapUps: missingWrapUps(
      await wrapUpsOf(db, caseIds),
      new Map(calls.map((call) => [call.id, call.ended_at])),
      await notesOfCases(db, caseIds),
    ),
  }
}

/**
 * How many calls have not left what came of them: a line that is lost ends a call without the form for it. What a person
 * has written in the case since stands in its place. `endedAt`: by call; null while one goes on.
 */
export function missingWrapUps(
  wrapUps: readonly WrapUp[],
  endedAt: ReadonlyMap<string, string | null>,
  notes: readonly Pick<Note, 'callId' | 'createdAt'>[],
): number {
  const last = notes.findLast((each) => each.callId === null)?.createdAt ?? ''
  return wrapUps.filter(({ callId, fields }) => {
    const end = endedAt.get(callId) ?? null
    return fields.reason === undefined && end !== null && last < end
  }).length
}
