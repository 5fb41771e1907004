import { atLeast, BACK, type Choice, type Script, type Step, type StepId } from './script.ts'
import {
  afterChoice,
  afterInterrupt,
  type Given,
  INTERRUPT_MARK,
  initialState,
  interruptTarget,
  isOffered,
  routeValue,
  type State,
  type Subject,
} from './state.ts'

export * from './state.ts'

/** One answer of a call's log: to a visit of a step in a matter. An interrupt is the answer `!id`. */
export interface Answer {
  readonly seq: number
  readonly matter: number
  readonly step: StepId
  readonly visit: number
  readonly outcome: string
  readonly about: Subject
  /** What the look-up behind the answer gave; a script cannot write these. */
  readonly gives?: Given
}

export interface Position {
  readonly matter: number
  readonly step: StepId
  readonly visit: number
}
/** A step that the call has been through, with the answer that led on (none for a route). */
export interface Passed extends Position {
  readonly answer?: Answer
  readonly choice?: Choice
  readonly before: State
}
export interface Problem {
  readonly kind: 'unknown_step' | 'not_offered' | 'level' | 'endless' | 'no_way_back'
  readonly at: Position
  readonly answer?: Answer
}
/** Where a call stands. `current` is the step that waits for an answer, or the end that was reached. */
export interface Standing {
  readonly path: readonly Passed[]
  readonly current: Position
  readonly ended: boolean
  readonly state: State
  /** Answers that were given and are not on the path any more; nothing is lost. */
  readonly setAside: readonly Answer[]
  readonly problem: Problem | null
}

const isInterrupt = (outcome: string) => outcome.startsWith(INTERRUPT_MARK)

/** Whether an answer to this step holds only for the customer and cards it was given about. */
export const isAboutSubject = (step: Step): boolean =>
  step.kind === 'check' || step.kind === 'act' || (step.kind === 'ask' && step.needs !== 'none')

const subjectKey = (subject: Subject) => `${subject.customer ?? ''}|${subject.cards.join('+')}`
const answerKey = (step: Step | undefined, at: Position, about: Subject) =>
  `${at.matter}/${at.step}/${at.visit}${step && isAboutSubject(step) ? `/${subjectKey(about)}` : ''}`

/**
 * Replays a call's log over its script version and tells where the call stands. Pure: the same script and log always
 * give the same standing. Answers are looked up by matter, step and visit (and by whom they are about where that
 * matters), so the order of the log counts only for two answers to the same key: the later one holds.
 */
export function walk(script: Script, log: readonly Answer[]): Standing {
  return new Walker(script, log).run()
}

class Walker {
  private readonly answers = new Map<string, Answer>()
  private readonly path: Passed[] = []
  private matter = 1
  private visits = new Map<StepId, number>()
  private readonly callVisits = new Map<StepId, number>()
  private state: State
  private problem: Problem | null = null
  private readonly script: Script

  constructor(script: Script, log: readonly Answer[]) {
    this.script = script
    this.state = initialState(script)
    for (const answer of log)
      this.answers.set(answerKey(script.steps.get(answer.step), answer, answer.about), answer)
  }

  run(): Standing {
    let at = this.enter(this.script.start)
    for (let hops = 0; ; hops += 1) {
      const next = this.follow(at)
      if (next === null) return this.standing(at)
      at = next
      if (hops > 10_000) {
        this.problem = { kind: 'endless', at }
        return this.standing(at)
      }
    }
  }

  /** The next position, or null where the walk stops. */
  private follow(at: Position): Position | null {
    const step = this.script.steps.get(at.step)
    if (!step) return this.stop({ kind: 'unknown_step', at })
    if (!atLeast(this.state.identity, step.needs)) return this.stop({ kind: 'level', at })
    if (step.kind === 'end') return null
    if (step.kind === 'route') return this.take(at, routeValue(step, this.state), step)
    const answer = this.answers.get(answerKey(step, at, this.state))
    if (!answer) return null
    return isInterrupt(answer.outcome)
      ? this.interrupt(at, answer)
      : this.take(at, answer.outcome, step, answer)
  }

  private take(at: Position, outcome: string, step: Step, answer?: Answer): Position | null {
    const choice = step.choices.find((each) => each.outcome === outcome)
    const seen = answer ? { answer } : {}
    if (!choice || !isOffered(choice, this.state))
      return this.stop({ kind: 'not_offered', at, ...seen })
    const target = choice.next === BACK ? this.state.back : choice.next
    if (target === null) return this.stop({ kind: 'no_way_back', at, ...seen })
    this.path.push({ ...at, ...seen, choice, before: this.state })
    this.state = afterChoice(this.script, this.state, choice, answer?.gives ?? {})
    if (choice.opensMatter) {
      this.matter += 1
      this.visits = new Map()
    }
    return this.enter(target)
  }

  private interrupt(at: Position, answer: Answer): Position | null {
    const id = answer.outcome.slice(INTERRUPT_MARK.length)
    const target = interruptTarget(this.script, id, this.state.identity)
    if (target === undefined) return this.stop({ kind: 'not_offered', at, answer })
    this.path.push({ ...at, answer, before: this.state })
    this.state = afterInterrupt(this.script, this.state, id, at.step)
    return this.enter(target)
  }

  /** Counts the visit; a step whose bound is used up is not entered, its `then` is. */
  private enter(id: StepId): Position {
    let target = id
    for (let hops = 0; hops <= this.script.steps.size; hops += 1) {
      const bound = this.script.steps.get(target)?.atMost
      const counters = bound?.per === 'call' ? this.callVisits : this.visits
      if (!bound || (counters.get(target) ?? 0) < bound.visits) break
      target = bound.otherwise
    }
    const visit = (this.visits.get(target) ?? 0) + 1
    this.visits.set(target, visit)
    this.callVisits.set(target, (this.callVisits.get(target) ?? 0) + 1)
    return { matter: this.matter, step: target, visit }
  }

  private stop(problem: Problem): null {
    this.problem = problem
    return null
  }

  private standing(current: Position): Standing {
    const used = new Set(this.path.map((passed) => passed.answer))
    return {
      path: this.path,
      current,
      ended: this.script.steps.get(current.step)?.kind === 'end',
      state: this.state,
      setAside: [...this.answers.values()].filter((answer) => !used.has(answer)),
      problem: this.problem,
    }
  }
}
