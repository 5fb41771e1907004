import { expect } from 'chai'
import { type Annai, startAnnai } from '../support/annai.ts'
import { inBrowser } from '../support/browser.ts'
import { Keyboard } from '../support/keyboard.ts'
import { CALLERS, stage } from '../support/phone-call.ts'

const A = 'card-0101-a'
const HOUR = 3_600_000
const { search, items, from } = CALLERS.nakamura

inBrowser('the story by keyboard alone', (open) => {
  let annai: Annai
  let tanaka: Keyboard

  before(async () => {
    annai = await startAnnai()
    tanaka = new Keyboard(await open())
    await tanaka.signIn(annai.url, 'tanaka')
  })
  after(() => annai.close())

  const nakamura = (path: string, fields: Record<string, string>) =>
    stage(annai, `customers/customer-0101/${path}`, fields)
  /** The telephone system opens this page when it rings. */
  const ring = async () => {
    await tanaka.page.goto(`${annai.url}/pop?from=${encodeURIComponent(from)}`)
  }
  const verify = async () => {
    await tanaka.follow('id_intro next', 'id_caller self')
    await tanaka.tell(search)
    await tanaka.press('Enter')
    await tanaka.tell(items)
    await tanaka.press('Enter')
  }

  it('call 1: from the ring to the wrap-up', async () => {
    await ring()
    await tanaka.tabTo('main button')
    await tanaka.press('Enter')
    await tanaka.follow('op_greet next', 'op_reason topup_error', 'op_repeat none')
    await verify()
    await tanaka.follow('tr_card picked:card-0101-a', 'er_code er323', 'er_detail noted')
    await tanaka.press('Enter')
    expect(await tanaka.step, 'Enter takes what the records propose').to.equal('pw_history')
    await tanaka.press('Enter')
    await tanaka.follow(
      'pw_linked in_use',
      'pw_guide next',
      'pw_set later',
      'lk_check auth_lock',
      'lk_confirm not_yet',
    )
    await tanaka.follow('wr_more nothing', 'wr_close next', 'wr_acw pending')
    expect(await tanaka.step).to.equal('end_pending')
  })

  it('call 2: the lock is released', async () => {
    annai.clock.forward(2 * HOUR)
    await nakamura('passwords', { cardRef: A, linked: 'yes' })
    await ring()
    await tanaka.tabTo('main button')
    await tanaka.press('Enter')
    await tanaka.follow('op_greet next', 'op_reason topup_error')
    if ((await tanaka.step) === 'op_repeat') await tanaka.choose('op_repeat', 'found')
    await verify()
    await tanaka.follow('tr_card picked:card-0101-a', 'tr_continue password_set')
    await tanaka.press('Enter')
    await tanaka.follow('lk_check auth_lock', 'lk_confirm all_mine')
    await tanaka.press('Enter')
    expect(await tanaka.step).to.equal('rt_retry')
    expect(await nakamura('top-ups', { cardRef: A, amountYen: '100000' })).to.equal('OK')
    await tanaka.follow(
      'rt_retry success',
      'rt_notice next',
      'wr_more nothing',
      'wr_close next',
      'wr_acw resolved',
    )
  })

  it('call 3: the card is stopped and a new one ordered', async () => {
    annai.clock.forward(3 * HOUR)
    await nakamura('stranger-attempts', { cardRef: A, charged: 'no' })
    await nakamura('top-ups', { cardRef: A, amountYen: '40000' })
    await ring()
    await tanaka.tabTo('main button')
    await tanaka.press('Enter')
    await tanaka.follow('op_greet next', 'op_reason topup_error')
    if ((await tanaka.step) === 'op_repeat') await tanaka.choose('op_repeat', 'found')
    await verify()
    await tanaka.follow(
      'tr_card picked:card-0101-a',
      'tr_continue failed_again',
      'ck_attempts network_hold',
      'nh_explain hold',
    )
    await tanaka.press('Enter')
    await tanaka.follow(
      'fr_look found',
      'fr_confirm not_mine',
      'fr_possession in_hand',
      'fr_source none',
    )
    await tanaka.follow('fr_charges none', 'fr_no_charge next', 'st_consent agree')
    expect(await tanaka.step).to.equal('st_stop')
    await tanaka.page.keyboard.press('1')
    expect(
      await tanaka.page.locator(':focus').getAttribute('name'),
      'the last 4 digits are asked first',
    ).to.equal('last4')
    await tanaka.page.keyboard.type('0005')
    await tanaka.press('Enter')
    await tanaka.follow('rc_ask none', 'ri_address match', 'ri_absence none')
    await tanaka.press('Enter')
    await tanaka.follow(
      'ri_notice next',
      'ri_old_card next',
      'pv_advice next',
      'wr_more nothing',
      'wr_close next',
      'wr_acw pending',
    )
    expect(
      await annai.db('card_actions').where({ state: 'done' }).pluck('action'),
    ).to.include.members(['stop_card', 'request_reissue'])
  })

  it('loads nothing from elsewhere and breaks no rule of the content policy', async () => {
    const wrong: string[] = []
    tanaka.page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()))
    tanaka.page.on('request', (request) => {
      if (!request.url().startsWith(annai.url)) wrong.push(request.url())
    })
    await ring()
    await tanaka.page.goto(`${annai.url}/calls`)
    expect(wrong).to.deep.equal([])
  })
})
