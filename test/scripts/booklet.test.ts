import { expect } from 'chai'
import fc from 'fast-check'
import {
  bookletOf,
  interruptKey,
  isForPaper,
  keyOf,
  withoutSystem,
} from '../../src/scripts/booklet.ts'
import { graphOf } from '../../src/scripts/graph.ts'
import { BACK, type Script } from '../../src/scripts/script.ts'
import { readSlipPath } from '../../src/scripts/slip-path.ts'
import { readSlipWords } from '../../src/scripts/slip-words.ts'
import { INTERRUPT_MARK } from '../../src/scripts/walk.ts'
import { dice, FEW_WORDS } from './few-words.ts'
import { randomScript } from './random.ts'
import { shipped } from './shipped.ts'

const SEED = 20261123
const seeds = fc.integer({ min: 0, max: 2 ** 31 })

/** Every step that some chain of edges leads to, found the slow way. */
function reachable(script: Script): Set<string> {
  const { edges } = graphOf(script, 'en')
  const found = new Set([script.start])
  const canPress = () =>
    [...found].some((id) => !['end', 'route'].includes(script.steps.get(id)?.kind ?? 'end'))
  for (let before = -1; before !== found.size; ) {
    before = found.size
    for (const { from, to, kind } of edges)
      if (to !== BACK && (found.has(from) || (kind === 'interrupt' && canPress()))) found.add(to)
  }
  return found
}

const NOBODY = { customer: null, cards: [], network: 'unknown' }

describe('the booklet of a script', () => {
  it('numbers every step that can be reached once, from 1 on, with none left out', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const script = randomScript(seed)
        const { steps, numbers, chapters } = bookletOf(script)
        expect(new Set(steps.map((step) => step.id))).to.deep.equal(reachable(script))
        expect([...numbers.values()]).to.deep.equal(steps.map((_, index) => index + 1))
        expect(chapters.flatMap((chapter) => chapter.steps)).to.deep.equal(steps)
      }),
      { seed: SEED, numRuns: 300 },
    )
  })

  it('of the shipped script has every step, the greeting first', () => {
    const script = shipped()
    const { steps, numbers } = bookletOf(script)
    expect(steps).to.have.length(script.steps.size)
    expect(numbers.get(script.start)).to.equal(1)
  })

  it('knows the way on without the system for every look-up and action, and takes no other', () => {
    for (const step of shipped().steps.values()) {
      if (step.kind !== 'check' && step.kind !== 'act') continue
      const fallback = withoutSystem(step)
      if (step.action === 'record_manual_stop') expect(fallback, step.id).to.equal(null)
      else expect(fallback, step.id).not.to.equal(null)
      const done = step.choices.filter((each) => each.outcome === 'ok')
      for (const choice of done)
        expect(isForPaper(step, choice), step.id).to.equal(step.action === 'record_manual_stop')
    }
  })
})

describe('a path on a slip', () => {
  it('is read in whatever manner it was written', () => {
    const read = (text: string) =>
      readSlipWords(text).words.map(({ number, key }) => `${number}${key}`)
    for (const text of [
      '1a 4b 12!1 23',
      '１ａ　４ｂ　１２！１　２３',
      '1a,4b,12!1,23',
      '1a→4b→12!1→23へ',
      '1-a、4(b)、12割1、23番',
      '手順1a 手順4b 12 !1 No23',
      '1a -> 4b -> 12割り込み1 -> 23.',
      '1a4b12!1 23',
    ])
      expect(read(text), text).to.deep.equal(['1a', '4b', '12!1', '23'])
  })

  it('tells the first piece that is none', () => {
    const { words, unread } = readSlipWords('1a 2e ？？ 9d')
    expect(words.map((each) => each.text)).to.deep.equal(['1a', '2e'])
    expect(unread).to.deep.equal({ place: 3, text: '??' })
  })

  it('that a call could take is followed to where the call comes, over random scripts', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const script = randomScript(seed)
        const booklet = bookletOf(script)
        const die = dice(seed)
        let path = ''
        let reading = readSlipPath(booklet, path, NOBODY, FEW_WORDS)
        for (let left = 12; left > 0 && !reading.standing.ended; left -= 1) {
          const step = script.steps.get(reading.standing.current.step)
          if (!step || reading.standing.problem) break
          const interrupts = script.interrupts.map((_, index) => interruptKey(index))
          const key = die.one([...step.choices.map((_, index) => keyOf(index)), ...interrupts])
          const next = `${path} ${booklet.numbers.get(step.id)}${key}`
          const after = readSlipPath(booklet, next, NOBODY, FEW_WORDS)
          const choice = step.choices.find((_, index) => keyOf(index) === key)
          if (after.answers.length === reading.answers.length) {
            expect(after.problem, next).not.to.equal(null)
            continue
          }
          const last = after.answers.at(-1)
          expect(last?.step, next).to.equal(step.id)
          expect(last?.outcome).to.equal(
            choice?.outcome ??
              `${INTERRUPT_MARK}${script.interrupts[Number(key.slice(1)) - 1]?.id}`,
          )
          path = next
          reading = after
        }
        if (reading.standing.ended && path !== '') expect(reading.problem, path).to.equal(null)
      }),
      { seed: SEED, numRuns: 300 },
    )
  })
})
