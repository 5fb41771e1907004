import type { Annai } from '../support/annai.ts'
import { CALLERS, PhoneCall, stage } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'

/** Calls that leave something in a case. */

export const CARD_A = 'card-0101-a'

/** Call 1 of the story: the lock is found, and released once he has set the password; one promise is left. */
export async function promisedCall(annai: Annai, operator: Visitor): Promise<string> {
  await stage(annai, 'customers/customer-0101/top-ups', { cardRef: CARD_A, amountYen: '100000' })
  const call = await PhoneCall.from(operator, CALLERS.nakamura.from)
  await call.follow(
    'op_greet next',
    ['op_reason topup_error', { 'field.customer_words': 'au PAYに10万円チャージできない' }],
    'op_repeat none',
  )
  await call.verify(CALLERS.nakamura)
  await call.follow('tr_card picked:0005', 'er_code er323', 'er_detail noted')
  await call.follow('ck_attempts auth_failed', 'pw_history other_card_only', 'pw_linked in_use')
  await call.follow('pw_guide next', 'pw_set later', 'lk_check auth_lock', 'lk_confirm not_yet')
  await note(call, '奥様の声が後ろで聞こえた')
  await call.follow('wr_more nothing', 'wr_close next', 'wr_acw pending')
  return caseOf(annai, call.id)
}

/** The call after it: the lock is released, the top-up goes through and nothing is left to do. */
export async function resolvedCall(annai: Annai, operator: Visitor): Promise<void> {
  await stage(annai, 'customers/customer-0101/passwords', { cardRef: CARD_A, linked: 'yes' })
  const call = await PhoneCall.from(operator, CALLERS.nakamura.from)
  await call.follow('op_greet next', 'op_reason topup_error', 'op_repeat found:')
  await call.verify(CALLERS.nakamura)
  await call.follow('tr_card picked:0005', 'tr_continue password_set', 'pw_set seen')
  await call.follow('lk_check auth_lock', 'lk_confirm all_mine', 'lk_release confirm')
  await call.follow('rt_retry success', 'rt_notice next', 'wr_more nothing', 'wr_close next')
  await call.follow('wr_acw resolved')
}

const note = (call: PhoneCall, body: string) =>
  call.screen.submit('form[action$="/note"]', { body })

export async function caseOf(annai: Annai, callId: string): Promise<string> {
  const matter = await annai.db('matters').where({ call_id: callId }).first()
  return matter.case_id
}
export const caseRow = (annai: Annai, id: string) => annai.db('cases').where({ id }).first()
export const promiseStates = async (annai: Annai, caseId: string): Promise<string[]> =>
  (await annai.db('commitments').where({ case_id: caseId }).orderBy(['made_at', 'id'])).map(
    (each) => `${each.kind} ${each.state}`,
  )
/** The tasks of a case with their state, and how they ended. */
export const taskLines = async (annai: Annai, caseId: string): Promise<string[]> =>
  (await annai.db('tasks').where({ case_id: caseId }).orderBy('id')).map((each) =>
    [each.kind, each.state, each.end_reason].filter((part) => part !== null).join(' '),
  )
