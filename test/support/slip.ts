import { bookletOf, interruptKey, keyOf } from '../../src/scripts/booklet.ts'
import { shipped } from '../scripts/shipped.ts'

/** Answers as somebody writes them on a slip, `step outcome` each: 1a 2e 5. */
export function onSlip(...answers: readonly string[]): string {
  const { script, numbers } = bookletOf(shipped())
  return answers
    .map((each) => {
      const [id = '', outcome = ''] = each.split(' ')
      const step = script.steps.get(id)
      if (!step) throw new Error(`no step ${id}`)
      if (outcome.startsWith('!')) {
        const pressed = script.interrupts.findIndex(({ id: name }) => `!${name}` === outcome)
        return `${numbers.get(id)}${interruptKey(pressed)}`
      }
      const nth = step.choices.findIndex((choice) => choice.outcome === outcome)
      if (nth < 0) throw new Error(`no answer ${each}`)
      return `${numbers.get(id)}${keyOf(nth)}`
    })
    .join(' ')
}

export const numberOf = (id: string): number => bookletOf(shipped()).numbers.get(id) ?? 0
