import type { Call } from '../calls/call.ts'
import type { CallContext } from '../calls/context.ts'
import { plainText, readOut } from '../calls/read-out.ts'
import { valuesFor } from '../calls/values.ts'
import type { Wording } from '../calls/wording.ts'
import type { References } from '../scripts/references.ts'
import type { Answer, Passed } from '../scripts/walk.ts'
import type { CaseMatter, CaseRecord } from './case-record.ts'

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
  const said = momentOf(context.call, answer, now)
  const subject = subjectOf(context, asOf(record, said), before.cards[0])
  if (!subject) return null
  const { call } = context
  const { cards } = before
  const at = new Date(said)
  const values = valuesFor({ ...subject, call, matter, cards, references, now: at })
  const { unrecorded } = wording.t.placeholders
  return plainText(readOut(step.say, values, before.identity, wording, unrecorded))
}

/** When it was said; what was entered from a slip rests on what was entered with it. */
function momentOf({ entries, paper }: Call, { seq }: Answer, now: Date): string {
  const answered = entries.find((entry) => entry.seq === seq)?.at
  return paper?.enteredAt ?? answered ?? now.toISOString()
}

/** What was done or promised since cannot have been said then; what has ended since was open. */
function asOf(record: CaseRecord, moment: string): CaseRecord {
  const { actions, commitments } = record
  return {
    ...record,
    actions: actions.filter(({ endedAt }) => endedAt !== null && endedAt <= moment),
    commitments: commitments
      .filter(({ madeAt, endedAt }) => madeAt <= moment && (endedAt ?? '~') > moment)
      .map((each) => ({ ...each, state: 'open' })),
  }
}

function subjectOf({ call }: CallContext, record: CaseRecord, cardRef: string | undefined) {
  const operator = record.operators.find((each) => each.id === call.operatorId)
  const card = record.customer?.cards.find((each) => each.cardRef === cardRef)
  const { caseFile, customer, actions, commitments } = record
  return operator && { operator, card: card ?? null, caseFile, customer, actions, commitments }
}
