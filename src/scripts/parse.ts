import { type Files, readSources } from './include.ts'
import { type Declared, declare, type Named } from './parse-declarations.ts'
import { readPolicies } from './parse-policies.ts'
import { readStep } from './parse-steps.ts'
import { readSet } from './parse-variables.ts'
import { type Problem, Problems } from './problem.ts'
import { type Entries, Reading } from './reading.ts'
import type { Interrupt, Script, Step, StepId } from './script.ts'
import { rootOf } from './source.ts'
import type { Vocabulary } from './vocabulary.ts'

const PART_KEYS = ['include', 'phases', 'variables', 'interrupts', 'policies', 'steps']
const SCRIPT_KEYS = ['id', 'title', 'start', ...PART_KEYS]

export type Parsed =
  | { readonly script: Script; readonly problems?: undefined }
  | { readonly problems: readonly Problem[]; readonly script?: undefined }

function readInterrupt(
  reading: Reading,
  declared: Declared,
  id: string,
  { value }: Named,
): Interrupt {
  const entries = reading.entries(value, ['label', 'next', 'below', 'set'])
  const steps = [...declared.steps.keys()]
  const below = reading.known(entries.get('below'), 'step', steps)
  return {
    id,
    label: reading.label(reading.demand(entries, 'label')),
    next: reading.known(reading.demand(entries, 'next'), 'step', steps) ?? '',
    ...(below === undefined ? {} : { below }),
    set: readSet(reading, declared, entries.get('set')),
  }
}

/** A `then` that leads round to its own step would leave a call with nowhere to go. */
function checkBounds(reading: Reading, declared: Declared, steps: ReadonlyMap<StepId, Step>) {
  for (const step of steps.values()) {
    const seen = new Set<StepId>()
    let at: Step | undefined = step
    while (at?.atMost && !seen.has(at.id)) {
      seen.add(at.id)
      at = steps.get(at.atMost.otherwise)
    }
    const place = declared.steps.get(step.id)?.at
    if (place && at?.id === step.id && seen.has(step.id)) reading.wrong(place, 'bound_circle')
  }
}

function readSteps(reading: Reading, declared: Declared): ReadonlyMap<StepId, Step> {
  const steps = new Map<StepId, Step>()
  for (const [id, named] of declared.steps) {
    const step = readStep(reading, declared, id, named)
    if (step) steps.set(id, step)
  }
  checkBounds(reading, declared, steps)
  return steps
}

function readScript(reading: Reading, parts: readonly Entries[], head: Entries): Script {
  const declared = declare(reading, parts)
  const idPlace = reading.demand(head, 'id')
  const id = reading.name(idPlace) ?? ''
  if (idPlace && id) reading.id(id, idPlace, true)
  const title = reading.label(reading.demand(head, 'title'))
  const start = reading.known(reading.demand(head, 'start'), 'step', declared.steps.keys()) ?? ''
  if (declared.steps.size === 0) reading.demand(head, 'steps')
  const steps = readSteps(reading, declared)
  const interrupts = [...declared.interrupts].map(([key, named]) =>
    readInterrupt(reading, declared, key, named),
  )
  const places = parts.flatMap((part) => reading.list(part.get('policies')))
  const policies = readPolicies(reading, { declared, steps, interrupts }, places)
  const { phases, variables } = declared
  return { id, title, start, phases, variables, policies, interrupts, steps }
}

/**
 * Reads a call script out of its files: either a script, or everything that is wrong with it, each with its place.
 * `files` gives the text of the entry and of every file that it includes, by path.
 */
export function parseScript(files: Files, entry: string, vocabulary: Vocabulary): Parsed {
  const problems = new Problems()
  const sources = readSources(files, entry, problems)
  const [first, ...rest] = sources
  if (problems.fatal || !first) return { problems: problems.sorted() }
  const reading = new Reading(problems, vocabulary)
  const head = reading.entries(rootOf(first), SCRIPT_KEYS)
  const parts = [head, ...rest.map((source) => reading.entries(rootOf(source), PART_KEYS))]
  const script = readScript(reading, parts, head)
  return problems.all.length > 0 ? { problems: problems.sorted() } : { script }
}
