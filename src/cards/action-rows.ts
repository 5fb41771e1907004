import type { ActionState, CardAction } from './card-action.ts'

export interface ActionRow {
  id: string
  call_id: string
  case_id: string | null
  matter: number
  step: string
  visit: number
  action: string
  operation: string
  target_ref: string
  once_key: string | null
  input: string
  state: ActionState
  outcome: string | null
  receipt: string | null
  error: string | null
  result: string | null
  attempts: number
  confirmed_by: string
  confirmed_at: string
  sent_at: string | null
  ended_at: string | null
  lease_owner: string | null
  lease_until: string | null
  next_try_at: string | null
  tries: number
  given_up_at: string | null
  replaced_at: string | null
}
export const toAction = (row: ActionRow): CardAction => ({
  id: row.id,
  callId: row.call_id,
  caseId: row.case_id,
  matter: row.matter,
  step: row.step,
  visit: row.visit,
  action: row.action,
  operation: row.operation,
  targetRef: row.target_ref,
  input: JSON.parse(row.input),
  state: row.state,
  outcome: row.outcome,
  receipt: row.receipt,
  error: row.error,
  result: row.result === null ? null : JSON.parse(row.result),
  attempts: row.attempts,
  confirmedBy: row.confirmed_by,
  confirmedAt: row.confirmed_at,
  sentAt: row.sent_at,
  endedAt: row.ended_at,
  tries: row.tries,
  givenUpAt: row.given_up_at,
  replacedAt: row.replaced_at,
})
