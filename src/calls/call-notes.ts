import { lockCases } from '../cases/cases.ts'
import { type Db, marks, read } from '../db.ts'
import { indexCases } from '../search/index.ts'
import { LONGEST_TEXT } from '../web/forms.ts'
import { mergeTexts } from './note-merge.ts'

/** The note of a matter as it stands: saved while it is typed, and added to the case when the call is over. */
export interface CallNote {
  readonly body: string
  readonly version: number
  readonly savedAt: string | null
}
export const EMPTY_NOTE: CallNote = { body: '', version: 0, savedAt: null }

export async function noteOf(db: Db, callId: string, matter: number): Promise<CallNote> {
  const [row] = await read<{ body: string; version: number; updated_at: string }>(db, {
    sql: 'select body, version, updated_at from call_notes where call_id = ? and matter = ?',
    bindings: [callId, matter],
  })
  return row ? { body: row.body, version: row.version, savedAt: row.updated_at } : EMPTY_NOTE
}

/** The notes of several calls, by `call/matter`. */
export async function notesOfCalls(
  db: Db,
  callIds: readonly string[],
): Promise<Map<string, string>> {
  if (callIds.length === 0) return new Map()
  const rows = await read<{ call_id: string; matter: number; body: string }>(db, {
    sql: `select call_id, matter, body from call_notes where call_id in (${marks(callIds)})`,
    bindings: callIds,
  })
  return new Map(rows.map((row) => [`${row.call_id}/${row.matter}`, row.body.trim()]))
}

export interface NewNote {
  readonly callId: string
  readonly matter: number
  readonly body: string
  readonly version: number
  readonly operatorId: string
  readonly at: Date
}
export interface SavedNote {
  readonly saved: boolean
  /** As it stands now. */
  readonly note: CallNote
}

/**
 * Saves a note over the version that was seen; when another one has been saved since, nothing is overwritten and the
 * saved one is given back, so that the page can show both.
 */
export const saveNote = (db: Db, note: NewNote): Promise<SavedNote> =>
  db.transaction(async (trx) => {
    const matter = { call_id: note.callId, number: note.matter }
    const cases: (string | null)[] = await trx('matters').where(matter).pluck('case_id')
    await lockCases(trx, cases)
    const at = note.at.toISOString()
    if ((await write(trx, note, at)) === 1) {
      await indexCases(trx, cases)
      return { saved: true, note: { body: note.body, version: note.version + 1, savedAt: at } }
    }
    const stored = await noteOf(trx, note.callId, note.matter)
    return { saved: stored.body === note.body, note: stored }
  })

function write(trx: Db, note: NewNote, at: string): Promise<number> {
  const fresh = { body: note.body, operator_id: note.operatorId, updated_at: at }
  const key = { call_id: note.callId, matter: note.matter }
  if (note.version === 0) return insertFirst(trx, { ...key, ...fresh, version: 1 })
  const version = note.version + 1
  return trx('call_notes')
    .where({ ...key, version: note.version })
    .update({ ...fresh, version })
}

const MOST_TRIES = 5

/**
 * Saves a note that was written from `base`: what somebody else has saved since is put together with it, so that both
 * texts stand there. Not saved when the two make a text that may not be kept, or one that is too long.
 */
export async function saveMerged(
  db: Db,
  note: NewNote,
  base: string,
  mayBeKept: (text: string) => boolean,
): Promise<SavedNote> {
  let saved = await saveNote(db, note)
  for (let tries = 1; !saved.saved && tries < MOST_TRIES; tries += 1) {
    const { body: theirs, version } = saved.note
    const body = mergeTexts(base, theirs, note.body)
    if (body.length > LONGEST_TEXT || !mayBeKept(body)) return saved
    saved = await saveNote(db, { ...note, body, version })
  }
  return saved
}

async function insertFirst(db: Db, row: Record<string, unknown>): Promise<number> {
  const inserted = await db('call_notes')
    .insert(row)
    .onConflict(['call_id', 'matter'])
    .ignore()
    .returning('version')
  return inserted.length
}
