import { CALLERS, type PhoneCall, stage, type World } from '../support/phone-call.ts'
import type { Fields } from '../support/visitor.ts'

/** A form of the call screen, as the browser sends it. */
export interface Sent {
  readonly path: string
  readonly body: string
  readonly type: string
}

/** One thing that the operator does in a call, or that the customer does beside it. */
export interface Move {
  readonly name: string
  /** Where the call stands before it. */
  readonly step: string
  /** What the log holds once it is recorded; nothing for what is no answer. */
  readonly entry?: string
  readonly note?: string
  /** How the call is held after it. */
  readonly held?: boolean
  readonly form?: (call: PhoneCall) => Sent
  readonly inTheWorld?: (world: World) => Promise<unknown>
}

const FORM = 'application/x-www-form-urlencoded'
const formOf = ({ screen, id }: PhoneCall, route: string, fields?: Fields, button?: Button) => ({
  path: `/calls/${id}/${route}`,
  body: String(screen.filled('form#answers', fields, button)),
  type: FORM,
})
type Button = { name: string; value: string }

/** `step outcome`; after a colon, what stands on the button of the card. */
function answer(words: string, fields: Fields = {}, route = 'answers'): Move {
  const [step = '', said = ''] = words.split(' ')
  const [outcome = '', label] = said.split(':')
  const form = (call: PhoneCall) => {
    const button = call.screen
      .$(`form#answers button[name=outcome][value^="${outcome}${label ? ':' : ''}"]`)
      .toArray()
      .find((each) =>
        call.screen
          .$(each)
          .text()
          .includes(label ?? ''),
      )
    const value = button ? (call.screen.$(button).attr('value') ?? '') : ''
    if (value === '') throw new Error(`${words} is not offered: ${call.choices.join(' ')}`)
    return formOf(call, route, fields, { name: 'outcome', value })
  }
  return { name: words, step, entry: `${step} ${outcome}`, form }
}

const tell = (step: string, said: Fields): Move => ({
  name: `${step}: what the caller says`,
  step,
  form: ({ screen, id }) => {
    const named = Object.entries(said).map(([name, words]) => [`said.${name}`, words])
    const body = String(screen.filled('form[data-look-up]', Object.fromEntries(named)))
    return { path: `/calls/${id}/look-ups`, body, type: FORM }
  },
})

const lookAgain = (step: string): Move => ({
  name: `${step}: looked up again`,
  step,
  form: (call) => formOf(call, 'look-ups'),
})

/** As the script of the page saves it while it is typed. */
const note = (step: string, body: string): Move => ({
  name: `${step}: note`,
  step,
  note: body,
  form: ({ screen, id }) => {
    const area = screen.$('#note')
    const [matter, version] = ['matter', 'version'].map((name) => Number(area.attr(`data-${name}`)))
    const saved = JSON.stringify({ matter, version, body })
    return { path: `/calls/${id}/note`, body: saved, type: 'application/json' }
  },
})

const hold = (step: string, held: boolean): Move => ({
  name: `${step}: ${held ? 'hold' : 'hold ended'}`,
  step,
  held,
  form: ({ id }) => ({ path: `/calls/${id}/hold${held ? '' : '/end'}`, body: '', type: FORM }),
})

const customer = (step: string, path: string, fields: Fields): Move => ({
  name: `${step}: ${path}`,
  step,
  inTheWorld: (world) =>
    stage(world, `customers/customer-0101/${path}`, { cardRef: 'card-0101-a', ...fields }),
})
const topUp = (step: string) => customer(step, 'top-ups', { amountYen: '100000' })

export const RELEASE = 'lk_release confirm'
export const STOP = 'ls_stop confirm'

/** A lock is told, looked at and released; then the other card is lost, stopped and ordered anew: one call, two matters. */
export const MOVES: readonly Move[] = [
  answer('op_greet next'),
  answer('op_reason topup_error', { 'field.customer_words': 'チャージできない' }),
  answer('op_repeat none'),
  answer('id_intro next'),
  answer('id_caller self'),
  tell('id_search', CALLERS.nakamura.search),
  answer('id_search one'),
  // What he said before is kept in memory alone, so it is asked again after a crash.
  tell('id_items', { ...CALLERS.nakamura.search, ...CALLERS.nakamura.items }),
  answer('id_items full'),
  note('tr_card', '10万円のチャージ。'),
  answer('tr_card picked:0005'),
  answer('er_code er323'),
  answer('er_detail noted'),
  answer('ck_attempts auth_failed'),
  answer('pw_history other_card_only'),
  answer('pw_linked in_use'),
  answer('pw_guide next'),
  customer('pw_set', 'passwords', { linked: 'yes' }),
  lookAgain('pw_set'),
  answer('pw_set seen'),
  answer('lk_check auth_lock'),
  note('lk_confirm', '10万円のチャージ。\nすべてご本人の操作。'),
  answer('lk_confirm all_mine'),
  answer(RELEASE),
  topUp('rt_retry'),
  hold('rt_retry', true),
  hold('rt_retry', false),
  answer('rt_retry success'),
  answer('rt_notice next'),
  answer('wr_more another'),
  answer('wr_matter resolved'),
  answer('mt_reason lost_stolen', { 'field.customer_words': 'もう1枚を失くした' }),
  note('ls_cards', '財布は手元。'),
  answer('ls_cards picked:1111'),
  answer('ls_circumstances lost'),
  answer(STOP, { last4: '1111' }),
  answer('ls_police next'),
  answer('fr_charges none'),
  answer('rc_ask some'),
  answer('rc_explain next'),
  answer('ri_address match'),
  answer('ri_absence none'),
  answer('ri_order confirm'),
  answer('ri_notice next'),
  note('ri_old_card', '財布は手元。新しいカードの日数を案内。'),
  answer('ri_old_card next'),
  answer('pv_advice next'),
  answer('wr_more nothing'),
  answer('wr_close next'),
  answer('wr_acw pending'),
]
