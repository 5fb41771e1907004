import { expect } from 'chai'
import fc from 'fast-check'
import { check } from '../../src/scripts/check.ts'
import type { Finding } from '../../src/scripts/finding.ts'
import type { Script } from '../../src/scripts/script.ts'
import { type Answer, type Standing, walk } from '../../src/scripts/walk.ts'
import { type Dice, dice, FEW_WORDS } from './few-words.ts'
import { play } from './play.ts'
import { randomScript, tameScript } from './random.ts'

const SEED = 20261123
const LONG = 25
const seeds = fc.integer({ min: 0, max: 2 ** 31 })
const holds = (property: (seed: number) => void, numRuns: number) =>
  fc.assert(fc.property(seeds, property), { seed: SEED, numRuns })

/** A standing without the numbers of the log's entries, which a correction changes. */
function plain({ path, current, ended, state, setAside, problem }: Standing) {
  const answers = (all: readonly Answer[]) =>
    all.map(({ matter, step, visit, outcome }) => `${matter}/${step}/${visit} ${outcome}`).sort()
  const went = path.map(({ matter, step, visit, answer, before }) => ({
    matter,
    step,
    visit,
    outcome: answer?.outcome,
    before,
  }))
  return { went, current, ended, state, setAside: answers(setAside), problem: problem?.kind }
}

function shuffled(log: readonly Answer[], die: Dice): Answer[] {
  const left = [...log]
  const mixed: Answer[] = []
  while (left.length > 0) mixed.push(...left.splice(die.below(left.length), 1))
  return mixed
}

/** Answers to places that may or may not be on any path. */
const stray = (script: Script, die: Dice, seq: number): Answer => ({
  seq,
  matter: 1 + die.below(2),
  step: die.one([...script.steps.keys()]),
  visit: 1 + die.below(3),
  outcome: die.one(['a', 'b', 'next', 'ok', 'one', 'full', '!i0', 'nonsense']),
  about: { customer: die.chance(0.5) ? null : 'customer-0', cards: [] },
})

describe('walking a random log', () => {
  it('gives the same standing each time, in whatever order different places were answered', () => {
    holds((seed) => {
      const die = dice(seed)
      const script = randomScript(seed)
      const { log } = play(script, FEW_WORDS, die, LONG)
      expect(walk(script, log)).to.deep.equal(walk(script, structuredClone(log)))
      expect(plain(walk(script, shuffled(log, die)))).to.deep.equal(plain(walk(script, log)))
    }, 150)
  })

  it('never fails on stray answers, and keeps every one of them on the path or set aside', () => {
    holds((seed) => {
      const die = dice(seed)
      const script = randomScript(seed)
      const { log } = play(script, FEW_WORDS, die, LONG)
      const strays = Array.from({ length: 8 }, (_, index) => stray(script, die, 1000 + index))
      const mixed = shuffled([...log, ...strays], die)
      const { path, setAside } = walk(script, mixed)
      const kept = new Set([...path.map((passed) => passed.answer), ...setAside])
      for (const answer of mixed) {
        const later = mixed.slice(mixed.indexOf(answer) + 1)
        const replaced = later.some(
          (each) =>
            each.matter === answer.matter &&
            each.step === answer.step &&
            each.visit === answer.visit,
        )
        expect(replaced || kept.has(answer)).to.equal(true)
      }
    }, 150)
  })

  it('stands as before when an answer is corrected and corrected back', () => {
    let moved = 0
    holds((seed) => {
      const die = dice(seed)
      const script = randomScript(seed)
      const { log, standing } = play(script, FEW_WORDS, die, LONG)
      if (log.length === 0) return
      const answer = die.one(log)
      const outcomes = script.steps.get(answer.step)?.choices.map((choice) => choice.outcome) ?? []
      const other = { ...answer, seq: 500, outcome: die.one([...outcomes, '!i0']), gives: {} }
      const corrected = walk(script, [...log, other])
      if (corrected.path.length !== standing.path.length) moved += 1
      const back = walk(script, [...log, other, { ...answer, seq: 501 }])
      expect(plain(back)).to.deep.equal(plain(standing))
    }, 200)
    expect(moved).to.be.greaterThan(30)
  })
})

/** No call of a sound script can be longer: between two bounded steps no state comes twice. */
function longest(script: Script): number {
  const bounds = [...script.steps.values()].flatMap((step) => (step.atMost ? [step.atMost] : []))
  const visits = (per: 'call' | 'matter') =>
    bounds.filter((bound) => bound.per === per).reduce((sum, bound) => sum + bound.visits, 0)
  const matters = 1 + visits('call')
  return matters * (1 + visits('call') + visits('matter')) * script.steps.size ** 2 * 36
}

const HARMLESS: readonly Finding['kind'][] = ['unreachable', 'never_offered']

describe('a script that check passes', () => {
  it('ends on every call within its bound', () => {
    let sound = 0
    let answered = 0
    holds((seed) => {
      const script = { ...tameScript(seed), policies: [] }
      const { findings } = check(script, FEW_WORDS)
      if (findings.some((finding) => !HARMLESS.includes(finding.kind))) return
      sound += 1
      for (let call = 0; call < 5; call += 1) {
        const { log, standing } = play(script, FEW_WORDS, dice(seed + call), longest(script))
        answered += log.length
        expect(standing.problem).to.equal(null)
        expect(standing.ended).to.equal(true)
      }
    }, 400)
    expect(sound).to.be.greaterThan(60)
    expect(answered).to.be.greaterThan(sound * 5)
  })
})
