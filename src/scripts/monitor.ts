import type { Choice, EventPattern, Policy, Requirement, Script, Step, StepId } from './script.ts'
import { atLeast } from './script.ts'
import type { Standing, State } from './walk.ts'

/** Something that happens on a path: a step is entered, or it is answered. */
export interface Event {
  readonly step: Step
  readonly answer?: { readonly outcome: string; readonly choice?: Choice | null }
}

const matchesAnswer = (pattern: EventPattern, answer: NonNullable<Event['answer']>): boolean =>
  pattern.commitment === undefined
    ? pattern.outcome?.includes(answer.outcome) === true
    : answer.choice?.commits.includes(pattern.commitment) === true

/** Whether an event is of this pattern: without an outcome the step is entered, with one it is answered so. */
export function matches(pattern: EventPattern, { step, answer }: Event): boolean {
  const entered = pattern.outcome === undefined && pattern.commitment === undefined
  return (
    (pattern.step === undefined || pattern.step.includes(step.id)) &&
    (pattern.act === undefined || pattern.act === step.action) &&
    (pattern.lookUp === undefined || pattern.lookUp === step.lookUp) &&
    (answer === undefined ? entered : !entered && matchesAnswer(pattern, answer))
  )
}

export const BROKEN = -1

/** Follows one policy along a path. What it remembers is a small number; 0 at the start of every matter. */
export interface Monitor {
  readonly memories: number
  /** All that it looks out for; any other event leaves its memory as it is. */
  readonly watches: readonly EventPattern[]
  /** What is remembered after an event, or BROKEN. */
  readonly after: (memory: number, event: Event, state: State) => number
  /** Whether the matter may be over now; `end` is the end step, or null where another matter is opened. */
  readonly mayEnd: (memory: number, end: StepId | null) => boolean
}

function meets(requirement: Requirement, happened: boolean, state: State): boolean {
  const { level, variables } = requirement
  return (
    (requirement.happened === undefined || happened) &&
    (level === undefined || atLeast(state.identity, level)) &&
    Object.entries(variables ?? {}).every(([name, values]) =>
      values.includes(state.variables[name] ?? ''),
    )
  )
}

/** Remembers one bit for each required event that has happened. */
function precedence(policy: Policy & { form: 'precedence' }): Monitor {
  const bits = policy.require.map((_, index) => 2 ** index)
  const has = (memory: number, bit: number) => Math.floor(memory / bit) % 2 === 1
  return {
    memories: 2 ** bits.length,
    watches: [
      policy.before,
      ...(policy.since ? [policy.since] : []),
      ...policy.require.flatMap((each) => (each.happened ? [each.happened] : [])),
    ],
    mayEnd: () => true,
    after(memory, event, state) {
      const met = policy.require.every((each, index) =>
        meets(each, has(memory, bits[index] ?? 1), state),
      )
      if (!met && matches(policy.before, event)) return BROKEN
      const kept = policy.since && matches(policy.since, event) ? 0 : memory
      return policy.require.reduce((sum, { happened }, index) => {
        const bit = bits[index] ?? 1
        return happened && !has(sum, bit) && matches(happened, event) ? sum + bit : sum
      }, kept)
    },
  }
}

/** Remembers whether something is still owed. */
const response = (policy: Policy & { form: 'response' }): Monitor => ({
  memories: 2,
  watches: [policy.after, ...policy.require],
  mayEnd: (owed, end) => owed === 0 || (end !== null && policy.exceptEnds.includes(end)),
  after(owed, event) {
    if (policy.require.some((each) => matches(each, event))) return 0
    return matches(policy.after, event) ? 1 : owed
  },
})

/** Remembers whether it was done. */
const beforeEnd = (policy: Policy & { form: 'before_end' }): Monitor => ({
  memories: 2,
  watches: policy.require,
  mayEnd: (done, end) => done === 1 || (end !== null && policy.exceptEnds.includes(end)),
  after: (done, event) => (policy.require.some((each) => matches(each, event)) ? 1 : done),
})

/** Remembers whether it is forbidden now. */
const absence = (policy: Policy & { form: 'absence' }): Monitor => ({
  memories: 2,
  watches: [policy.after, policy.never, ...(policy.until ? [policy.until] : [])],
  mayEnd: () => true,
  after(forbidden, event) {
    if (forbidden === 1 && matches(policy.never, event)) return BROKEN
    const kept = policy.until && matches(policy.until, event) ? 0 : forbidden
    return matches(policy.after, event) ? 1 : kept
  },
})

/**
 * What watches over a policy. Of events in the same moment: what `before` and `never` speak of is judged by what came
 * earlier; `since` and `until` start anew before anything is counted; what is owed may be given with the same answer.
 */
export function monitorOf(policy: Policy): Monitor {
  if (policy.form === 'precedence') return precedence(policy)
  if (policy.form === 'response') return response(policy)
  if (policy.form === 'before_end') return beforeEnd(policy)
  return absence(policy)
}

/** The variables that a policy reads itself. */
export const variablesOf = (policy: Policy): string[] =>
  policy.form === 'precedence'
    ? policy.require.flatMap((each) => Object.keys(each.variables ?? {}))
    : []

/** Whether a walked call breaks a policy, up to where it stands. */
export function breaks(policy: Policy, script: Script, standing: Standing): boolean {
  const monitor = monitorOf(policy)
  let memory = 0
  const enters = (id: StepId, state: State, ended: boolean) => {
    const step = script.steps.get(id)
    if (step) memory = monitor.after(memory, { step }, state)
    return memory !== BROKEN && !(ended && !monitor.mayEnd(memory, id))
  }
  for (const { step: id, answer, choice, before } of standing.path) {
    if (!enters(id, before, false)) return true
    const step = script.steps.get(id)
    const outcome = answer?.outcome ?? choice?.outcome ?? ''
    if (step)
      memory = monitor.after(memory, { step, answer: { outcome, choice: choice ?? null } }, before)
    if (memory === BROKEN) return true
    if (choice?.opensMatter && !monitor.mayEnd(memory, null)) return true
    if (choice?.opensMatter) memory = 0
  }
  if (standing.problem?.kind === 'level') return false
  return !enters(standing.current.step, standing.state, standing.ended)
}

const patternsOf = (policy: Policy): (EventPattern | undefined)[] => {
  if (policy.form === 'precedence')
    return [policy.before, policy.since, ...policy.require.map((each) => each.happened)]
  if (policy.form === 'absence') return [policy.after, policy.never, policy.until]
  return policy.form === 'response' ? [policy.after, ...policy.require] : [...policy.require]
}

/** The outcomes that policies speak of. */
export const outcomesNamed = (policies: readonly Policy[]) =>
  policies.flatMap(patternsOf).flatMap((pattern) => pattern?.outcome ?? [])
