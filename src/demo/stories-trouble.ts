import { closing, HOUR, personOf, type Table, verify, words } from './story-table.ts'

/** Customers whose card does not work, or is not theirs alone any more. */

/** 中村 拓也: another card's password was changed; then the lock; then a stranger; then the new card. */
export async function wrongPassword({ call, told, close, later, workshop }: Table): Promise<void> {
  const ref = 'customer-0101'
  const world = (path: string, more: Record<string, string>) =>
    workshop.stage(`customers/${ref}/${path}`, { cardRef: 'card-0101-a', ...more })
  const first = await call(ref)
  await first.follow('op_greet next', ['op_reason topup_error', words('10万円チャージできない')])
  await first.follow('op_repeat none')
  await verify(first, ref, '0005')
  await first.follow('tr_card picked:0005', 'er_code er323', 'er_detail noted')
  await first.follow('ck_attempts auth_failed', 'pw_history other_card_only', 'pw_linked in_use')
  await first.follow('pw_guide next', 'pw_set later', 'lk_check auth_lock', 'lk_confirm not_yet')
  await first.follow(...closing('pending', 'topup_error', 'wrong_card_password'))
  await told(ref, 240, 0)
  await later(2 * HOUR)
  await world('passwords', { linked: 'yes' })
  const second = await call(ref)
  await second.follow('op_greet next', 'op_reason topup_error', 'op_repeat found')
  await verify(second, ref, '0005')
  await second.follow('tr_card picked:0005', 'tr_continue password_set', 'pw_set seen')
  await second.follow('lk_check auth_lock', 'lk_confirm all_mine', 'lk_release confirm')
  await world('top-ups', { amountYen: '100000' })
  await second.follow('rt_retry success', 'rt_notice next')
  await second.follow(...closing('resolved', 'topup_error', 'auth_lock'))
  await told(ref, 40, 0)
  await later(HOUR)
  await close()
  await told(ref, 0, 20)
}

/** 佐々木 結衣: the right card's password was changed, and the lock is still there. */
export async function lockReleased({ call, told, close, later }: Table): Promise<void> {
  const ref = 'customer-0102'
  const locked = await call(ref, 2)
  await locked.follow('op_greet next', ['op_reason auth_password', words('通販の認証で止まる')])
  await locked.follow('op_repeat none')
  await verify(locked, ref, '0505')
  await locked.follow('tr_card picked:0505', 'pw_history this_card', 'pw_known before')
  await locked.follow('lk_check auth_lock', 'lk_confirm all_mine', 'lk_release confirm')
  await locked.follow('rt_retry later', 'rt_notice next')
  await locked.follow(...closing('pending', 'auth_password', 'auth_lock'))
  await told(ref, 120, 0)
  await later(26 * HOUR)
  await close()
  await told(ref, 0, 60)
}

/** 渡辺 大輔: two large top-ups of his own; the network lets go of the card when it is asked. */
export async function tooFast({ call, told, close, later, workshop }: Table): Promise<void> {
  const ref = 'customer-0109'
  await workshop.stage('network', { manner: 'later', customer: ref })
  const held = await call(ref)
  await held.follow('op_greet next', ['op_reason topup_error', words('2回目のチャージで止まった')])
  await held.follow('op_repeat none')
  await verify(held, ref, '4444')
  await held.follow('tr_card picked:4444', 'er_code er323', 'er_detail noted')
  await held.follow('ck_attempts network_hold', 'nh_explain hold', 'nh_investigate confirm')
  const window = { fields: { callback_window: '平日の夕方' } }
  await held.follow(['cb_arrange booked', window], ...closing('pending', 'topup_error', VELOCITY))
  await told(ref, 180, 0)
  await workshop.stage('network', { manner: 'at_once', customer: ref })
  await later(26 * HOUR)
  await close()
  await told(ref, 0, 40)
}
const VELOCITY = 'network_hold_velocity'

/** 髙橋 誠: his family reports the stolen wallet; all three cards are stopped. */
export async function stolenWallet({ call, told, close, later }: Table): Promise<void> {
  const ref = 'customer-0103'
  const { nameKana, birthDate, phones } = personOf(ref)
  const family = await call(ref)
  await family.follow('op_greet next', ['op_reason lost_stolen', words('夫が財布を盗まれた')])
  await family.follow('id_intro next', 'id_caller other')
  await family.tell({ kana: nameKana, birthDate, phone: phones[0].number })
  await family.follow('id_search_for one')
  await family.tell({ name: nameKana, birthDate })
  await family.follow('id_family basic', 'id_limited stop_only', 'ls_cards picked:8431,0005,0000')
  await family.follow('ls_circumstances stolen')
  await family.follow(['ls_stop confirm', { last4: '8431,0005,0000' }], 'ls_limited next')
  await family.follow('pv_advice next', ...closing('pending', 'lost_stolen', 'stolen'))
  await told(ref, 60, 0)
  await later(30 * HOUR)
  await close()
  await told(ref, 0, 15)
}

/** 中村 拓哉: a stranger tried the card abroad; it is stopped and the new one is on its way. */
export async function strangerAbroad({ call, told, close, later, workshop }: Table): Promise<void> {
  const ref = 'customer-0110'
  const tried = { cardRef: 'card-0110-a', charged: 'no' }
  await workshop.stage(`customers/${ref}/stranger-attempts`, tried)
  const stops = await call(ref)
  await stops.follow('op_greet next', ['op_reason topup_error', words('チャージが通らない')])
  await stops.follow('op_repeat none')
  await verify(stops, ref, '4242')
  await stops.follow('tr_card picked:4242', 'er_code er323', 'er_detail noted')
  await stops.follow('ck_attempts network_hold', 'nh_explain hold', 'nh_investigate confirm')
  await stops.follow('fr_look found', 'fr_confirm not_mine')
  await stops.follow('fr_possession in_hand', 'fr_source none', 'fr_charges none')
  await stops.follow('fr_no_charge next', 'st_consent agree', [
    'st_stop confirm',
    { last4: '4242' },
  ])
  await stops.follow('rc_ask none', 'ri_address match', 'ri_absence none', 'ri_order confirm')
  await stops.follow('ri_notice next', 'ri_old_card next', 'pv_advice next')
  await stops.follow(...closing('pending', 'suspicious_use', 'network_hold_suspicious'))
  await told(ref, 80, 0)
  await later(9 * 24 * HOUR)
  await close()
  await told(ref, 0, 15)
}
