import {
  type ChoiceContext,
  checkAllHandled,
  PLAIN_CHOICE,
  readChoice,
  targetsOf,
} from './parse-choices.ts'
import type { Declared, Named } from './parse-declarations.ts'
import { readFields } from './parse-fields.ts'
import type { Entries, Reading } from './reading.ts'
import {
  atLeast,
  type Bound,
  type Choice,
  LEVELS,
  type Level,
  NETWORKS,
  STEP_KINDS,
  type Step,
  type StepKind,
} from './script.ts'
import type { Place } from './source.ts'

const ALL_KEYS = ['kind', 'phase', 'title', 'hint', 'never', 'needs']
const SPOKEN = [...ALL_KEYS, 'say', 'fields', 'show', 'at_most', 'choices']
const KEYS: Readonly<Record<StepKind, readonly string[]>> = {
  say: [...SPOKEN, 'next'],
  ask: SPOKEN,
  check: [...SPOKEN, 'look_up'],
  act: [...SPOKEN, 'action', 'with'],
  route: [...ALL_KEYS, 'at_most', 'on', 'choices'],
  end: [...ALL_KEYS, 'say', 'show', 'disposition'],
}

/** The level that a step's look-up or action demands, and what it gives. */
function specOf(reading: Reading, kind: StepKind, entries: Entries) {
  const { lookUps, actions } = reading.vocabulary
  if (kind === 'check') {
    const place = reading.demand(entries, 'look_up')
    const lookUp = reading.known(place, 'look_up', Object.keys(lookUps))
    const spec = lookUp === undefined ? undefined : lookUps[lookUp]
    return { lookUp, level: spec?.level, given: spec ? Object.keys(spec.outcomes) : null }
  }
  if (kind !== 'act') return { level: undefined, given: [] }
  const action = reading.known(reading.demand(entries, 'action'), 'action', Object.keys(actions))
  const spec = action === undefined ? undefined : actions[action]
  return { action, level: spec?.level, given: spec?.outcomes ?? null }
}
type Spec = ReturnType<typeof specOf>

function readNeeds(reading: Reading, entries: Entries, spec: Spec): Level {
  const place = entries.get('needs')
  const declared = reading.known(place, 'level', LEVELS)
  const level = spec.level ?? 'none'
  if (place && declared && !atLeast(declared, level)) {
    const by = spec.lookUp ?? spec.action ?? ''
    reading.wrong(place, 'needs_too_low', { name: declared, by, level })
  }
  return declared ?? level
}

function readBound(reading: Reading, declared: Declared, place: Place): Bound {
  const entries = reading.entries(place, ['visits', 'then', 'per'])
  const steps = declared.steps.keys()
  return {
    visits: reading.count(reading.demand(entries, 'visits')) ?? 1,
    otherwise: reading.known(reading.demand(entries, 'then'), 'step', steps) ?? '',
    per: reading.known(entries.get('per'), 'word', ['matter', 'call'] as const) ?? 'matter',
  }
}

function routeContext(reading: Reading, declared: Declared, entries: Entries): ChoiceContext {
  const names = ['$identity', '$network', ...Object.keys(declared.variables)]
  const on = reading.known(reading.demand(entries, 'on'), 'variable', names) ?? ''
  const fixed = { $identity: LEVELS, $network: NETWORKS }
  const given = on === '$identity' || on === '$network' ? fixed[on] : declared.variables[on]
  return { kind: 'route', given: given ?? null, giver: on }
}

/** `next` of a step that is only read aloud is its one choice; `choices: { next: … }` may say more. */
function readSayChoices(reading: Reading, declared: Declared, entries: Entries): readonly Choice[] {
  const context: ChoiceContext = { kind: 'say', given: [], giver: '' }
  if (!entries.has('choices')) {
    const place = reading.demand(entries, 'next')
    const next = reading.known(place, 'step', targetsOf(declared))
    return [{ ...PLAIN_CHOICE, next: next ?? '' }]
  }
  const choices = reading.named(entries.get('choices'))
  for (const { key: name, at } of choices)
    if (name !== 'next') reading.wrong(at, 'unknown', { what: 'outcome', name })
  return choices.map((entry) => readChoice(reading, declared, context, entry))
}

function readChoices(
  reading: Reading,
  declared: Declared,
  context: ChoiceContext,
  entries: Entries,
): readonly Choice[] {
  const place = reading.demand(entries, 'choices')
  const choices = reading.named(place).map((entry) => readChoice(reading, declared, context, entry))
  if (place && choices.length === 0) reading.wrong(place, 'empty')
  checkAllHandled(reading, context, place ?? entries.place, choices)
  return choices
}

function choicesOf(
  reading: Reading,
  declared: Declared,
  kind: StepKind,
  entries: Entries,
  spec: Spec,
): readonly Choice[] {
  if (kind === 'end') return []
  if (kind === 'say') return readSayChoices(reading, declared, entries)
  if (kind === 'route')
    return readChoices(reading, declared, routeContext(reading, declared, entries), entries)
  const giver = spec.lookUp ?? spec.action ?? ''
  return readChoices(reading, declared, { kind, given: spec.given, giver }, entries)
}

/** A fixed value, or `$variable`; whatever it may be, the action must know it. */
function readParameter(
  reading: Reading,
  declared: Declared,
  place: Place,
  allowed: readonly string[] | undefined,
): string {
  const word = reading.name(place) ?? ''
  if (!word.startsWith('$')) {
    if (word !== '' && allowed) reading.known(place, 'value', allowed)
    return word
  }
  const name = word.slice(1)
  const values = Object.hasOwn(declared.variables, name) ? declared.variables[name] : undefined
  if (!values) reading.wrong(place, 'unknown', { what: 'variable', name })
  const strange = (values ?? []).filter((value) => allowed?.includes(value) === false)
  if (strange.length > 0)
    reading.wrong(place, 'parameter_value', { name, value: strange.join(', ') })
  return word
}

/** The fixed parameters of an action: all that it knows, and no others. */
function readParameters(
  reading: Reading,
  declared: Declared,
  entries: Entries,
  spec: Spec,
): Readonly<Record<string, string>> {
  if (!spec.action) return {}
  const allowed = reading.vocabulary.actions[spec.action]?.with ?? {}
  const place = entries.get('with')
  const given = reading.named(place).map(({ key, at, value }) => {
    const known = reading.known(at, 'parameter', Object.keys(allowed))
    return [key, readParameter(reading, declared, value, allowed[known ?? ''])] as const
  })
  const parameters = Object.fromEntries(given)
  for (const name of Object.keys(allowed).filter((each) => !Object.hasOwn(parameters, each)))
    reading.wrong(place ?? entries.place, 'missing_key', { name: place ? name : 'with' })
  return parameters
}

function readWords(reading: Reading, entries: Entries, kind: StepKind): Partial<Step> {
  const say = entries.get('say')
  const hint = entries.get('hint')
  if (kind === 'say') reading.demand(entries, 'say')
  return {
    ...(say ? { say: reading.speech(say) } : {}),
    ...(hint ? { hint: reading.speech(hint) } : {}),
  }
}

function readParts(
  reading: Reading,
  declared: Declared,
  entries: Entries,
  spec: Spec,
): Partial<Step> {
  const { dispositions } = reading.vocabulary
  const bound = entries.get('at_most')
  const ending = reading.known(entries.get('disposition'), 'disposition', dispositions)
  const on = entries.get('on')
  return {
    ...(spec.lookUp === undefined ? {} : { lookUp: spec.lookUp }),
    ...(spec.action === undefined ? {} : { action: spec.action }),
    ...(on ? { on: reading.name(on) ?? '' } : {}),
    ...(bound ? { atMost: readBound(reading, declared, bound) } : {}),
    ...(ending === undefined ? {} : { disposition: ending }),
  }
}

const kindOf = (reading: Reading, place: Place) => {
  const loose = new Map(reading.named(place).map((entry) => [entry.key, entry.value]))
  const kind = loose.get('kind')
  if (!kind) reading.wrong(place, 'missing_key', { name: 'kind' })
  return reading.known(kind, 'kind', STEP_KINDS)
}

/** One step, or nothing where not even its kind can be told. */
export function readStep(
  reading: Reading,
  declared: Declared,
  id: string,
  { value }: Named,
): Step | undefined {
  const kind = kindOf(reading, value)
  if (!kind) return undefined
  const entries = reading.entries(value, KEYS[kind])
  const spec = specOf(reading, kind, entries)
  const phases = declared.phases.map((phase) => phase.id)
  if (kind === 'end') reading.demand(entries, 'disposition')
  const title = kind === 'route' ? entries.get('title') : reading.demand(entries, 'title')
  return {
    id,
    kind,
    phase: reading.known(reading.demand(entries, 'phase'), 'phase', phases) ?? '',
    title: reading.label(title),
    ...readWords(reading, entries, kind),
    never: reading.knownList(entries.get('never'), 'never', reading.vocabulary.never),
    needs: readNeeds(reading, entries, spec),
    with: readParameters(reading, declared, entries, spec),
    choices: choicesOf(reading, declared, kind, entries, spec),
    fields: readFields(reading, entries.get('fields')),
    show: reading.knownList(entries.get('show'), 'reference', reading.vocabulary.references),
    ...readParts(reading, declared, entries, spec),
  }
}
