import type { EventPattern, Policy, Script, Step, StepId } from '../../src/scripts/script.ts'
import { atLeast } from '../../src/scripts/script.ts'
import type { Standing, State } from '../../src/scripts/walk.ts'

export interface Happening {
  readonly step: Step
  readonly entered: boolean
  readonly outcome: string
  readonly commits: readonly string[]
  readonly state: State
  /** The matter is over with this event; `end` is the end step or null. */
  readonly over?: { readonly end: StepId | null }
}

/** What happened in a call, matter by matter. */
export function historyOf(script: Script, standing: Standing): Happening[][] {
  const matters: Happening[][] = [[]]
  const step = (id: StepId): Step => {
    const found = script.steps.get(id)
    if (!found) throw new Error(`No step ${id}`)
    return found
  }
  const add = (happening: Happening) => matters.at(-1)?.push(happening)
  for (const { step: id, answer, choice, before } of standing.path) {
    add({ step: step(id), entered: true, outcome: '', commits: [], state: before })
    const outcome = answer?.outcome ?? choice?.outcome ?? ''
    const happening = {
      step: step(id),
      entered: false,
      outcome,
      commits: choice?.commits ?? [],
      state: before,
    }
    if (!choice?.opensMatter) add(happening)
    else {
      add({ ...happening, over: { end: null } })
      matters.push([])
    }
  }
  if (standing.problem?.kind === 'level') return matters
  const { current, state, ended } = standing
  const over = ended ? { over: { end: current.step } } : {}
  add({ step: step(current.step), entered: true, outcome: '', commits: [], state, ...over })
  return matters
}

function fits(pattern: EventPattern, event: Happening): boolean {
  if (pattern.commitment !== undefined) return event.commits.includes(pattern.commitment)
  const subject =
    (!pattern.step || pattern.step.includes(event.step.id)) &&
    (!pattern.act || event.step.action === pattern.act) &&
    (!pattern.lookUp || event.step.lookUp === pattern.lookUp)
  return subject && (pattern.outcome ? pattern.outcome.includes(event.outcome) : event.entered)
}

const lastIndex = (events: readonly Happening[], pattern: EventPattern | undefined) =>
  pattern ? events.findLastIndex((event) => fits(pattern, event)) : -1

/** Whether the last event of a matter breaks the policy, by looking back over all that came before. */
export function breaksNow(policy: Policy, events: readonly Happening[]): boolean {
  const now = events.at(-1)
  if (!now) return false
  const before = events.slice(0, -1)
  if (policy.form === 'precedence') {
    if (!fits(policy.before, now)) return false
    const counted = before.slice(Math.max(lastIndex(before, policy.since), 0))
    return !policy.require.every(
      ({ happened, level, variables }) =>
        (!happened || counted.some((event) => fits(happened, event))) &&
        (!level || atLeast(now.state.identity, level)) &&
        Object.entries(variables ?? {}).every(([name, values]) =>
          values.includes(now.state.variables[name] ?? ''),
        ),
    )
  }
  if (policy.form === 'absence') {
    const after = lastIndex(before, policy.after)
    return after >= 0 && fits(policy.never, now) && lastIndex(before, policy.until) <= after
  }
  if (!now.over || policy.exceptEnds.includes(now.over.end ?? '')) return false
  const done = Math.max(...policy.require.map((pattern) => lastIndex(events, pattern)))
  return policy.form === 'response' ? lastIndex(events, policy.after) > done : done < 0
}

/** What a policy looks back on, now. */
export function memoryOf(policy: Policy, events: readonly Happening[]): unknown {
  if (policy.form === 'precedence') {
    const counted = events.slice(Math.max(lastIndex(events, policy.since), 0))
    return policy.require.map(
      ({ happened }) => happened && counted.some((event) => fits(happened, event)),
    )
  }
  if (policy.form === 'absence') {
    const after = lastIndex(events, policy.after)
    return after >= 0 && lastIndex(events, policy.until) <= after
  }
  const done = Math.max(...policy.require.map((pattern) => lastIndex(events, pattern)))
  return policy.form === 'response' ? lastIndex(events, policy.after) > done : done >= 0
}

/** The policies that a walked call breaks. */
export const brokenBy = (script: Script, standing: Standing): Set<string> => {
  const history = historyOf(script, standing)
  const breaks = (policy: Policy) =>
    history.some((events) =>
      events.some((_, index) => breaksNow(policy, events.slice(0, index + 1))),
    )
  return new Set(script.policies.filter(breaks).map((policy) => policy.id))
}
