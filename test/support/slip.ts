import { bookletOf, interruptKey, keyOf } from '../../src/scripts/booklet.ts'
import { shipped } from '../scripts/shipped.ts'
import type { Fields } from './visitor.ts'

/** A lost card while nothing worked: stopped by telephone, a call back promised. */
export const EMERGENCY = [
  'op_greet next',
  'op_reason lost_stolen',
  'id_intro next',
  'id_caller self',
  'id_search unavailable',
  'sys_search urgent_stop',
  'st_fallback ok',
  'cb_arrange booked',
  'wr_more nothing',
  'wr_owed_stop later',
  'wr_close next',
  'wr_acw pending',
]
export const SLIP: Fields = {
  day: '2026-11-23',
  from: '8:05',
  to: '0817',
  fromNumber: '090-0000-0103',
  reason: 'lost_stolen',
  cause: 'lost',
  wanted: '財布をなくしたので止めてほしい',
  note: 'とても慌てておられた。',
}
export const STOP: Fields = { stopRef: 'A-112', stopBy: '山口', stopAt: '8:12' }

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
