import { expect } from 'chai'
import type { Script } from '../../src/scripts/script.ts'
import { vocabulary } from '../../src/scripts/vocabulary.ts'
import type { Standing } from '../../src/scripts/walk.ts'
import { load, SMALL } from './load.ts'
import { retrace } from './retrace.ts'
import { ENTRY } from './shipped.ts'
import { edgesIn, tourOf } from './tour.ts'

/** The edges that a walked call has taken, read off the walk alone. */
function walked(script: Script, { path, current }: Standing): Set<string> {
  const names = path.flatMap(({ step, answer, choice, before }, index) => {
    const outcome = answer?.outcome ?? choice?.outcome ?? ''
    const interrupt = script.interrupts.find((each) => `!${each.id}` === outcome)
    const meant = choice?.next === '$back' ? before.back : (choice?.next ?? interrupt?.next)
    const to = path[index + 1]?.step ?? current.step
    const passed: string[] = []
    for (let at = meant; at && at !== to; at = script.steps.get(at)?.atMost?.otherwise)
      passed.push(`${at} used up`)
    return [interrupt ? outcome : `${step} ${outcome}`, ...passed]
  })
  return new Set(names)
}

/** A route handles values that it never meets, and a bound may be larger than any call needs; answers are all given. */
function mayBeDead(script: Script, edge: string): boolean {
  const [step = ''] = edge.split(' ')
  return edge.endsWith(' used up') || script.steps.get(step)?.kind === 'route'
}

for (const [name, entry] of [
  ['the small script', SMALL],
  ['the shipped script', ENTRY],
] as const)
  describe(`every edge of ${name}`, () => {
    it('is walked by some call', () => {
      const script = load(entry)
      const seen = new Set<string>()
      for (const { path } of tourOf(script, vocabulary)) {
        const standing = retrace(script, path)
        if (standing) for (const edge of walked(script, standing)) seen.add(edge)
      }
      const never = edgesIn(script).filter((edge) => !seen.has(edge))
      console.log(never.map((edge) => `      never: ${edge}`).join('\n'))
      expect(never.filter((edge) => !mayBeDead(script, edge))).to.deep.equal([])
    })
  })
