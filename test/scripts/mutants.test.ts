import { expect } from 'chai'
import { check, type Report } from '../../src/scripts/check.ts'
import { forbiddenAt } from '../../src/scripts/faults.ts'
import { parseScript } from '../../src/scripts/parse.ts'
import type { Problem } from '../../src/scripts/problem.ts'
import type { Script, StepId } from '../../src/scripts/script.ts'
import { vocabulary } from '../../src/scripts/vocabulary.ts'
import {
  belowItsLevel,
  towardsNowhere,
  withMisspeltPlaceholder,
  withoutAnyLevel,
  withoutBound,
  withoutPersonsChoice,
  withoutSystemChoice,
  withoutTranslation,
  withStrangeOutcome,
} from './changes.ts'
import { dice } from './few-words.ts'
import { brokenBy } from './history.ts'
import { filesOf, load, SMALL } from './load.ts'
import { type Change, type Mutant, mutants, redirect } from './mutate.ts'
import { play } from './play.ts'
import { retrace } from './retrace.ts'
import { ENTRY } from './shipped.ts'

type Codes = readonly Problem['code'][]

/** What is wrong in the files themselves, and must be told when they are read. */
const MISREAD: readonly (readonly [what: string, change: (nth: number) => Change, codes: Codes])[] =
  [
    ['an edge to an unknown step', towardsNowhere, ['unknown']],
    ["a system's outcome removed", withoutSystemChoice, ['outcome_missing', 'value_missing']],
    [
      'an outcome added that is never given',
      withStrangeOutcome,
      ['outcome_never_given', 'unknown'],
    ],
    ['a look-up or an action below its level', belowItsLevel, ['needs_too_low']],
    ['a translation lost', withoutTranslation, ['missing_translation']],
    ['a placeholder misspelt', withMisspeltPlaceholder, ['unknown']],
  ]

/** Where a call could go if nothing but the arrows counted: an oracle that knows of no state. */
function arrows(script: Script): Map<StepId, Set<StepId>> {
  const steps = [...script.steps.values()]
  const waits = steps.filter((step) => step.kind !== 'end' && step.kind !== 'route')
  const pressed = script.interrupts.flatMap(({ next, below }) => [next, below ?? next])
  return new Map(
    steps.map((step) => {
      const own = step.choices.flatMap(({ next }) =>
        next === '$back' ? waits.map((each) => each.id) : [next],
      )
      const all = [...own, ...(waits.includes(step) ? pressed : [])]
      const beyond = all.flatMap((id) => chain(script, id))
      return [step.id, new Set(beyond)]
    }),
  )
}
const chain = (script: Script, id: StepId, seen: readonly StepId[] = []): StepId[] => {
  const bound = script.steps.get(id)?.atMost
  return bound && !seen.includes(id) ? [id, ...chain(script, bound.otherwise, [...seen, id])] : [id]
}

function reachable(script: Script): Set<StepId> {
  const ways = arrows(script)
  const found = new Set([script.start])
  for (const id of found) for (const next of ways.get(id) ?? []) found.add(next)
  return found
}

/** Every finding that comes with a call is one that a real call can take. */
function expectRetraced(script: Script, report: Report): void {
  for (const finding of report.findings) {
    if (finding.kind === 'unreachable') continue
    expect(finding.kind).to.not.equal('undecided')
    const round = finding.circle ?? []
    const path = [...finding.path, ...round, ...round, ...round, ...round]
    const standing = retrace(script, path)
    expect(standing, `${finding.kind} at ${finding.step}`).to.not.equal(null)
    if (!standing) continue
    if (finding.circle) expect(standing.ended).to.equal(false)
    if (finding.policy) expect([...brokenBy(script, standing)]).to.include(finding.policy)
    if (finding.kind === 'level') expect(standing.problem?.kind).to.equal('level')
    if (finding.kind === 'placeholder' && finding.outcome === undefined) {
      const step = script.steps.get(finding.step)
      const heard = [step?.say, step?.hint].flatMap((text) =>
        forbiddenAt(text, standing.state.identity, vocabulary),
      )
      expect(heard).to.include(finding.placeholder)
    }
  }
}

/** Calls played at random show nothing that the check did not tell. */
function expectNothingElse(script: Script, report: Report): void {
  const broken = report.policies.filter((policy) => !policy.holds).map((policy) => policy.id)
  const kinds = new Set(report.findings.map((finding) => finding.kind))
  const unreachable = report.findings.filter((each) => each.kind === 'unreachable')
  for (let seed = 1; seed <= 6; seed += 1) {
    const { standing } = play(script, vocabulary, dice(seed), 500)
    for (const id of brokenBy(script, standing)) expect(broken).to.include(id)
    if (!kinds.has('endless') && !standing.problem) expect(standing.ended).to.equal(true)
    if (standing.problem) expect([...kinds]).to.include(standing.problem.kind)
    for (const { step } of standing.path)
      expect(unreachable.map((each) => each.step)).to.not.include(step)
  }
}

/** Checks a mutant, holds the report against the oracles, and tells whether it is still valid. */
function examine(mutant: Mutant, entry: string): { script: Script; report: Report } | null {
  const { script } = parseScript(mutant.files, entry, vocabulary)
  if (!script) return null
  const report = check(script, vocabulary)
  const plain = reachable(script)
  const unreachable = report.findings.filter((each) => each.kind === 'unreachable')
  for (const id of script.steps.keys())
    if (!plain.has(id)) expect(unreachable.map((each) => each.step)).to.include(id)
  expectRetraced(script, report)
  expectNothingElse(script, report)
  return { script, report }
}

/** Steps that a policy demands, and what comes after each. */
function demanded(script: Script): { policy: string; step: StepId; after: StepId }[] {
  return script.policies.flatMap((policy) => {
    const required = policy.form === 'absence' ? [] : policy.require
    const steps = required.flatMap(
      (each) =>
        ('happened' in each ? each.happened?.step : undefined) ??
        ('step' in each ? each.step : undefined) ??
        [],
    )
    return steps.flatMap((step) => {
      const after = script.steps.get(step)?.choices.find((each) => each.next !== step)?.next
      return after && after !== '$back' ? [{ policy: policy.id, step, after }] : []
    })
  })
}

/** How many mutants of a kind are read, and how many are checked: all of a small script, some of the large one. */
for (const [name, entry, read, checked] of [
  ['the small script', SMALL, 1000, 1000],
  ['the shipped script', ENTRY, 6, 2],
] as const)
  describe(`mutants of ${name}`, () => {
    const files = filesOf(entry)

    it('is sound itself', () => {
      expect(check(load(entry), vocabulary).findings).to.deep.equal([])
    })

    for (const [what, change, codes] of MISREAD)
      it(`tells ${what}`, () => {
        let count = 0
        for (const mutant of mutants(files, change, read)) {
          count += 1
          const { problems } = parseScript(mutant.files, entry, vocabulary)
          const found = problems?.map((problem) => problem.code) ?? []
          expect(found, `${mutant.step} ${mutant.what}`).to.satisfy((all: Codes) =>
            all.some((code) => codes.includes(code)),
          )
        }
        expect(count).to.be.greaterThan(0)
      })

    for (const [what, change] of [
      ['a choice of a person removed', withoutPersonsChoice],
      ['a bound removed', withoutBound],
      ['a level removed', withoutAnyLevel],
    ] as const)
      it(`tells what comes of ${what}, and lists what is still valid`, () => {
        const verdicts: string[] = []
        for (const mutant of mutants(files, change, checked)) {
          const examined = examine(mutant, entry)
          const kinds = examined?.report.findings.map((each) => each.kind) ?? ['not readable']
          const verdict = kinds.length === 0 ? 'still valid' : [...new Set(kinds)].join(', ')
          verdicts.push(`${mutant.step} ${mutant.what}: ${verdict}`)
        }
        console.log(verdicts.map((line) => `      ${line}`).join('\n'))
        expect(verdicts).to.not.deep.equal([])
      })

    it("tells when a policy's step is bypassed, and lists what is still valid", () => {
      const verdicts: string[] = []
      const all = demanded(load(entry))
      const stride = Math.max(1, Math.ceil(all.length / checked))
      for (const { policy, step, after } of all.filter((_, place) => place % stride === 0)) {
        const mutant = { what: 'bypassed', step, files: redirect(files, step, after) }
        const examined = examine(mutant, entry)
        const holds = examined?.report.policies.find((each) => each.id === policy)?.holds
        const verdict = examined ? (holds ? 'still holds' : 'broken') : 'not readable'
        verdicts.push(`${policy} without ${step}: ${verdict}`)
      }
      console.log(verdicts.map((line) => `      ${line}`).join('\n'))
      expect(verdicts).to.not.deep.equal([])
    })
  })
