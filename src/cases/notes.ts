import { validate as isUuid, v7 as uuid } from 'uuid'
import { recordEvent } from '../audit/events.ts'
import { type Db, marks, read } from '../db.ts'
import { indexCases } from '../search/index.ts'
import type { Hand } from './cases.ts'

export interface Note {
  readonly id: string
  readonly caseId: string
  readonly callId: string | null
  readonly operatorId: string
  readonly body: string
  readonly createdAt: string
}

/** Notes are appended and never rewritten. The same submission again adds nothing. */
export async function addNote(
  trx: Db,
  caseId: string,
  body: string,
  hand: Hand,
  submission = '',
): Promise<void> {
  const added = await trx('case_notes')
    .insert({
      id: isUuid(submission) ? submission.toLowerCase() : uuid(),
      case_id: caseId,
      call_id: hand.callId ?? null,
      operator_id: hand.operatorId,
      body,
      created_at: hand.at.toISOString(),
    })
    .onConflict('id')
    .ignore()
    .returning('id')
  if (added.length === 0) return
  await indexCases(trx, [caseId])
  await recordEvent(trx, {
    name: 'note_added',
    at: hand.at,
    operatorId: hand.operatorId,
    caseId,
    callId: hand.callId ?? null,
  })
}

interface NoteRow {
  readonly id: string
  readonly case_id: string
  readonly call_id: string | null
  readonly operator_id: string
  readonly body: string
  readonly created_at: string
}

export const notesOf = (db: Db, caseId: string): Promise<Note[]> => notesOfCases(db, [caseId])
/** The notes of these cases, the oldest first: each where it was written, or where its call was filed since. */
export async function notesOfCases(db: Db, caseIds: readonly string[]): Promise<Note[]> {
  const rows = await read<NoteRow>(db, {
    sql: `select case_notes.* from case_notes
          left join refiled_notes on refiled_notes.note_id = case_notes.id
          where case_notes.case_id in (${marks(caseIds)}) and refiled_notes.note_id is null
          union all
          select case_notes.id, refiled_notes.case_id, call_id, operator_id, body, created_at
          from refiled_notes join case_notes on case_notes.id = refiled_notes.note_id
          where refiled_notes.case_id in (${marks(caseIds)})
          order by created_at`,
    bindings: [...caseIds, ...caseIds],
  })
  return rows.map((row) => ({
    id: row.id,
    caseId: row.case_id,
    callId: row.call_id,
    operatorId: row.operator_id,
    body: row.body,
    createdAt: row.created_at,
  }))
}
