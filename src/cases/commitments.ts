import { validate as isUuid, v7 as uuid } from 'uuid'
import { recordEvent } from '../audit/events.ts'
import { type Db, marks, read } from '../db.ts'
import type { AnyHand } from './cases.ts'
import type { Commitment } from './commitment.ts'
import { followUrgency } from './urgencies.ts'

export interface CommitmentRow {
  id: string
  case_id: string
  call_id: string | null
  matter: number | null
  kind: string
  wording: string
  due_at: string
  owner_id: string | null
  made_by: string
  made_at: string
  state: Commitment['state']
  ended_at: string | null
  ended_by: string | null
  end_reason: string | null
  subject_ref: string | null
  late_at: string | null
  raised_at: string | null
}
export const toCommitment = (row: CommitmentRow): Commitment => ({
  id: row.id,
  caseId: row.case_id,
  callId: row.call_id,
  matter: row.matter,
  kind: row.kind,
  wording: row.wording,
  dueAt: row.due_at,
  ownerId: row.owner_id,
  madeBy: row.made_by,
  madeAt: row.made_at,
  state: row.state,
  endedAt: row.ended_at,
  endedBy: row.ended_by,
  endReason: row.end_reason,
  subjectRef: row.subject_ref,
  lateAt: row.late_at,
  raisedAt: row.raised_at,
})

export interface NewCommitment {
  readonly caseId: string
  readonly matter: number | null
  readonly kind: string
  readonly wording: string
  readonly dueAt: Date
  readonly subjectRef?: string | null
  /** What else promises of the kind may be about without being replaced by this one. */
  readonly beside?: readonly (string | null)[]
  /** Who promised and owes it, where that is not whoever writes it down; the program itself owes nothing. */
  readonly by?: string
  /** Who owes it, where that is somebody else than who promised; null: whoever takes the case. */
  readonly ownerId?: string | null
  /** Makes a promise that is sent twice one promise. */
  readonly id?: string
}

/**
 * Writes down what was promised. A second promise of the same kind on a case replaces the first, which is withdrawn,
 * unless each is about something of its own.
 */
export async function makeCommitment(trx: Db, made: NewCommitment, hand: AnyHand): Promise<void> {
  const others = (made.beside ?? []).filter((each) => each !== (made.subjectRef ?? null))
  await endCommitments(trx, made.caseId, [made.kind], 'withdrawn', 'replaced', hand, others)
  await trx('commitments').insert({
    id: made.id ?? uuid(),
    case_id: made.caseId,
    call_id: hand.callId ?? null,
    matter: made.matter,
    kind: made.kind,
    wording: made.wording,
    due_at: made.dueAt.toISOString(),
    rises_at: made.dueAt.toISOString(),
    owner_id: made.ownerId === undefined ? (made.by ?? hand.operatorId) : made.ownerId,
    made_by: made.by ?? hand.operatorId,
    made_at: hand.at.toISOString(),
    state: 'open',
    subject_ref: made.subjectRef ?? null,
  })
  await followUrgency(trx, made.caseId)
  await recordEvent(trx, {
    name: 'commitment_made',
    at: hand.at,
    operatorId: hand.operatorId,
    caseId: made.caseId,
    callId: hand.callId ?? null,
    detail: { kind: made.kind, dueAt: made.dueAt.toISOString() },
  })
}

/** Whether such a promise stands on this case already and is not late: said again, it is the same promise. */
export async function isPromised(
  trx: Db,
  caseId: string,
  kind: string,
  now: Date,
): Promise<boolean> {
  const made = await trx('commitments')
    .where({ case_id: caseId, kind, state: 'open' })
    .where('due_at', '>', now.toISOString())
    .first('id')
  return made !== undefined
}

/** Ends the open commitments of these kinds on a case; `butAbout`: not those about these. */
export async function endCommitments(
  trx: Db,
  caseId: string,
  kinds: readonly string[],
  state: 'kept' | 'broken' | 'withdrawn',
  reason: string,
  hand: AnyHand,
  butAbout: readonly (string | null)[] = [],
): Promise<void> {
  const ended = await trx('commitments')
    .where({ case_id: caseId, state: 'open' })
    .whereIn('kind', kinds)
    .where((about) => {
      const others = butAbout.filter((each) => each !== null)
      if (others.length > 0) void about.whereNull('subject_ref').orWhereNotIn('subject_ref', others)
    })
    .update({
      state,
      ended_at: hand.at.toISOString(),
      ended_by: hand.operatorId,
      end_reason: reason,
    })
  if (ended === 0) return
  await followUrgency(trx, caseId)
  await recordEvent(trx, {
    name: `commitment_${state}`,
    at: hand.at,
    operatorId: hand.operatorId,
    caseId,
    callId: hand.callId ?? null,
    detail: { kinds, reason },
  })
}

/** Ends one commitment; false when it is not open any more. */
export async function endCommitment(
  trx: Db,
  commitment: Commitment,
  state: 'kept' | 'broken' | 'withdrawn',
  reason: string,
  hand: AnyHand,
): Promise<boolean> {
  const ended = await trx('commitments').where({ id: commitment.id, state: 'open' }).update({
    state,
    ended_at: hand.at.toISOString(),
    ended_by: hand.operatorId,
    end_reason: reason,
  })
  if (ended !== 1) return false
  await followUrgency(trx, commitment.caseId)
  await recordEvent(trx, {
    name: `commitment_${state}`,
    at: hand.at,
    operatorId: hand.operatorId,
    caseId: commitment.caseId,
    detail: { kinds: [commitment.kind] },
  })
  return true
}

export async function commitmentsOf(db: Db, caseIds: readonly string[]): Promise<Commitment[]> {
  if (caseIds.length === 0) return []
  const rows = await read<CommitmentRow>(db, {
    sql: `select * from commitments where case_id in (${marks(caseIds)}) order by due_at`,
    bindings: caseIds,
  })
  return rows.map(toCommitment)
}
export async function findCommitment(db: Db, id: string): Promise<Commitment | null> {
  if (!isUuid(id)) return null
  const row = await db<CommitmentRow>('commitments').where({ id: id.toLowerCase() }).first()
  return row ? toCommitment(row) : null
}

/** Words the promises of a case anew where they say what does not belong to it. */
export async function rewordCommitments(
  trx: Db,
  caseId: string,
  reword: (wording: string) => string,
): Promise<void> {
  for (const { id, wording } of await commitmentsOf(trx, [caseId]))
    if (reword(wording) !== wording)
      await trx('commitments')
        .where({ id })
        .update({ wording: reword(wording) })
}

/**
 * Cases that are given to somebody else take their open promises along, or nobody would keep them; null: they wait with
 * the case for somebody to take it.
 */
export async function giveCommitments(
  trx: Db,
  caseIds: readonly string[],
  ownerId: string | null,
): Promise<void> {
  await trx('commitments')
    .whereIn('case_id', caseIds)
    .where({ state: 'open' })
    .update({ owner_id: ownerId })
}

/** Open commitments of these kinds about something, in all cases, the oldest first. */
export async function openCommitmentsAbout(
  db: Db,
  kinds: readonly string[],
  subjectRef: string,
): Promise<Commitment[]> {
  const rows = await db<CommitmentRow>('commitments')
    .where({ subject_ref: subjectRef, state: 'open' })
    .whereIn('kind', kinds)
    .orderBy(['made_at', 'id'])
  return rows.map(toCommitment)
}
