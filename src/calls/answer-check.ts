import { atLeast, type Choice, type Step } from '../scripts/script.ts'
import { vocabulary } from '../scripts/vocabulary.ts'
import { INTERRUPT_MARK, isOffered, type Position, type State } from '../scripts/walk.ts'
import { LONGEST_TEXT } from '../web/forms.ts'
import type { ByWhom, CallEntry, EntryFacts } from './call.ts'
import { type FieldError, type FieldReading, readFields } from './field-values.ts'
import type { Submission } from './submission.ts'

/** An answer that may be recorded. */
export interface Accepted {
  readonly outcome: string
  readonly byWhom: ByWhom
  readonly fields: Readonly<Record<string, string>>
  readonly reason: string
  readonly gives: NonNullable<EntryFacts['gives']>
  readonly pickedCase: string | null
  readonly proposed: string | null
}
export type Refusal =
  | 'notOffered'
  | 'lookFirst'
  | 'reasonNeeded'
  | 'pickNeeded'
  | 'notByHand'
  | 'level'
  | 'fields'
export type Check =
  | { readonly accepted: Accepted }
  | { readonly refusal: Refusal; readonly errors: Readonly<Record<string, FieldError>> }

const refuse = (refusal: Refusal, errors: Readonly<Record<string, FieldError>> = {}): Check => ({
  refusal,
  errors,
})

/** Confirming an action is not an outcome: the card system gives that. */
export const CONFIRM = 'confirm'
/** The same, where what would be confirmed stands already: the call goes on from that. No script has such an outcome. */
export const GO_ON = 'as_it_stands'

/** Whether this answer may be given to this step now. The same on every route: the script's guards and the code's. */
export function checkAnswer(
  step: Step,
  state: State,
  submission: Submission,
  seen: CallEntry | undefined,
): Check {
  if (submission.reason.length > LONGEST_TEXT) return refuse('fields')
  const reading = readFields(step.fields, submission.fields)
  if (submission.outcome.startsWith(INTERRUPT_MARK))
    return accept({ ...submission, fields: withoutWrong(reading) }, {})
  if (!atLeast(state.identity, levelOf(step))) return refuse('level')
  const choice = step.choices.find((each) => each.outcome === submission.outcome)
  const confirms = step.kind === 'act' && [CONFIRM, GO_ON].includes(submission.outcome)
  if (!confirms && !(choice && isOffered(choice, state))) return refuse('notOffered')
  if (choice && step.kind === 'act' && choice.by === 'system') return refuse('notOffered')
  if (Object.keys(reading.errors).length > 0) return refuse('fields', reading.errors)
  if (step.kind === 'check' && choice?.by === 'system')
    return checkLookUp(step, choice, submission, seen, reading.values)
  return accept(
    { ...submission, fields: reading.values },
    { proposed: seen?.facts.proposed ?? null },
  )
}

/** Whoever is interrupted has typed what they have; what cannot be taken is no reason to stay. */
const withoutWrong = ({ values, errors }: FieldReading): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => errors[name] === undefined))

/** The lowest level at which this step may be worked on: the code's, which the script can only raise. */
export function levelOf(step: Step) {
  const coded =
    vocabulary.lookUps[step.lookUp ?? '']?.level ??
    vocabulary.actions[step.action ?? '']?.level ??
    'none'
  return atLeast(step.needs, coded) ? step.needs : coded
}

function accept(submission: Submission, rest: Partial<Accepted>): Check {
  return {
    accepted: {
      outcome: submission.outcome,
      byWhom: 'operator',
      fields: submission.fields,
      reason: submission.reason,
      gives: {},
      pickedCase: null,
      proposed: null,
      ...rest,
    },
  }
}

function checkLookUp(
  step: Step,
  choice: Choice,
  submission: Submission,
  entry: CallEntry | undefined,
  fields: Readonly<Record<string, string>>,
): Check {
  const seen = entry?.content.seen
  const spec = vocabulary.lookUps[step.lookUp ?? '']
  if (!entry || !seen || !spec) return refuse('lookFirst')
  const answer = { ...submission, fields }
  if (seen.away) {
    const allowed = !spec.byHand || spec.byHand.includes(choice.outcome)
    return allowed
      ? accept(answer, { byWhom: 'hand', proposed: seen.proposed })
      : refuse('notByHand')
  }
  const given = givenBy(step, choice.outcome, submission, entry)
  if (given === null) return refuse(spec.picks ? 'pickNeeded' : 'notOffered')
  if (seen.proposed !== null && choice.outcome !== seen.proposed && submission.reason === '')
    return refuse('reasonNeeded')
  return accept(answer, { ...given, proposed: seen.proposed })
}

/** What the outcome gives to the call, as far as the look-up really found it; null when it did not. */
function givenBy(
  step: Step,
  outcome: string,
  submission: Submission,
  entry: CallEntry,
): Pick<Accepted, 'gives' | 'pickedCase'> | null {
  const spec = vocabulary.lookUps[step.lookUp ?? '']
  const gives = spec?.outcomes[outcome] ?? {}
  const found = entry.facts.gives ?? {}
  if (gives.identity) {
    if (!found.identity || !atLeast(found.identity, gives.identity)) return null
    return { gives: { identity: gives.identity }, pickedCase: null }
  }
  if (gives.customer)
    return found.customer ? { gives: { customer: found.customer }, pickedCase: null } : null
  const candidates = entry.content.seen?.candidates.filter((each) => each.outcome === outcome) ?? []
  if (!spec?.picks || candidates.length === 0)
    return gives.card ? null : { gives: {}, pickedCase: null }
  const picked = candidates.filter((each) => submission.picks.includes(each.ref))
  const [first] = picked
  if (!first || (spec.picks !== 'cards' && picked.length > 1)) return null
  if (spec.picks === 'case') return { gives: {}, pickedCase: first.ref }
  return {
    gives: { cards: picked.map((each) => each.ref), network: first.network ?? 'unknown' },
    pickedCase: null,
  }
}

export const samePosition = (a: Position, b: Position): boolean =>
  a.matter === b.matter && a.step === b.step && a.visit === b.visit
