import type { Declared } from './parse-declarations.ts'
import { readCondition } from './parse-variables.ts'
import type { Entries, Reading } from './reading.ts'
import {
  type EventPattern,
  LEVELS,
  type Requirement,
  type Script,
  type Step,
  type StepId,
} from './script.ts'
import type { Place } from './source.ts'
import { INTERRUPT_MARK } from './walk.ts'

export const PATTERN_KEYS = ['step', 'act', 'look_up', 'outcome', 'commitment']
const SUBJECTS = ['step', 'act', 'look_up', 'commitment']

/** What a policy's patterns are held against. */
export interface Known {
  readonly declared: Declared
  readonly steps: ReadonlyMap<StepId, Step>
  readonly interrupts: Script['interrupts']
}

const matching = (known: Known, pattern: EventPattern) =>
  [...known.steps.values()].filter(
    (step) =>
      (pattern.step === undefined || pattern.step.includes(step.id)) &&
      (pattern.act === undefined || step.action === pattern.act) &&
      (pattern.lookUp === undefined || step.lookUp === pattern.lookUp),
  )

const outcomesOf = (known: Known, steps: readonly Step[]) => [
  ...steps.flatMap((step) => step.choices.map((choice) => choice.outcome)),
  ...known.interrupts.map((interrupt) => `${INTERRUPT_MARK}${interrupt.id}`),
]

/** A look-up, an action or a commitment that no step of the script has would make a policy say nothing. */
function checkHappens(reading: Reading, known: Known, place: Place, pattern: EventPattern): void {
  const { act, lookUp, commitment } = pattern
  if (pattern.step !== undefined) return
  const steps = matching(known, pattern)
  const lacks = (what: string, name: string) =>
    reading.wrong(place, 'never_happens', { what, name })
  if (act !== undefined && steps.length === 0) lacks('action', act)
  if (lookUp !== undefined && steps.length === 0) lacks('look_up', lookUp)
  const made = (kind: string) =>
    steps.some((step) => step.choices.some((choice) => choice.commits.includes(kind)))
  if (commitment !== undefined && !made(commitment)) lacks('commitment', commitment)
}

function readSubject(reading: Reading, known: Known, entries: Entries): EventPattern {
  const { lookUps, actions, commitments } = reading.vocabulary
  const subjects = SUBJECTS.filter((key) => entries.has(key))
  if (subjects.length !== 1) reading.wrong(entries.place, 'pattern_empty')
  const step = reading.knownList(entries.get('step'), 'step', known.declared.steps.keys())
  const act = reading.known(entries.get('act'), 'action', Object.keys(actions))
  const lookUp = reading.known(entries.get('look_up'), 'look_up', Object.keys(lookUps))
  const commitment = reading.known(entries.get('commitment'), 'commitment', commitments)
  return {
    ...(entries.has('step') ? { step } : {}),
    ...(act === undefined ? {} : { act }),
    ...(lookUp === undefined ? {} : { lookUp }),
    ...(commitment === undefined ? {} : { commitment }),
  }
}

/** Something that happens, from a mapping that has been looked through. */
export function patternOf(reading: Reading, known: Known, entries: Entries): EventPattern {
  const subject = readSubject(reading, known, entries)
  const place = entries.get('outcome')
  if (Object.keys(subject).length > 0) checkHappens(reading, known, entries.place, subject)
  if (!place) return subject
  if (subject.commitment !== undefined) reading.wrong(place, 'unknown_key', { name: 'outcome' })
  const steps = matching(known, subject)
  const outcomes = outcomesOf(known, steps)
  const outcome = reading.knownList(place, 'outcome', steps.length > 0 ? outcomes : [])
  return { ...subject, outcome }
}

export function readPattern(reading: Reading, known: Known, place: Place): EventPattern {
  return patternOf(reading, known, reading.entries(place, PATTERN_KEYS))
}

/** What must be so: an event that happened, a level, values of variables. */
export function readRequirement(reading: Reading, known: Known, place: Place): Requirement {
  const entries = reading.entries(place, [...PATTERN_KEYS, 'level', 'variables'])
  const event = PATTERN_KEYS.some((key) => entries.has(key))
  const level = reading.known(entries.get('level'), 'level', LEVELS)
  const values = entries.get('variables')
  if (!event && !entries.has('level') && !values) reading.wrong(place, 'nothing_required')
  return {
    ...(event ? { happened: patternOf(reading, known, entries) } : {}),
    ...(level === undefined ? {} : { level }),
    ...(values ? { variables: readCondition(reading, known.declared, values) } : {}),
  }
}
