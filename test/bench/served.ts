import { startAnnai } from '../support/annai.ts'
import { CALLERS, PhoneCall } from '../support/phone-call.ts'

/** The product in a process of its own, with a call under way and a case: tells the driver where everything is. */
const annai = await startAnnai()
const tanaka = await annai.signIn('tanaka')
const call = await PhoneCall.from(tanaka, CALLERS.nakamura.from)
await call.follow(
  'op_greet next',
  ['op_reason topup_error', { 'field.customer_words': 'チャージができない' }],
  'op_repeat none',
)
await call.verify(CALLERS.nakamura)
await call.follow(
  'tr_card picked:0005',
  'er_code er323',
  'er_detail noted',
  'ck_attempts auth_failed',
  'pw_history other_card_only',
)
const { id: caseId } = await annai.db('cases').first('id')
const suzuki = await annai.signIn('suzuki')
process.send?.({
  url: annai.url,
  cookie: tanaka.cookie,
  /** Who takes the many calls: in a call that is not verified, cases are not shown. */
  caller: suzuki.cookie,
  callId: call.id,
  caseId,
})
process.once('disconnect', () => void annai.close().finally(() => process.exit(0)))
