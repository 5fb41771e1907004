import { expect } from 'chai'
import { caseOf, promiseStates } from '../cases/taking.ts'
import { CLOSING, callUpToConsent, verifiedCall } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { CALLERS, faults, stage } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'
import { SECRET } from '../support/webhooks.ts'
import { setEndpoint } from './events.ts'
import { STORY } from './world.ts'

/** The card system sends its events over HTTP, Annai hears them: no round is ever made here. */
describe('events all the way from the card system to the case', () => {
  let annai: Annai
  let tanaka: Visitor

  before(async () => {
    annai = await startAnnai(undefined, { webhookSecret: SECRET })
    tanaka = await annai.signIn('tanaka')
    const endpoint = { url: `${annai.url}/webhooks/card-system`, secret: SECRET }
    expect((await setEndpoint({ url: annai.stageUrl }, endpoint)).status).to.equal(204)
  })
  after(() => annai.close())

  /** Until it is so: what never becomes so ends with the patience of the test. */
  const until = async (isSo: () => Promise<boolean>) => {
    while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20))
  }

  it('a stop whose answer was lost is known to be done', async () => {
    const call = await verifiedCall(tanaka, CALLERS.takahashi, 'lost_stolen')
    await call.follow('ls_cards picked:8431', 'ls_circumstances stolen')
    await faults(
      annai,
      { operation: 'stopCard', kind: 'lost', times: 1 },
      { operation: 'getOperation', kind: 'error_500' },
      { operation: 'webhooks', kind: 'reorder', delayMs: 100_000 },
    )
    await call.answer('confirm', { last4: '8431' })
    await annai.idle()
    const stop = () => annai.db('card_actions').where({ action: 'stop_card' }).first()
    expect((await stop()).state, 'the events wait for a later one').to.equal('unknown')
    await faults(annai)
    await stage(annai, 'customers/customer-0101/holds', { cardRef: STORY.a })
    await until(async () => (await stop()).state === 'done')
    expect((await stop()).outcome).to.equal('ok')
  })

  it('the card that has come keeps its promise, in whatever order it is told', async () => {
    await faults(annai, { operation: 'webhooks', kind: 'reorder', chance: 0.5, seed: 3 })
    const call = await callUpToConsent(annai, tanaka)
    await call.follow('st_consent agree', ['st_stop confirm', { last4: '4242' }], 'rc_ask none')
    await call.follow('ri_address match', 'ri_absence none', 'ri_order confirm')
    await call.follow('ri_notice next', 'ri_old_card next', 'pv_advice next', ...CLOSING)
    const id = await caseOf(annai, call.id)
    await stage(annai, 'clock', { hours: String(9 * 24) })
    await until(async () => (await promiseStates(annai, id)).includes('delivery kept'))
  })
})
