import type { Declared } from './parse-declarations.ts'
import { readCondition, readSet } from './parse-variables.ts'
import type { Reading } from './reading.ts'
import { BACK, type Choice, LEVELS, type StepKind, type Text } from './script.ts'
import type { Place } from './source.ts'

const BLANK: Text = { ja: '', en: '' }
const NEXT_LABEL: Text = { ja: '次へ', en: 'Next' }
const CHOICE_KEYS = [
  'label',
  'next',
  'by',
  'when',
  'set',
  'needs',
  'say',
  'commits',
  'keeps',
  'reset',
  'opens',
]

/** The one answer to a step that is only read aloud. */
export const PLAIN_CHOICE: Choice = {
  outcome: 'next',
  label: NEXT_LABEL,
  next: '',
  by: 'operator',
  when: {},
  set: {},
  needs: 'none',
  forgetsIdentity: false,
  opensMatter: false,
  commits: [],
  keeps: [],
}

/** Where a choice may lead. */
export const targetsOf = (declared: Declared) => [...declared.steps.keys(), BACK]

/** What is known of a step when its choices are read. */
export interface ChoiceContext {
  readonly kind: StepKind
  /** What the look-up, the action or the route gives: nothing where only people answer, null where it is not known. */
  readonly given: readonly string[] | null
  /** Who gives it, for the problem's sentence. */
  readonly giver: string
}

/** Who gives an outcome; a complaint where it is not theirs to give. */
function byOf(
  reading: Reading,
  context: ChoiceContext,
  outcome: string,
  at: Place,
  place?: Place,
): Choice['by'] {
  const { kind, given, giver } = context
  const marked = reading.known(place, 'word', ['operator', 'system'] as const)
  const isGiven = given === null ? marked !== 'operator' : given.includes(outcome)
  if (kind === 'route') {
    if (!isGiven) reading.wrong(at, 'unknown', { what: 'value', name: outcome })
    return 'system'
  }
  if (isGiven && marked === 'operator' && place)
    reading.wrong(place, 'outcome_by_system', { name: outcome, by: giver })
  const person = kind === 'ask' || kind === 'say'
  if (isGiven || (marked === 'operator' && !person)) return isGiven ? 'system' : 'operator'
  if (!person || marked === 'system')
    reading.wrong(at, 'outcome_never_given', { name: outcome, by: giver || kind })
  return person ? 'operator' : 'system'
}

function checkGuards(reading: Reading, outcome: string, guards: readonly (Place | undefined)[]) {
  for (const guard of guards) if (guard) reading.wrong(guard, 'outcome_guarded', { name: outcome })
}

function labelOf(reading: Reading, context: ChoiceContext, by: Choice['by'], place?: Place) {
  if (place) return reading.label(place)
  if (context.kind === 'say') return NEXT_LABEL
  return by === 'system' ? BLANK : null
}

/** One answer to a step, read from `outcome: { … }`. */
export function readChoice(
  reading: Reading,
  declared: Declared,
  context: ChoiceContext,
  entry: { key: string; at: Place; value: Place },
): Choice {
  const { key: outcome, at, value } = entry
  const entries = reading.entries(value, CHOICE_KEYS)
  if (context.kind !== 'route') reading.id(outcome, at)
  const by = byOf(reading, context, outcome, at, entries.get('by'))
  if (by === 'system') checkGuards(reading, outcome, [entries.get('when'), entries.get('needs')])
  const label = labelOf(reading, context, by, entries.get('label'))
  if (!label) reading.wrong(at, 'missing_key', { name: 'label' })
  const say = entries.get('say')
  const next = reading.known(reading.demand(entries, 'next'), 'step', targetsOf(declared))
  const kinds = reading.vocabulary.commitments
  return {
    outcome,
    label: label ?? BLANK,
    next: next ?? '',
    by,
    ...(say ? { say: reading.speech(say) } : {}),
    when: readCondition(reading, declared, entries.get('when')),
    set: readSet(reading, declared, entries.get('set')),
    needs: reading.known(entries.get('needs'), 'level', LEVELS) ?? 'none',
    forgetsIdentity: reading.known(entries.get('reset'), 'word', ['identity']) !== undefined,
    opensMatter: reading.known(entries.get('opens'), 'word', ['matter']) !== undefined,
    commits: reading.knownList(entries.get('commits'), 'commitment', kinds),
    keeps: reading.knownList(entries.get('keeps'), 'commitment', kinds),
  }
}

/** Says which outcomes have nowhere to go. */
export function checkAllHandled(
  reading: Reading,
  context: ChoiceContext,
  place: Place,
  choices: readonly Choice[],
): void {
  const handled = choices.map((choice) => choice.outcome)
  for (const name of (context.given ?? []).filter((outcome) => !handled.includes(outcome))) {
    if (context.kind === 'route') reading.wrong(place, 'value_missing', { name, on: context.giver })
    else reading.wrong(place, 'outcome_missing', { name })
  }
}
