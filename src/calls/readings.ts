import { needsNoRecord } from '../audit/origin.ts'
import { recordView } from '../audit/views.ts'
import type { Operator } from '../operators/operator.ts'
import type { Call } from './call.ts'
import { type CallDeps, isMine } from './context.ts'

/** An operator's own live call is their work; to open any other one is to read what a customer said. */
export async function recordReading(
  { db, clock }: Pick<CallDeps, 'db' | 'clock'>,
  call: Call,
  operator: Operator,
  details: boolean,
  isRefresh: boolean,
): Promise<void> {
  if (isMine(call, operator) && call.state !== 'ended') return needsNoRecord()
  const view = {
    name: 'call_viewed' as const,
    at: clock.now(),
    operatorId: operator.id,
    callId: call.id,
    customerId: call.customerId,
    detail: { details },
  }
  await recordView(db, view, isRefresh)
}
