import type { Annai } from '../support/annai.ts'
import {
  CALLERS,
  type Caller,
  PhoneCall,
  stage,
  stageLog,
  type World,
} from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'

/** Ways through the script that several stories share, and what a call leaves behind. */

/** From the ring to the full verification; a case that is open already is left aside unless it is asked for. */
export async function verifiedCall(
  operator: Visitor,
  caller: Caller,
  reason = 'topup_error',
  earlier?: 'found',
): Promise<PhoneCall> {
  const call = await PhoneCall.from(operator, caller.from)
  await call.follow('op_greet next', `op_reason ${reason}`)
  const repeat = earlier ?? (call.proposed === 'none' ? 'none' : 'separate')
  if (call.step === 'op_repeat') await call.follow(`op_repeat ${repeat}`)
  return call.verify(caller)
}

export const NAMESAKES_CARD = 'card-0110-a'

/** A stranger has typed the card's details abroad; the call has come to the question whether to stop the card. */
export async function callUpToConsent(annai: World, operator: Visitor): Promise<PhoneCall> {
  await strangerTries(annai)
  const call = await verifiedCall(operator, CALLERS.namesake)
  return call.follow(
    'tr_card picked:4242',
    'er_code er323',
    'er_detail noted',
    'ck_attempts network_hold',
    'nh_explain hold',
    'nh_investigate confirm',
    'fr_look found',
    'fr_confirm not_mine',
    'fr_possession in_hand',
    'fr_source none',
    'fr_charges none',
    'fr_no_charge next',
  )
}
export const strangerTries = (annai: World) =>
  stage(annai, 'customers/customer-0110/stranger-attempts', {
    cardRef: NAMESAKES_CARD,
    charged: 'no',
  })

/** The end of a call that leaves something to do. */
export const CLOSING = ['wr_more nothing', 'wr_close next', 'wr_acw pending'] as const

/** What calls have left: the case's status, promises and actions in the order in which they were made. */
export async function left(annai: Annai) {
  const [caseFile] = await annai.db('cases').orderBy('opened_at', 'desc')
  const promises = await annai.db('commitments').orderBy(['made_at', 'id'])
  const actions = await annai.db('card_actions').orderBy('id')
  return {
    status: caseFile?.status,
    promises: promises.map((each) => `${each.kind} ${each.state}`),
    actions: actions.map((each) => `${each.action} ${each.state} ${each.outcome}`),
  }
}

/** How often the world has seen a card being stopped. */
export const stopsOf = async (world: World, customer = 'customer-0110') =>
  (await stageLog(world, customer)).filter((line) => line.includes('の利用が停止されました')).length

/** Until the card system has been asked to stop a card, and is not answering. */
export async function untilFaultStruck(world: Pick<Annai, 'stageUrl'>): Promise<void> {
  for (;;) {
    const told = await (await fetch(`${world.stageUrl}/faults`)).text()
    if (!told.includes('stopCard')) return
  }
}
