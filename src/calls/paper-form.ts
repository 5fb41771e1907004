import { createHash } from 'node:crypto'
import type { Db } from '../db.ts'
import { SLIP_FIELDS, type SlipField, type SlipTyped } from './paper-slip.ts'

/** A form with a slip in it. A browser gives an old form back, and another slip may be typed into it. */
export interface SlipForm {
  readonly id: string
  readonly digest: string
}
/** The call that a form has made, and whether that was with the slip that is in it now. */
export interface FormCall {
  readonly callId: string
  readonly isSameSlip: boolean
}

/** Only help to fill the form in, and to be sure of it. */
const BESIDE_THE_SLIP: ReadonlySet<SlipField> = new Set(['search', 'another'])

export function slipForm(id: string, typed: SlipTyped): SlipForm {
  const slip = SLIP_FIELDS.filter((field) => !BESIDE_THE_SLIP.has(field))
  const words = JSON.stringify(slip.map((field) => typed[field]))
  return { id, digest: createHash('sha256').update(words).digest('base64url') }
}

/** Null while the form has made no call. Of a call that has no digest nobody knows the slip, so it is another one. */
export async function callOfForm(db: Db, { id, digest }: SlipForm): Promise<FormCall | null> {
  const row: { id: string; entry_digest: string | null } | undefined = await db('calls')
    .where({ entry_id: id })
    .first('id', 'entry_digest')
  return row ? { callId: row.id, isSameSlip: row.entry_digest === digest } : null
}
