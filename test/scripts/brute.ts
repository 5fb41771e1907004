import { forbiddenAt } from '../../src/scripts/faults.ts'
import type { Script, Step, StepId } from '../../src/scripts/script.ts'
import { NETWORKS } from '../../src/scripts/script.ts'
import type { Vocabulary } from '../../src/scripts/vocabulary.ts'
import {
  type Answer,
  isOffered,
  routeValue,
  type Standing,
  type State,
  walk,
} from '../../src/scripts/walk.ts'
import { breaksNow, type Happening, historyOf, memoryOf } from './history.ts'

/**
 * Everything that can happen in a small script, found by walking real logs and nothing else: no abstraction, no monitors,
 * every counter exact. Slow and plain on purpose; the check is held against it.
 */
export interface Truth {
  readonly states: number
  readonly reached: ReadonlySet<StepId>
  /** `step outcome` of every answer that is offered somewhere. */
  readonly offered: ReadonlySet<string>
  /** `kind step detail` of every fault. */
  readonly faults: ReadonlySet<string>
  readonly endless: boolean
  readonly trapped: ReadonlySet<StepId>
  /** The shortest call that breaks each broken policy. */
  readonly broken: ReadonlyMap<string, number>
}

/** So many routes in a row show all that an endless walk over routes can show. */
const ENOUGH = 200

/** All that the future can depend on: the state, the counters, and for each policy what it looks back on. */
function keyOf(script: Script, standing: Standing, history: readonly Happening[][]): string {
  const { current, state } = standing
  const visits = new Map<string, number>()
  const at = [...standing.path.map((each) => ({ ...each })), current]
  for (const { step, matter } of at) {
    const bound = script.steps.get(step)?.atMost
    if (!bound || (bound.per === 'matter' && matter !== current.matter)) continue
    visits.set(step, Math.min((visits.get(step) ?? 0) + 1, bound.visits))
  }
  const events = history.at(-1) ?? []
  const memories = script.policies.map((policy) => memoryOf(policy, events))
  const counts = [...visits].sort(([a], [b]) => (a < b ? -1 : 1))
  const { identity, network, variables, back, customer } = state
  return JSON.stringify([
    current.step,
    identity,
    network,
    variables,
    back,
    customer !== null,
    counts,
    memories,
  ])
}

/** Every answer that can be given where a call stands, as it would be logged. */
export function answersAt(
  script: Script,
  vocabulary: Vocabulary,
  standing: Standing,
  seq: number,
): { answer: Answer; interrupt: boolean }[] {
  const { current, state, ended, problem } = standing
  const step = script.steps.get(current.step)
  if (!step || ended || problem) return []
  const { customer, cards } = state
  const answer = (outcome: string, gives: Answer['gives']) => ({
    interrupt: outcome.startsWith('!'),
    answer: { seq, ...current, outcome, about: { customer, cards }, gives: gives ?? {} },
  })
  const offered = step.choices.filter((choice) => isOffered(choice, state))
  return [
    ...offered.flatMap((choice) =>
      givings(step, choice.outcome, vocabulary, state, seq).map((gives) =>
        answer(choice.outcome, gives),
      ),
    ),
    ...script.interrupts.map(({ id }) => answer(`!${id}`, {})),
  ]
}

function givings(step: Step, outcome: string, vocabulary: Vocabulary, state: State, seq: number) {
  const gives = vocabulary.lookUps[step.lookUp ?? '']?.outcomes[outcome] ?? {}
  const identity = gives.identity ? { identity: gives.identity } : {}
  const customers = gives.customer
    ? [{ customer: `customer-${seq}` }, ...(state.customer ? [{ customer: state.customer }] : [])]
    : [{}]
  const cards = gives.card ? NETWORKS.map((network) => ({ cards: ['card'], network })) : [{}]
  return customers.flatMap((customer) =>
    cards.map((card) => ({ ...identity, ...customer, ...card })),
  )
}

/** The faults that show where a call stands. */
function faultsAt(script: Script, vocabulary: Vocabulary, standing: Standing): string[] {
  const { current, state, problem } = standing
  const step = script.steps.get(current.step)
  if (!step) return []
  if (problem) {
    const given = problem.answer?.outcome ?? routeValue(step, state)
    const outcome = problem.kind === 'no_way_back' ? given : ''
    return [`${problem.kind} ${step.id} ${outcome}`]
  }
  const spoken = [step.say, step.hint].flatMap((text) =>
    forbiddenAt(text, state.identity, vocabulary),
  )
  const stuck =
    step.kind !== 'end' && !step.choices.some((choice) => isOffered(choice, state))
      ? [`no_choice ${step.id} `]
      : []
  return [...spoken.map((name) => `placeholder ${step.id}  ${name}`), ...stuck]
}

/** What the choices on the last hop said, for the level that the call came to by them. */
function saidOnTheWay(vocabulary: Vocabulary, standing: Standing, from: number): string[] {
  return standing.path.slice(from).flatMap(({ choice, step }, index) => {
    const after = standing.path[from + index + 1]?.before ?? standing.state
    return forbiddenAt(choice?.say, after.identity, vocabulary).map(
      (name) => `placeholder ${step} ${choice?.outcome} ${name}`,
    )
  })
}

/** Finds out everything about a script, or null where it has too many states. */
export function truthOf(script: Script, vocabulary: Vocabulary, most: number): Truth | null {
  const reached = new Set<StepId>()
  const offered = new Set<string>()
  const faults = new Set<string>()
  const broken = new Map<string, number>()
  const known = new Map<string, number>()
  const steps: StepId[] = []
  const next: { to: number; interrupt: boolean }[][] = []
  const queue: { log: Answer[]; standing: Standing }[] = []
  let endless = false
  const come = (log: Answer[], from: number): number | null => {
    const standing = walk(script, log)
    for (const { step } of [...standing.path, standing.current]) reached.add(step)
    for (const fault of saidOnTheWay(vocabulary, standing, from)) faults.add(fault)
    for (const passed of standing.path.slice(from)) {
      const step = script.steps.get(passed.step)
      for (const name of forbiddenAt(step?.say, passed.before.identity, vocabulary))
        faults.add(`placeholder ${passed.step}  ${name}`)
    }
    if (standing.problem?.kind === 'endless') {
      endless = true
      note(historyOf(script, { ...standing, path: standing.path.slice(0, ENOUGH) }), log.length)
      return null
    }
    for (const fault of faultsAt(script, vocabulary, standing)) faults.add(fault)
    const history = historyOf(script, standing)
    note(history, log.length)
    const key = keyOf(script, standing, history) + (standing.problem?.kind ?? '')
    const old = known.get(key)
    if (old !== undefined) return old
    known.set(key, queue.length)
    steps.push(standing.current.step)
    next.push([])
    queue.push({ log, standing })
    return queue.length - 1
  }
  const note = (history: readonly Happening[][], length: number) => {
    for (const policy of script.policies)
      for (const events of history)
        for (let count = 1; count <= events.length; count += 1)
          if (!broken.has(policy.id) && breaksNow(policy, events.slice(0, count)))
            broken.set(policy.id, length)
  }
  come([], 0)
  for (const [state, { log, standing }] of queue.entries()) {
    if (queue.length > most) return null
    for (const { answer, interrupt } of answersAt(script, vocabulary, standing, log.length)) {
      offered.add(`${answer.step} ${answer.outcome}`)
      const to = come([...log, answer], standing.path.length)
      if (to !== null) next[state]?.push({ to, interrupt })
    }
  }
  const ends = [...queue.keys()].filter((state) => queue[state]?.standing.ended)
  const round = endless || hasCircle(next)
  return {
    states: queue.length,
    reached,
    offered,
    faults,
    endless: round,
    trapped: trapsIn(next, steps, ends),
    broken,
  }
}

type Ways = readonly (readonly { to: number; interrupt: boolean }[])[]

/** Takes away states that lead nowhere any more; a circle is what is left. */
function hasCircle(next: Ways): boolean {
  const outward = next.map((ways) => ways.length)
  const inward: number[][] = next.map(() => [])
  for (const [from, ways] of next.entries()) for (const { to } of ways) inward[to]?.push(from)
  const done = [...outward.keys()].filter((state) => outward[state] === 0)
  for (const state of done)
    for (const from of inward[state] ?? []) {
      outward[from] = (outward[from] ?? 0) - 1
      if (outward[from] === 0) done.push(from)
    }
  return done.length < next.length
}

function trapsIn(next: Ways, steps: readonly StepId[], ends: readonly number[]): Set<StepId> {
  const free = new Set<number>(ends)
  const leadsOut = (ways: Ways[number], state: number) => {
    const own = ways.filter((way) => !way.interrupt)
    return own.some(({ to }) => free.has(to)) || free.has(state)
  }
  for (let size = -1; size < free.size; ) {
    size = free.size
    for (const [state, ways] of next.entries()) if (leadsOut(ways, state)) free.add(state)
  }
  return new Set(steps.filter((_, state) => !free.has(state)))
}
