import { expect } from 'chai'
import type { Choice, Interrupt, Script, Step } from '../../src/scripts/script.ts'
import { type Answer, walk } from '../../src/scripts/walk.ts'
import { parseText } from './load.ts'

const TEXT = '{ ja: あ, en: a }'
const HEAD = `
id: tiny
title: ${TEXT}
start: reason
phases: [{ id: p, title: ${TEXT} }]
variables: { mood: [calm, cross] }
interrupts:
  wait: { label: ${TEXT}, next: hold }
  lost: { label: ${TEXT}, next: cards, below: search, set: { mood: cross } }
`
const STEPS = `
steps:
  reason: { phase: p, kind: ask, title: ${TEXT}, choices: { a: { label: ${TEXT}, next: search }, b: { label: ${TEXT}, next: last } } }
  search:
    phase: p
    kind: check
    title: ${TEXT}
    look_up: customer_search
    at_most: { visits: 2, then: last }
    choices: { one: { next: verify }, many: { next: search }, none: { next: search }, unavailable: { next: last } }
  verify:
    phase: p
    kind: check
    title: ${TEXT}
    look_up: verification
    choices: { full: { next: cards }, basic: { next: cards }, no_match: { next: last }, unavailable: { next: last } }
  cards:
    phase: p
    kind: check
    title: ${TEXT}
    look_up: card_choice
    choices: { picked: { next: consent }, none: { next: last }, unavailable: { next: last } }
  consent: { phase: p, kind: ask, title: ${TEXT}, needs: full, choices: { agree: { label: ${TEXT}, next: stop }, refuse: { label: ${TEXT}, next: last } } }
  stop:
    phase: p
    kind: act
    title: ${TEXT}
    action: stop_card
    with: { reason: lost }
    choices: { ok: { next: last }, refused: { next: last }, unavailable: { next: last }, unknown: { next: last } }
  hold:
    phase: p
    kind: ask
    title: ${TEXT}
    at_most: { visits: 2, per: call, then: last }
    choices: { back: { label: ${TEXT}, next: $back }, anew: { label: ${TEXT}, next: search, reset: identity } }
  last:
    phase: p
    kind: ask
    title: ${TEXT}
    choices: { done: { label: ${TEXT}, next: end }, more: { label: ${TEXT}, next: reason, opens: matter } }
  end: { phase: p, kind: end, title: ${TEXT}, disposition: resolved }
`

function tiny(): Script {
  const { script, problems } = parseText(HEAD + STEPS)
  if (!script) throw new Error(JSON.stringify(problems))
  return script
}

/** Writes a log by answering wherever the call stands. */
class Call {
  readonly log: Answer[] = []
  private readonly script = tiny()

  get standing() {
    return walk(this.script, this.log)
  }

  answer(outcome: string, gives: Answer['gives'] = {}): this {
    const { current, state } = this.standing
    const { customer, cards } = state
    this.log.push({ seq: this.log.length, ...current, outcome, about: { customer, cards }, gives })
    return this
  }

  /** Answers an earlier entry of the log otherwise. */
  correct(index: number, outcome: string, gives: Answer['gives'] = {}): this {
    const first = this.log[index]
    if (!first) throw new Error(`No answer ${index}`)
    this.log.push({ ...first, seq: this.log.length, outcome, gives })
    return this
  }

  verified(customer = 'sato'): this {
    return this.answer('a').answer('one', { customer }).answer('full', { identity: 'full' })
  }
}

const stepsOf = (call: Call) => call.standing.path.map((passed) => passed.step)

describe('walk', () => {
  it('stands at the first step with an empty log, and at an end when it is reached', () => {
    expect(new Call().standing.current).to.deep.equal({ matter: 1, step: 'reason', visit: 1 })
    const { current, ended } = new Call().answer('b').answer('done').standing
    expect([current.step, ended]).to.deep.equal(['end', true])
  })

  it('keeps later answers when an earlier one is corrected, and uses those still on the path', () => {
    const call = new Call().answer('a').answer('unavailable').answer('done')
    const corrected = call.correct(0, 'b').standing
    expect(corrected.current.step).to.equal('end')
    expect(corrected.setAside.map((answer) => answer.step)).to.deep.equal(['search'])
    expect(call.correct(0, 'a').standing.setAside).to.deep.equal([])
  })

  it('sets aside what was checked and consented for another card', () => {
    const call = new Call()
      .verified()
      .answer('picked', { cards: ['amex'] })
      .answer('agree')
    call.answer('ok').correct(3, 'picked', { cards: ['visa'] })
    const { current, setAside } = call.standing
    expect(current.step).to.equal('consent')
    expect(setAside.map((answer) => answer.outcome)).to.deep.equal(['agree', 'ok'])
    expect(call.correct(3, 'picked', { cards: ['amex'] }).standing.current.step).to.equal('last')
  })

  it('verifies anew when the customer turns out to be another one', () => {
    const call = new Call().verified().answer('picked', { cards: ['amex'] })
    const { current, state } = call.correct(1, 'one', { customer: 'suzuki' }).standing
    expect(current.step).to.equal('verify')
    expect(state).to.include({ customer: 'suzuki', identity: 'none' })
    expect(state.cards).to.deep.equal([])
  })

  it('goes back from an interrupt to a new visit of the step where it was pressed', () => {
    const { current, state } = new Call().answer('a').answer('!wait').answer('back').standing
    expect(current).to.deep.equal({ matter: 1, step: 'search', visit: 2 })
    expect(state.back).to.equal('search')
  })

  it('says that there is no way back where no interrupt was pressed in this matter', () => {
    const call = new Call().answer('b').answer('more').answer('!wait')
    const script = tiny()
    const hold = script.steps.get('hold')
    if (!hold) throw new Error('No step hold')
    const opens = hold.choices.map((choice) => ({ ...choice, opensMatter: true }))
    const steps = new Map(script.steps).set('hold', { ...hold, choices: opens })
    call.answer('back')
    expect(
      walk({ ...script, start: 'hold', steps }, [
        {
          seq: 0,
          matter: 1,
          step: 'hold',
          visit: 1,
          outcome: 'back',
          about: { customer: null, cards: [] },
        },
      ]).problem?.kind,
    ).to.equal('no_way_back')
    expect(call.standing.problem).to.equal(null)
  })

  it('takes the lower way of an interrupt below the level, and sets its variables', () => {
    const below = new Call().answer('!lost').standing
    expect([below.current.step, below.state.variables.mood]).to.deep.equal(['search', 'cross'])
    const full = new Call().verified().answer('!lost').standing
    expect(full.current.step).to.equal('cards')
  })

  it('begins a matter with fresh variables, cards and counters, and keeps customer and identity', () => {
    const call = new Call()
      .verified()
      .answer('picked', { cards: ['amex'] })
      .answer('!lost')
    call.answer('none').answer('more')
    const { current, state } = call.standing
    expect(current).to.deep.equal({ matter: 2, step: 'reason', visit: 1 })
    expect(state).to.include({ customer: 'sato', identity: 'full', back: null })
    expect([state.variables.mood, state.cards.length]).to.deep.equal(['calm', 0])
  })

  it('counts visits by matter, and by call where the bound says so', () => {
    const call = new Call().answer('a').answer('none').answer('none')
    expect(call.standing.current.step).to.equal('last')
    expect(call.answer('more').answer('a').standing.current.step).to.equal('search')
    call.answer('!wait').answer('back').answer('!wait').answer('back')
    expect(call.standing.current.step).to.equal('last')
    expect(call.answer('!wait').standing.current).to.include({ step: 'last', visit: 2 })
    expect(stepsOf(call).filter((step) => step === 'hold')).to.have.length(2)
  })

  it('stops with a problem where the level is too low, an answer is not offered or a step is unknown', () => {
    const anew = new Call().verified().answer('!wait').answer('anew').standing
    expect(anew.state.identity).to.equal('none')
    const low = new Call().answer('a').answer('one', { customer: 'sato' }).answer('full')
    expect(low.standing.problem).to.deep.include({ kind: 'level' })
    expect(new Call().answer('zzz').standing.problem?.kind).to.equal('not_offered')
    expect(new Call().answer('!zzz').standing.problem?.kind).to.equal('not_offered')
    const script = tiny()
    const gone = new Map<string, Step>([...script.steps].filter(([id]) => id !== 'search'))
    const lost = walk({ ...script, steps: gone }, new Call().answer('a').log)
    expect(lost.problem).to.deep.include({ kind: 'unknown_step' })
  })

  it('offers a choice only for its values', () => {
    const script = tiny()
    const [choice] = script.steps.get('reason')?.choices ?? []
    if (!choice) throw new Error('No choice')
    const guarded: Choice = { ...choice, when: { mood: ['cross'] } }
    const reason = script.steps.get('reason')
    if (!reason) throw new Error('No step reason')
    const steps = new Map(script.steps).set('reason', { ...reason, choices: [guarded] })
    const [, lost] = script.interrupts
    const cross: Interrupt[] = lost ? [{ ...lost, next: 'reason', below: 'reason' }] : []
    const about = { customer: null, cards: [] }
    const at = (visit: number, outcome: string) => ({
      seq: visit,
      matter: 1,
      step: 'reason',
      visit,
      outcome,
      about,
    })
    const calm = walk({ ...script, steps, interrupts: cross }, [at(1, 'a')])
    expect(calm.problem?.kind).to.equal('not_offered')
    const after = walk({ ...script, steps, interrupts: cross }, [at(1, '!lost'), at(2, 'a')])
    expect(after.current.step).to.equal('search')
  })
})
