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

/** The notes of several cases by one read, oldest first. */
export async function notesOfCases(db: Db, caseIds: readonly string[]): Promise<Note[]> {
  if (caseIds.length === 0) return []
  const rows = await read<NoteRow>(db, {
    sql: `select * from case_notes where case_id in (${marks(caseIds)}) order by created_at`,
    bindings: caseIds,
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
