import { expect } from 'chai'
import {
  type ActionFacts,
  combine,
  outcomeOf,
  planAction,
  resultFacts,
} from '../../src/cards/action-inputs.ts'
import { CardSystemError, ERROR_CODES, type ErrorCode } from '../../src/cards/card-system.ts'
import { inputs } from '../../src/cards/schemas.ts'
import { readAddress } from '../../src/cards/written-address.ts'
import { vocabulary } from '../../src/scripts/vocabulary.ts'
import { codeOf, first, STORY, type TestWorld, withWorld } from './world.ts'

const NONE: ActionFacts = {
  refs: {},
  cardRefs: [],
  customerRef: null,
  parameters: {},
  fields: {},
}
const plan = (action: string, more: Partial<ActionFacts>) =>
  planAction(action, { ...NONE, ...more })
const failed = (action: string, code: ErrorCode) =>
  outcomeOf(action, new CardSystemError(code, 'refused'))

const RICH: ActionFacts = {
  refs: {
    lock: ['lock-1', 'lock-2', 'lock-1'],
    hold: ['hold-1'],
    attempt: ['attempt-1'],
    auth: ['auth-1', 'auth-3'],
    charge: ['auth-1', 'auth-2', 'auth-3'],
    stop: ['stop-1'],
    shipment: ['shipment-1'],
  },
  cardRefs: ['card-1', 'card-2'],
  customerRef: 'customer-1',
  parameters: { reason: 'suspected_fraud' },
  fields: { new_address: '000-0012 東京都みどり野市青葉台1-2-3', disclosure_said: 'なし' },
}

describe('what an action sends', () => {
  for (const action of Object.keys(vocabulary.actions)) {
    it(`${action}: an input that fits its operation, one for each target`, () => {
      const planned = planAction(action, RICH)
      expect(planned).not.to.be.empty
      for (const { operation, targetRef, input } of planned) {
        expect(operation).to.equal(vocabulary.actions[action]?.operation)
        expect(targetRef).not.to.equal('')
        if (operation !== 'recordManualStop')
          expect(inputs[operation].safeParse(input).error, operation).to.equal(undefined)
      }
    })
    if (action !== 'record_manual_stop')
      it(`${action}: nothing when there is nothing to act on`, () => {
        expect(planAction(action, NONE)).to.be.empty
      })
  }

  it('releases every password lock once, and stops each card that was picked', () => {
    expect(plan('release_lock', RICH).map(({ targetRef }) => targetRef)).to.deep.equal([
      'lock-1',
      'lock-2',
    ])
    const stops = plan('stop_card', RICH)
    expect(stops.map(({ targetRef }) => targetRef)).to.deep.equal(['card-1', 'card-2'])
    expect(stops[0]?.input).to.deep.equal({
      cardRef: 'card-1',
      reason: 'suspected_fraud',
      alsoRelated: true,
    })
  })

  it('orders after the absence that was told, and never the same number after fraud', () => {
    const fields = { absence_to: '2026-12-20' }
    const [order] = plan('request_reissue', { refs: RICH.refs, fields })
    expect(order?.input).to.deep.equal({
      stopRef: 'stop-1',
      newNumber: true,
      addressConfirmed: true,
      dispatchAfter: '2026-12-20',
    })
    const [vague] = plan('request_reissue', {
      refs: RICH.refs,
      fields: { absence_to: '来月まで' },
    })
    expect(vague?.input).not.to.have.property('dispatchAfter')
  })

  it('claims the uses named by their numbers, else the suspicious ones', () => {
    const items = (typed: string) => {
      const fields = { disputed_items: typed, police_ref: '12-34' }
      const [claim] = plan('open_claim', { ...RICH, fields })
      return claim?.input
    }
    expect(items('2')).to.deep.include({ items: [{ authRef: 'auth-2' }], policeRef: '12-34' })
    const suspicious = { items: [{ authRef: 'auth-1' }, { authRef: 'auth-3' }] }
    for (const typed of ['', '11月20日と23日の海外の店', '9'])
      expect(items(typed), typed).to.deep.include(suspicious)
  })

  it('counts a claim of other uses, and another address, as another action', () => {
    const once = (action: string, fields: Record<string, string>) =>
      plan(action, { ...RICH, fields }).map((each) => each.onceRef)
    const claim = (typed: string) => once('open_claim', { disputed_items: typed })
    expect(claim('1、2')).to.deep.equal(claim('2 1')).and.not.deep.equal(claim('2'))
    const change = (typed: string) => once('request_address_change', { new_address: typed })
    const written = ['0000099 東京都千代田区丸の内1-1', '〒000-0099 東京都千代田区丸の内１－１']
    expect(change(written[0] ?? '')).to.deep.equal(change(written[1] ?? ''))
    expect(change('0000099 東京都千代田区丸の内1-2')).not.to.deep.equal(change(written[0] ?? ''))
    expect(once('stop_card', {}), 'a card is stopped once, for whatever reason').to.include(
      undefined,
    )
  })
})

describe('an address as it is told', () => {
  const address = (
    postalCode: string,
    prefecture: string,
    city: string,
    line1: string,
    line2 = '',
  ) => ({ postalCode, prefecture, city, line1, line2: line2 || null })
  const cases: [string, ReturnType<typeof readAddress>][] = [
    [
      '〒０００－００１２　東京都みどり野市青葉台１ー２ー３　コーポ青葉　２０１',
      address('000-0012', '東京都', 'みどり野市', '青葉台1-2-3', 'コーポ青葉 201'),
    ],
    ['0000023\n神奈川県汐見市港町4-5-6', address('000-0023', '神奈川県', '汐見市', '港町4-5-6')],
    ['東京都千代田区丸の内1-1 000-0099', address('000-0099', '東京都', '千代田区', '丸の内1-1')],
    ['000-0001北海道札幌市中央区北1条2', address('000-0001', '北海道', '札幌市中央区', '北1条2')],
    ['000-0002 三重県四日市市諏訪町1', address('000-0002', '三重県', '四日市市', '諏訪町1')],
    ['000-0003 東京都東村山市本町1', address('000-0003', '東京都', '東村山市', '本町1')],
    ['000-0004 愛知県蒲郡市旭町1', address('000-0004', '愛知県', '蒲郡市', '旭町1')],
    ['000-0005 北海道余市郡余市町1-1', address('000-0005', '北海道', '余市郡余市町', '1-1')],
    ['東京都みどり野市青葉台1-2-3', null],
    ['000-0012 みどり野市青葉台1-2-3', null],
    ['000-0012 東京都', null],
    ['', null],
  ]
  for (const [typed, expected] of cases)
    it(typed === '' ? '(nothing)' : typed.replace('\n', ' ⏎ '), () => {
      expect(readAddress(typed)).to.deep.equal(expected)
    })
})

describe('how an action ended', () => {
  it('is always a word of the script, whatever the card system says', () => {
    for (const [action, { outcomes }] of Object.entries(vocabulary.actions)) {
      if (action === 'record_manual_stop') continue
      for (const code of ERROR_CODES)
        expect(outcomes, `${action} ${code}`).to.include(failed(action, code).outcome)
      for (const output of [{}, null, 'half'])
        expect(outcomes, action).to.include(outcomeOf(action, output).outcome)
    }
  })

  it('keeps apart what was certainly not done, what is not known and what was so already', () => {
    expect(failed('stop_card', 'unavailable').outcome).to.equal('unavailable')
    expect(failed('stop_card', 'rate_limited').outcome).to.equal('unavailable')
    expect(failed('stop_card', 'timeout_unknown').outcome).to.equal('unknown')
    expect(failed('stop_card', 'conflict_state').outcome).to.equal('ok')
    expect(failed('release_lock', 'conflict_state').outcome).to.equal('ok')
    expect(failed('release_lock', 'policy_refused').outcome).to.equal('refused')
    expect(failed('request_reissue', 'already_reissued').outcome).to.equal('ok')
    expect(failed('request_reissue', 'address_under_review').outcome).to.equal('refused')
    expect(failed('request_reshipment', 'second_return').outcome).to.equal('refused')
    expect(failed('request_reshipment', 'conflict_state').outcome).to.equal('refused')
    expect(failed('inquire_hold', 'network_pending').outcome).to.equal('pending')
    expect(failed('request_hold_release', 'network_pending').outcome).to.equal('accepted')
    expect(failed('open_claim', 'duplicate_item')).to.deep.equal({
      outcome: 'refused',
      receipt: null,
      error: 'duplicate_item',
      output: null,
    })
  })

  it('combines several targets: all must be well', () => {
    expect(combine(['ok', 'ok'])).to.equal('ok')
    expect(combine(['ok', 'refused', 'unknown'])).to.equal('unknown')
    expect(combine(['unavailable', 'refused', 'ok'])).to.equal('refused')
    expect(combine(['ok', 'unavailable'])).to.equal('unavailable')
    expect(combine(['pending', 'suspicious'])).to.equal('suspicious')
    expect(combine(['review'])).to.equal('review')
    expect(combine([])).to.equal('unavailable')
  })
})

let keys = 0
const key = () => {
  keys += 1
  return `action-${keys}`
}
async function stopAndOrder(world: TestWorld) {
  const stopInput = { cardRef: STORY.a, reason: 'suspected_fraud', alsoRelated: true } as const
  const stop = await world.cards.change('stopCard', stopInput, key())
  const order = { stopRef: stop.stopRef, newNumber: true, addressConfirmed: true }
  return { stop, order, reissue: await world.cards.change('requestReissue', order, key()) }
}

describe('results of the card system', () => {
  it('give receipts, what to act on next and what to read out', () =>
    withWorld(async (world) => {
      const { stop, reissue, order } = await stopAndOrder(world)
      expect(outcomeOf('stop_card', stop)).to.deep.include({ outcome: 'ok', receipt: stop.stopRef })
      expect(resultFacts('stop_card', stop).refs).to.deep.equal({ stop: [stop.stopRef] })
      expect(outcomeOf('request_reissue', reissue).receipt).to.equal(reissue.reissueRef)
      const { refs, values } = resultFacts('request_reissue', reissue)
      expect(refs.new_card).to.deep.equal([reissue.newCardRef])
      expect(values['eta.to']).to.deep.equal({ type: 'date', iso: reissue.etaTo })
      const again = await codeOf(world.cards.change('requestReissue', order, key()))
      expect(again).to.equal('already_reissued')
    }))

  it('survive being kept as JSON, and tell nothing when they are not what they should be', () =>
    withWorld(async (world) => {
      const { reissue } = await stopAndOrder(world)
      const kept: unknown = JSON.parse(JSON.stringify(reissue))
      expect(resultFacts('request_reissue', kept)).to.deep.equal(
        resultFacts('request_reissue', reissue),
      )
      for (const broken of [null, undefined, {}, { stopRef: 1 }])
        expect(resultFacts('stop_card', broken)).to.deep.equal({ refs: {}, values: {} })
    }))

  it('tell why the network holds the card, and whether a hold is left', () =>
    withWorld(async ({ cards }) => {
      const cardRef = 'card-0109-a'
      const [hold] = await cards.read('listNetworkHolds', { cardRef })
      const holdRef = hold?.holdRef ?? ''
      const asked = await cards.change('inquireNetworkHold', { holdRef }, key())
      expect(outcomeOf('inquire_hold', asked).outcome).to.equal('velocity')
      const attemptRef = first(asked.attemptRefs)
      const own = { attemptRef, verdict: 'genuine' } as const
      const reported = await cards.change('reportAttempt', own, key())
      expect(outcomeOf('report_genuine', reported).outcome).to.equal('hold_left')
      expect(resultFacts('report_genuine', reported).refs).to.deep.equal({ hold: [holdRef] })
      const release = { holdRef, confirmation: 'mine' }
      const lifted = await cards.change('requestNetworkHoldRelease', release, key())
      expect(outcomeOf('request_hold_release', lifted).outcome).to.equal('ok')
      expect(resultFacts('request_hold_release', lifted).refs).to.deep.equal({ hold: [] })
      const clear = await cards.change('reportAttempt', own, key())
      expect(outcomeOf('report_genuine', clear).outcome).to.equal('clear')
    }))
})
