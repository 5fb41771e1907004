import { expect } from 'chai'
import fc from 'fast-check'
import { check } from '../../src/scripts/check.ts'
import type { Script } from '../../src/scripts/script.ts'
import { truthOf } from './brute.ts'
import { FEW_WORDS, randomScript } from './random.ts'

const SEED = 20261123
const MOST_STATES = 1500
const FAULTS = ['level', 'placeholder', 'no_choice', 'no_way_back']

function told(script: Script) {
  const { findings } = check(script, FEW_WORDS)
  const of = (...kinds: string[]) => findings.filter((each) => kinds.includes(each.kind))
  return {
    unreachable: new Set(of('unreachable').map((each) => each.step)),
    faults: new Set(
      of(...FAULTS).map(({ kind, step, outcome = '', placeholder }) =>
        [kind, step, outcome, ...(placeholder ? [placeholder] : [])].join(' '),
      ),
    ),
    endless: of('endless', 'never_rests').length > 0,
    trapped: of('no_end_ahead').map((each) => each.step),
    broken: new Map(of('policy').map((each) => [each.policy ?? '', each.path])),
    undecided: of('undecided').length,
  }
}

describe('check and brute force', () => {
  it('agree on small random scripts', () => {
    let compared = 0
    const agree = fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (seed) => {
      const script = randomScript(seed)
      const truth = truthOf(script, FEW_WORDS, MOST_STATES)
      if (!truth) return
      compared += 1
      const found = told(script)
      expect(found.undecided).to.equal(0)
      const unreached = [...script.steps.keys()].filter((id) => !truth.reached.has(id))
      expect([...found.unreachable].sort(), 'unreachable').to.deep.equal(unreached.sort())
      expect([...found.faults].sort(), 'faults').to.deep.equal([...truth.faults].sort())
      expect(found.endless, 'endless').to.equal(truth.endless)
      for (const step of found.trapped) expect([...truth.trapped], 'trapped').to.include(step)
      if (truth.trapped.size > 0) expect(found.endless || found.trapped.length > 0).to.equal(true)
      expect([...found.broken.keys()].sort()).to.deep.equal([...truth.broken.keys()].sort())
    })
    fc.assert(agree, { seed: SEED, numRuns: 150 })
    expect(compared).to.be.greaterThan(75)
  }).timeout(120_000)
})
