import { expect } from 'chai'
import { waitingViews, withResults } from '../../src/calls/waiting.ts'
import type { Wording } from '../../src/calls/wording.ts'
import type { ActionState, CardAction } from '../../src/cards/card-action.ts'
import { catalogue, LANGUAGES } from '../../src/i18n/index.ts'
import { vocabulary } from '../../src/scripts/vocabulary.ts'
import { formats } from '../../src/web/format.ts'

const wordingIn = (lang: 'ja' | 'en'): Wording => ({
  lang,
  t: catalogue(lang),
  fmt: formats(lang, 'Asia/Tokyo'),
})
const action = (id: string, name: string, state: ActionState, outcome: string | null) =>
  ({
    id,
    action: name,
    state,
    outcome,
    targetRef: id,
    receipt: state === 'done' ? `R-${id}` : null,
    confirmedBy: 'tanaka',
    confirmedAt: '2026-11-23T00:30:00.000Z',
  }) as CardAction // what is told of it reads no more

describe('what may be said while a result is not known', () => {
  it('is written for every action, in both languages', () => {
    for (const lang of LANGUAGES) {
      const actions = Object.keys(vocabulary.actions).map((name) =>
        action(name, name, 'sent', null),
      )
      const views = waitingViews(actions, () => '', new Map(), wordingIn(lang))
      expect(views).to.have.length(actions.length)
      for (const { label, may, mayNot } of views)
        expect([may.length > 0, mayNot.length > 0], label).to.deep.equal([true, true])
    }
  })

  it('cards that were stopped together are told together; what has ended is not told', () => {
    const actions = [
      action('a', 'stop_card', 'unknown', 'unknown'),
      action('b', 'stop_card', 'sent', null),
      action('c', 'stop_card', 'done', 'ok'),
      action('d', 'request_address_change', 'waiting', null),
    ]
    const views = waitingViews(actions, (each) => `…${each.id}`, new Map(), wordingIn('ja'))
    expect(views.map((each) => each.targets)).to.deep.equal([['…a', '…b']])
  })
})

describe('what an operator wrote before a result came', () => {
  const done = action('a', 'stop_card', 'done', 'ok')
  const refused = action('b', 'stop_card', 'refused', 'refused')
  const ja = wordingIn('ja')

  it('tells the result in the place of the line that the program had proposed', () => {
    const lines = ['利用停止：結果を確認中', 'ご家族にも伝えた', '利用停止：送信済み・結果を確認中']
    expect(withResults(lines, [done, refused], ja)).to.deep.equal([
      '利用停止：停止した（R-a）',
      'ご家族にも伝えた',
      '利用停止：受け付けられない',
    ])
  })

  it('also when it was written in the other language', () => {
    const line = `${catalogue('en').actions.stop_card.name}: Result not known yet`
    expect(withResults([line], [done], ja)).to.deep.equal(['利用停止：停止した（R-a）'])
  })

  it('stays while the result is not known, and as the operator put it', () => {
    const open = action('a', 'stop_card', 'unknown', 'unknown')
    const lines = ['利用停止：結果を確認中', '停止は結果待ち']
    expect(withResults(lines, [open], ja)).to.deep.equal(lines)
    expect(withResults(['停止は結果待ち'], [done], ja)).to.deep.equal(['停止は結果待ち'])
  })
})
