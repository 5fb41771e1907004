import { type GraphEdge, graphOf } from './graph.ts'
import { BACK, type Choice, type Script, type Step, type StepId } from './script.ts'
import { vocabulary as shippedVocabulary, type Vocabulary } from './vocabulary.ts'
import { INTERRUPT_MARK } from './walk.ts'

/** A script made ready for paper: every step that a call can reach, numbered in the order in which it is read. */
export interface Booklet {
  readonly script: Script
  /** By number: the first has number 1. */
  readonly steps: readonly Step[]
  readonly numbers: ReadonlyMap<StepId, number>
  readonly chapters: readonly { readonly phase: string; readonly steps: readonly Step[] }[]
  /** Variables that a route or a choice asks for: on paper they are noted by hand. */
  readonly noted: readonly string[]
}

/** Numbers the steps: by phase, and within one by how soon a call can come there. Depends on the script alone. */
export function bookletOf(script: Script): Booklet {
  const reached = inOrder(script)
  const known = new Set(script.phases.map((phase) => phase.id))
  const phases = [...script.phases.map((phase) => phase.id), '']
  const chapters = phases
    .map((phase) => ({
      phase,
      steps: reached.filter((step) => (known.has(step.phase) ? step.phase : '') === phase),
    }))
    .filter(({ steps }) => steps.length > 0)
  const steps = chapters.flatMap((chapter) => chapter.steps)
  const numbers = new Map(steps.map((step, index) => [step.id, index + 1]))
  return { script, steps, numbers, chapters, noted: notedOf(script, steps) }
}

/** The steps that can be reached, those that take fewest answers first; what only a button leads to comes last. */
function inOrder(script: Script): Step[] {
  const { edges, start } = graphOf(script, 'ja')
  const onward = new Map<string, GraphEdge[]>()
  for (const edge of edges) onward.set(edge.from, [...(onward.get(edge.from) ?? []), edge])
  const found = new Set<StepId>()
  const visit = (from: readonly StepId[]) => {
    const queue = [...from]
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
      if (id === BACK || found.has(id)) continue
      found.add(id)
      queue.push(...(onward.get(id) ?? []).map((edge) => edge.to))
    }
  }
  visit([start])
  if ([...found].some((id) => isInterruptible(script.steps.get(id))))
    visit(edges.filter(({ kind }) => kind === 'interrupt').map(({ to }) => to))
  return [...found].flatMap((id) => script.steps.get(id) ?? [])
}

export const isInterruptible = (step: Step | undefined): boolean =>
  step !== undefined && step.kind !== 'end' && step.kind !== 'route'

function notedOf(script: Script, steps: readonly Step[]): string[] {
  const asked = new Set(
    steps.flatMap(({ on, choices }) => [
      ...(on === undefined ? [] : [on]),
      ...choices.flatMap(({ when }) => Object.keys(when)),
    ]),
  )
  return Object.keys(script.variables).filter((name) => asked.has(name))
}

/** How a choice is written on the slip behind the number of its step: 4b. */
export const keyOf = (index: number): string =>
  index < 26
    ? String.fromCharCode(97 + index)
    : keyOf(Math.floor(index / 26) - 1) + keyOf(index % 26)

/** How an interrupt is written: 12!1. */
export const interruptKey = (index: number): string => `${INTERRUPT_MARK}${index + 1}`

/** The way on when nothing can be looked up and nothing done; null for steps that need no system. */
export function withoutSystem(step: Step, words: Vocabulary = shippedVocabulary): Choice | null {
  const named = (outcome: string) => step.choices.find((each) => each.outcome === outcome)
  if (step.kind === 'act' && !isOwnRecord(step, words))
    return named('unavailable') ?? named('unknown') ?? null
  if (step.kind !== 'check') return null
  const byHand = words.lookUps[step.lookUp ?? '']?.byHand ?? []
  const candidates = ['unavailable', ...byHand, 'none']
  return candidates.flatMap((outcome) => named(outcome) ?? [])[0] ?? null
}

/** Annai's own record of something done by another route: it asks nothing of the card system. */
export const isOwnRecord = (step: Step, words: Vocabulary = shippedVocabulary): boolean =>
  step.kind === 'act' && words.actions[step.action ?? '']?.target === 'none'

/** Whether this answer can have been given on paper: what only the card system can do was not done. */
export const isForPaper = (step: Step, choice: Choice, words?: Vocabulary): boolean =>
  step.kind !== 'act' ||
  choice.by === 'operator' ||
  isOwnRecord(step, words) ||
  withoutSystem(step, words) === choice
