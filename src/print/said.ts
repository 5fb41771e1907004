import type { Call, CallEntry } from '../calls/call.ts'
import type { Segment } from '../calls/call-page.ts'
import type { CallContext } from '../calls/context.ts'
import { readOut } from '../calls/read-out.ts'
import { valuesFor } from '../calls/values.ts'
import type { Wording } from '../calls/wording.ts'
import type { References } from '../scripts/references.ts'
import type { Answer, Passed } from '../scripts/walk.ts'
import type { CaseMatter, CaseRecord } from './case-record.ts'

/** What the values of a sentence are taken from: the record of the case, or what is known without one. */
export type Telling = Pick<CaseRecord, 'customer' | 'operators' | 'actions' | 'commitments'> & {
  readonly caseFile: CaseRecord['caseFile'] | null
}

/**
 * The sentence of a step as it was read out, by the script version of the call and with what was known at that time;
 * empty where the step has none, or was not answered.
 */
export function saidAt(
  { context, matter }: CaseMatter,
  { step: id, before, answer }: Passed,
  telling: Telling,
  now: Date,
  references: References,
  wording: Wording,
): Segment[] {
  const step = context.version.script.steps.get(id)
  if (!answer || !step?.say) return []
  const read = readWhen(context.call, answer)
  const said = context.call.paper?.enteredAt ?? read?.at ?? now.toISOString()
  const subject = subjectOf(context, asOf(telling, said), before.cards[0], read)
  if (!subject) return []
  const call = knownThen(context.call, read)
  const { cards } = before
  const values = valuesFor({ ...subject, call, matter, cards, references, now: new Date(said) })
  return readOut(step.say, values, before.identity, wording, wording.t.placeholders.unrecorded)
}

/** The answer that was given here first: it was read out before that, whatever was corrected later. */
export const readWhen = (
  { entries }: Call,
  { matter, step, visit, seq }: Answer,
): CallEntry | undefined =>
  entries.find(
    (entry) =>
      entry.kind === 'answer' &&
      entry.matter === matter &&
      entry.step === step &&
      entry.visit === visit &&
      entry.seq <= seq,
  )

/** What was looked up later was not known; what was entered from a slip rests on what was entered with it. */
function knownThen(call: Call, read: CallEntry | undefined): Call {
  if (call.paper || !read) return call
  return { ...call, entries: call.entries.filter(({ seq }) => seq <= read.seq) }
}

/** What was done or promised since cannot have been said then; what has ended since was open. */
function asOf(telling: Telling, moment: string): Telling {
  const { actions, commitments } = telling
  return {
    ...telling,
    actions: actions.filter(({ endedAt }) => endedAt !== null && endedAt <= moment),
    commitments: commitments
      .filter(({ madeAt, endedAt }) => madeAt <= moment && (endedAt ?? '~') > moment)
      .map((each) => ({ ...each, state: 'open' })),
  }
}

function subjectOf(
  { call }: CallContext,
  { operators, customer, caseFile, actions, commitments }: Telling,
  cardRef: string | undefined,
  read: CallEntry | undefined,
) {
  const by = read?.operatorId ?? call.operatorId
  const operator = operators.find((each) => each.id === by)
  const card = customer?.cards.find((each) => each.cardRef === cardRef)
  const operatorName = operator?.name
  if (operatorName === undefined) return undefined
  return { operatorName, card: card ?? null, caseFile, customer, actions, commitments }
}
