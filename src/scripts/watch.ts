import type { Move } from './model.ts'
import { type Event, matches } from './monitor.ts'
import type { EventPattern, Step } from './script.ts'

/** Whether an event of this pattern may happen at a step. */
export function touches({ step: steps, act, lookUp, commitment }: EventPattern, step: Step) {
  if (steps) return steps.includes(step.id)
  if (act !== undefined) return act === step.action
  if (lookUp !== undefined) return lookUp === step.lookUp
  return step.choices.some((choice) => choice.commits.includes(commitment ?? ''))
}

/** What is looked at; found out once for each event. */
export class Watch {
  private readonly patterns: readonly EventPattern[]
  private readonly known = new Map<string, boolean>()

  constructor(patterns: readonly EventPattern[]) {
    this.patterns = patterns
  }

  /** Whether it matters that a step is entered, or answered so. */
  sees(step: Step, move: Move | null): boolean {
    const key = `${step.id} ${move?.id}`
    const event: Event = move ? { step, answer: move } : { step }
    const seen = this.known.get(key) ?? this.patterns.some((pattern) => matches(pattern, event))
    this.known.set(key, seen)
    return seen
  }
}
