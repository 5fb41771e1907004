import { randomUUID } from 'node:crypto'
import { httpCardSystem } from '../../src/cards/http.ts'
import { CLOSING, callUpToConsent, verifiedCall } from '../journeys/ways.ts'
import type { Annai } from '../support/annai.ts'
import { askCardSystem, CALLERS, PhoneCall, stage } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'

/** Calls whose cases are printed, and what is printed of them. */

const HOUR = 3_600_000
const A = 'card-0101-a'
const NAMESAKE = { customerRef: 'customer-0110' }

/** The whole story up to the order of the new card: three calls, one case. Gives the case's id. */
export async function playStory(annai: Annai, operator: Visitor): Promise<string> {
  const nakamura = (path: string, fields: Record<string, string>) =>
    stage(annai, `customers/customer-0101/${path}`, fields)
  const first = await firstCall(operator)
  await first.follow('tr_card picked:0005', 'er_code er323', 'er_detail noted')
  await first.follow('ck_attempts auth_failed', 'pw_history other_card_only', 'pw_linked in_use')
  await first.follow('pw_guide next', 'pw_set later', 'lk_check auth_lock', 'lk_confirm not_yet')
  await first.follow(...CLOSING)

  annai.clock.forward(2 * HOUR)
  await nakamura('passwords', { cardRef: A, linked: 'yes' })
  const second = await continued(operator)
  await second.follow('tr_card picked:0005', 'tr_continue password_set', 'pw_set seen')
  await second.follow('lk_check auth_lock', 'lk_confirm all_mine', 'lk_release confirm')
  await nakamura('top-ups', { cardRef: A, amountYen: '100000' })
  await second.follow('rt_retry success', 'rt_notice next', 'wr_more nothing', 'wr_close next')
  await second.follow('wr_acw resolved')

  annai.clock.forward(3 * HOUR)
  await nakamura('stranger-attempts', { cardRef: A, charged: 'no' })
  await nakamura('top-ups', { cardRef: A, amountYen: '40000' })
  const third = await continued(operator)
  await third.follow('tr_card picked:0005', 'tr_continue failed_again', 'ck_attempts network_hold')
  await third.follow('nh_explain hold', 'nh_investigate confirm', 'fr_look found')
  await third.follow('fr_confirm not_mine', 'fr_possession in_hand', 'fr_source none')
  await third.follow('fr_charges none', 'fr_no_charge next', 'st_consent agree')
  await third.follow(['st_stop confirm', { last4: '0005' }])
  await third.follow('rc_ask none', 'ri_address match', 'ri_absence none', 'ri_order confirm')
  await third.follow('ri_notice next', 'ri_old_card next', 'pv_advice next', ...CLOSING)
  return newestCase(annai)
}

async function firstCall(operator: Visitor): Promise<PhoneCall> {
  const call = await PhoneCall.from(operator, CALLERS.nakamura.from)
  const words = { 'field.customer_words': 'au PAYに10万円チャージできない' }
  await call.follow('op_greet next', ['op_reason topup_error', words], 'op_repeat none')
  return call.verify(CALLERS.nakamura)
}
const continued = (operator: Visitor): Promise<PhoneCall> =>
  verifiedCall(operator, CALLERS.nakamura, 'topup_error', 'found')

/** The namesake's card is stopped and no new one wanted. */
export async function playStopOnly(annai: Annai, operator: Visitor): Promise<string> {
  const call = await callUpToConsent(annai, operator)
  await call.follow('st_consent stop_only', ['st_stop confirm', { last4: '4242' }])
  await call.follow('rc_stop_only next', 'pv_advice next', ...CLOSING)
  return newestCase(annai)
}

export const newestCase = async (annai: Annai): Promise<string> =>
  (await annai.db('cases').orderBy('opened_at', 'desc').first()).id

/** The namesake's card is stopped and the next one ordered, up to the end of the call. */
export async function playOrder(annai: Annai, operator: Visitor): Promise<string> {
  const call = await callUpToConsent(annai, operator)
  await call.follow('st_consent agree', ['st_stop confirm', { last4: '4242' }], 'rc_ask none')
  await call.follow('ri_address match', 'ri_absence none', 'ri_order confirm', 'ri_notice next')
  await call.follow('ri_old_card next', 'pv_advice next', ...CLOSING)
  return newestCase(annai)
}

/** Another desk stops the namesake's card that has come, and orders the next one. */
export async function orderElsewhere(annai: Annai, newNumber = true): Promise<string> {
  const cardSystem = httpCardSystem({ baseUrl: annai.stageUrl })
  const { cards } = await cardSystem.read('getCustomerOverview', NAMESAKE)
  const cardRef = cards.find((each) => each.status !== 'stopped')?.cardRef ?? ''
  const reason = newNumber ? ('lost' as const) : ('damaged' as const)
  const stopped = { cardRef, reason, alsoRelated: true }
  const { stopRef } = await cardSystem.change('stopCard', stopped, randomUUID())
  const order = { stopRef, newNumber, addressConfirmed: true }
  const { reissueRef } = await cardSystem.change('requestReissue', order, randomUUID())
  await cardSystem.close()
  return reissueRef
}

/** The namesake's newest card comes back to the sender. */
export async function comesBack(annai: Annai): Promise<void> {
  const orders = await askCardSystem(annai, 'listReissues', NAMESAKE)
  const reissueRef = orders.at(-1)?.reissueRef ?? ''
  const { shipmentRef } = await askCardSystem(annai, 'getShipment', { reissueRef })
  const back = { shipmentRef, reason: 'storage_expired' }
  await stage(annai, `customers/${NAMESAKE.customerRef}/returns`, back)
  await annai.rounds()
}

/**
 * Gives a case as many calls as wanted. They are copies of its own calls on the days before, row by row: to play each of
 * them again would take a minute, and what is printed is read from these rows alone.
 */
export const withCalls = ({ db }: Annai, caseId: string, wanted: number): Promise<void> =>
  db.transaction(async (trx) => {
    const matters = await trx('matters').where({ case_id: caseId }).orderBy('opened_at')
    for (let nth = 0; nth < wanted - matters.length; nth += 1) {
      const { call_id: from } = matters[nth % matters.length]
      await copyCall(trx, from, (1 + Math.floor(nth / matters.length)) * 24 * HOUR)
    }
  })

const DATES = ['started_at', 'ended_at', 'opened_at', 'at']
type Row = Record<string, unknown>

async function copyCall(trx: Annai['db'], from: string, earlier: number): Promise<void> {
  const id = randomUUID()
  const copyOf = (row: Row, fresh: Row): Row => {
    const dates = DATES.filter((name) => typeof row[name] === 'string').map((name) => {
      const at = Date.parse(String(row[name])) - earlier
      return [name, new Date(at).toISOString()]
    })
    return { ...row, ...Object.fromEntries(dates), ...fresh }
  }
  await trx('calls').insert(copyOf(await trx('calls').where({ id: from }).first(), { id }))
  for (const row of await trx('matters').where({ call_id: from }))
    await trx('matters').insert(copyOf(row, { call_id: id }))
  const entries: (Row & { id: string })[] = await trx('call_entries').where({ call_id: from })
  const contents: Row[] = await trx('entry_contents').whereIn(
    'entry_id',
    entries.map((each) => each.id),
  )
  const ids = new Map(entries.map((each): [unknown, string] => [each.id, randomUUID()]))
  const copies = entries.map((each) =>
    copyOf(each, { id: ids.get(each.id), call_id: id, submission_id: null }),
  )
  await trx('call_entries').insert(copies)
  await trx('entry_contents').insert(
    contents.map((each) => ({ ...each, entry_id: ids.get(each.entry_id) })),
  )
}
