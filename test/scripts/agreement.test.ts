import { expect } from 'chai'
import fc from 'fast-check'
import { check } from '../../src/scripts/check.ts'
import type { Finding } from '../../src/scripts/finding.ts'
import type { Script } from '../../src/scripts/script.ts'
import { scriptWithAsides } from './asides.ts'
import { type Truth, truthOf } from './brute.ts'
import { FEW_WORDS } from './few-words.ts'
import { randomScript, tameScript } from './random.ts'

const SEED = 20261123
const MOST_STATES = 1500

const isOneOf =
  (...kinds: Finding['kind'][]) =>
  (finding: Finding) =>
    kinds.includes(finding.kind)
const ENDLESS = isOneOf('endless', 'never_rests')
const FAULT = isOneOf('level', 'placeholder', 'no_choice', 'no_way_back')
const sorted = (names: Iterable<string>) => [...names].sort()

const told = ({ kind, step, outcome = '', placeholder }: Finding) =>
  [kind, step, outcome, ...(placeholder ? [placeholder] : [])].join(' ')

const isUnbounded = ({ steps }: Script) => [...steps.values()].every((step) => !step.atMost)

/** Guarded answers to steps that are reached: any other is offered wherever its step may be entered. */
function neverOffered(script: Script, { reached, offered }: Truth): string[] {
  return [...script.steps.values()]
    .filter(({ id }) => reached.has(id))
    .flatMap(({ id, choices }) =>
      choices
        .filter(({ when, needs }) => needs !== 'none' || Object.keys(when).length > 0)
        .map(({ outcome }) => `${id} ${outcome}`),
    )
    .filter((answer) => !offered.has(answer))
    .map((answer) => `never_offered ${answer}`)
}

function agreeOnStructure(script: Script, findings: readonly Finding[], truth: Truth): void {
  const unreachable = findings.filter(isOneOf('unreachable')).map((each) => each.step)
  const unreached = [...script.steps.keys()].filter((id) => !truth.reached.has(id))
  expect(sorted(unreachable), 'unreachable').to.deep.equal(sorted(unreached))
  const never = findings.filter(isOneOf('never_offered')).map(told)
  const truly = neverOffered(script, truth)
  if (isUnbounded(script)) expect(sorted(never), 'never offered').to.deep.equal(sorted(truly))
  for (const answer of never) expect(truly, 'never offered').to.include(answer)
  expect(sorted(findings.filter(FAULT).map(told)), 'faults').to.deep.equal(sorted(truth.faults))
  expect(findings.some(ENDLESS), 'endless').to.equal(truth.endless)
  const trapped = findings.filter(isOneOf('no_end_ahead')).map((each) => each.step)
  for (const step of trapped) expect([...truth.trapped], 'no end ahead').to.include(step)
  const stuck = (finding: Finding) => ENDLESS(finding) || FAULT(finding)
  if (truth.trapped.size > 0)
    expect(trapped.length > 0 || findings.some(stuck), 'an end missed').to.equal(true)
}

/** A counter-example may be longer than need be only where a shorter one uses up a bound; routes are no answers. */
function agreeOnPolicies(script: Script, findings: readonly Finding[], truth: Truth): void {
  const broken = findings.filter(isOneOf('policy'))
  const names = broken.map((each) => each.policy ?? '')
  expect(sorted(names), 'policies').to.deep.equal(sorted(truth.broken.keys()))
  const steps = [...script.steps.values()]
  const plain = isUnbounded(script) && steps.every((step) => step.kind !== 'route')
  for (const { policy = '', path } of broken) {
    const answers = path.filter(({ step }) => script.steps.get(step)?.kind !== 'route').length
    const shortest = truth.broken.get(policy) ?? 0
    expect(answers).to.be.at.least(shortest)
    if (plain) expect(answers).to.equal(shortest)
  }
}

function compareAll(make: (seed: number) => Script, numRuns: number): number {
  let compared = 0
  const agree = (seed: number) => {
    const script = make(seed)
    const truth = truthOf(script, FEW_WORDS, MOST_STATES)
    if (!truth) return
    compared += 1
    const { findings } = check(script, FEW_WORDS)
    expect(findings.filter(isOneOf('undecided'))).to.deep.equal([])
    agreeOnStructure(script, findings, truth)
    agreeOnPolicies(script, findings, truth)
  }
  const seeds = fc.integer({ min: 0, max: 2 ** 31 })
  fc.assert(fc.property(seeds, agree), { seed: SEED, numRuns })
  return compared
}

describe('check and brute force', () => {
  it('agree on small random scripts', () => {
    expect(compareAll(randomScript, 250)).to.be.greaterThan(200)
  })

  it('agree on small scripts that have little wrong with them', () => {
    expect(compareAll(tameScript, 150)).to.be.greaterThan(100)
  })

  it('agree on small scripts whose interrupts lead back', () => {
    expect(compareAll(scriptWithAsides, 400)).to.be.greaterThan(200)
  })
})
