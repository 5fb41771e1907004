import { CALLERS, PhoneCall } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'

/** Callers who say who they are and cannot prove it. */

const { search, from } = CALLERS.nakamura

let words = 0
/** Something that no other try has said: the branch is wrong in each. */
export const wrong = () => ({ bank: '港銀行 本店', last4: String(1000 + words++) })

/** Somebody calls and has said who they are; what proves it is asked next. */
export const callIn = async (by: Visitor, who: 'self' | 'other' = 'self') => {
  const call = await PhoneCall.from(by, from)
  await call.follow('op_greet next', 'op_reason topup_error')
  if (call.step === 'op_repeat') await call.follow('op_repeat none')
  await call.follow('id_intro next', `id_caller ${who}`)
  await call.tell(search)
  return call.follow(who === 'self' ? 'id_search one' : 'id_search_for one')
}
export const failing = async (call: PhoneCall, times: number) => {
  for (let n = 0; n < times; n++) await call.tell(wrong())
  return call
}
