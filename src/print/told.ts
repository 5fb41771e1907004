import { plainText } from '../calls/read-out.ts'
import type { Wording } from '../calls/wording.ts'
import type { References } from '../scripts/references.ts'
import type { Passed } from '../scripts/walk.ts'
import type { CaseMatter, CaseRecord } from './case-record.ts'
import { saidAt } from './said.ts'

/** Greetings, the questions who is calling and the closing are no advice. */
const NO_ADVICE = new Set(['opening', 'identity', 'wrap', 'end'])

/** What was read out to the customer and explained, once each, as it was said last, with what was known at that time. */
export function toldWords(
  record: CaseRecord,
  now: Date,
  references: References,
  wording: Wording,
): string[] {
  const said = new Map<string, string>()
  for (const each of record.matters)
    for (const passed of each.passed) {
      const text = adviceAt(each, passed, record, now, references, wording)
      if (text !== null && text !== '') said.set(passed.step, text)
    }
  return [...said.values()]
}

function adviceAt(
  each: CaseMatter,
  passed: Passed,
  record: CaseRecord,
  now: Date,
  references: References,
  wording: Wording,
): string | null {
  const step = each.context.version.script.steps.get(passed.step)
  if (!passed.answer || step?.kind !== 'say' || NO_ADVICE.has(step.phase)) return null
  // General advice is the same for everybody: that it was given is what counts.
  if (step.phase === 'advice') return step.title[wording.lang]
  return plainText(saidAt(each, passed, record, now, references, wording))
}
