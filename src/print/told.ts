import type { CallContext } from '../calls/context.ts'
import { plainText, readOut } from '../calls/read-out.ts'
import { valuesFor } from '../calls/values.ts'
import type { Wording } from '../calls/wording.ts'
import type { References } from '../scripts/references.ts'
import type { Passed } from '../scripts/walk.ts'
import type { CaseMatter, CaseRecord } from './case-record.ts'

/** Greetings, the questions who is calling and the closing are no advice. */
const NO_ADVICE = new Set(['opening', 'identity', 'wrap', 'end'])

/** What was read out to the customer and explained, once each, as it was said last. */
export function toldWords(
  record: CaseRecord,
  now: Date,
  references: References,
  wording: Wording,
): string[] {
  const said = new Map<string, string>()
  for (const each of record.matters)
    for (const passed of each.passed) {
      const text = saidAt(each, passed, record, now, references, wording)
      if (text !== null) said.set(passed.step, text)
    }
  return [...said.values()]
}

function saidAt(
  { context, matter }: CaseMatter,
  { step: id, before, answer }: Passed,
  record: CaseRecord,
  now: Date,
  references: References,
  wording: Wording,
): string | null {
  const step = context.version.script.steps.get(id)
  if (!answer || step?.kind !== 'say' || NO_ADVICE.has(step.phase)) return null
  // General advice is the same for everybody: that it was given is what counts.
  if (step.phase === 'advice') return step.title[wording.lang]
  const subject = subjectOf(context, record, before.cards[0])
  if (!subject) return null
  const values = valuesFor({
    ...subject,
    ...{ call: context.call, matter, cards: before.cards, references, now },
  })
  const { unrecorded } = wording.t.placeholders
  return plainText(readOut(step.say, values, before.identity, wording, unrecorded))
}

function subjectOf({ call }: CallContext, record: CaseRecord, cardRef: string | undefined) {
  const operator = record.operators.find((each) => each.id === call.operatorId)
  const card = record.customer?.cards.find((each) => each.cardRef === cardRef)
  const { caseFile, customer, actions, commitments } = record
  return operator && { operator, card: card ?? null, caseFile, customer, actions, commitments }
}
