import {
  BACK,
  type Choice,
  type Interrupt,
  NETWORKS,
  type Script,
  type Step,
  type StepId,
} from './script.ts'
import type { Gives, Vocabulary } from './vocabulary.ts'
import { INTERRUPT_MARK } from './walk.ts'

/** The target of a move that goes back to where the last interrupt was pressed. */
export const WAY_BACK = -1

/** What a look-up may have found behind one and the same outcome. */
export interface Found {
  readonly identity?: NonNullable<Gives['identity']>
  readonly customer?: 'same' | 'other'
  readonly card?: true
  readonly network?: string
}

/** One way on from a step: an answer together with what was found, or an interrupt. */
export interface Move {
  readonly id: number
  readonly outcome: string
  readonly choice: Choice | null
  readonly interrupt: Interrupt | null
  /** The index of a node, or WAY_BACK. */
  readonly target: number
  readonly found: Found
  /** The values that variables must have, and what the move does to the state; the same number does the same. */
  readonly guards: readonly (readonly [string, readonly string[]])[]
  readonly effect: number
}

/** A step as a node of the graph. */
export interface Node {
  readonly index: number
  readonly step: Step
  readonly choices: readonly Move[]
  /** Whether interrupts can be pressed here. */
  readonly interruptible: boolean
  /** Where a bounded step leads when its visits are used up. */
  readonly otherwise: number | null
}

/** A script made ready for exploring: steps are numbers, every way on is a move. */
export interface Model {
  readonly script: Script
  readonly nodes: readonly Node[]
  readonly indexOf: ReadonlyMap<StepId, number>
  readonly start: number
  readonly interrupts: readonly Move[]
  /**
   * Where an interrupt leads does not depend on the step where it is pressed, unless that step is remembered. So the
   * steps share one node, the panel, from which the interrupts lead on; to reach for it is a move of its own.
   */
  readonly panel: Node
  readonly reach: Move
  /** To press an interrupt and come back in one move. */
  readonly detour: Move
  readonly moves: readonly Move[]
  /** For each node, the nodes that entering it may lead to. */
  readonly chains: readonly (readonly number[])[]
}

const PANEL: Step = {
  id: '',
  phase: '',
  kind: 'ask',
  title: { ja: '', en: '' },
  never: [],
  needs: 'none',
  with: {},
  choices: [],
  fields: [],
  show: [],
}

const readsNetwork = (script: Script) =>
  [...script.steps.values()].some((step) => step.on === '$network')

/** Everything that an outcome may bring along; more than one where it cannot be told beforehand. */
function findings(gives: Gives, networks: readonly string[]): Found[] {
  const customers = gives.customer ? (['same', 'other'] as const) : [undefined]
  const cards = gives.card ? networks : [undefined]
  return customers.flatMap((customer) =>
    cards.map((network) => ({
      ...(gives.identity === undefined ? {} : { identity: gives.identity }),
      ...(customer === undefined ? {} : { customer }),
      ...(network === undefined ? {} : { card: true as const, network }),
    })),
  )
}

class Builder {
  private readonly script: Script
  private readonly vocabulary: Vocabulary
  private readonly indexOf: ReadonlyMap<StepId, number>
  private readonly moves: Move[] = []
  private readonly networks: readonly string[]
  private readonly effects = new Map<string, number>()

  constructor(script: Script, vocabulary: Vocabulary) {
    this.script = script
    this.vocabulary = vocabulary
    this.indexOf = new Map([...script.steps.keys()].map((id, index) => [id, index]))
    this.networks = readsNetwork(script) ? NETWORKS : ['unknown']
  }

  build(): Model {
    const { script, indexOf, moves } = this
    const steps = [...script.steps.values()].map((step, index) => this.node(step, index))
    const interrupts = script.interrupts.flatMap((interrupt) => this.interruptMoves(interrupt))
    const panel = { ...this.node(PANEL, steps.length), interruptible: false }
    const silent = { outcome: '', choice: null, interrupt: null, found: {} }
    const reach = this.move({ ...silent, target: panel.index })
    const detour = this.move({ ...silent, target: WAY_BACK })
    const nodes = [...steps, panel]
    const start = this.index(script.start)
    const chains = nodes.map((node) => chainFrom(nodes, node.index))
    return { script, nodes, indexOf, start, interrupts, panel, reach, detour, moves, chains }
  }

  private index(id: StepId): number {
    const index = this.indexOf.get(id)
    if (index === undefined) throw new Error(`The script has no step ${id}: parse it first`)
    return index
  }

  private node(step: Step, index: number): Node {
    return {
      index,
      step,
      choices: step.choices.flatMap((choice) => this.choiceMoves(step, choice)),
      interruptible: step.kind !== 'end' && step.kind !== 'route',
      otherwise: step.atMost ? this.index(step.atMost.otherwise) : null,
    }
  }

  private choiceMoves(step: Step, choice: Choice): Move[] {
    const lookUp = step.lookUp === undefined ? undefined : this.vocabulary.lookUps[step.lookUp]
    const gives = lookUp?.outcomes[choice.outcome] ?? {}
    const target = choice.next === BACK ? WAY_BACK : this.index(choice.next)
    return findings(gives, this.networks).map((found) =>
      this.move({ outcome: choice.outcome, choice, interrupt: null, target, found }),
    )
  }

  private effectOf({ choice, interrupt, found }: Pick<Move, 'choice' | 'interrupt' | 'found'>) {
    const set = Object.entries((choice ?? interrupt)?.set ?? {}).sort()
    const key = JSON.stringify([set, found, choice?.forgetsIdentity, choice?.opensMatter])
    const known = this.effects.get(key) ?? this.effects.size
    this.effects.set(key, known)
    return known
  }

  private interruptMoves(interrupt: Interrupt): Move[] {
    const outcome = `${INTERRUPT_MARK}${interrupt.id}`
    const targets = new Set([interrupt.next, interrupt.below ?? interrupt.next])
    return [...targets].map((target) =>
      this.move({ outcome, choice: null, interrupt, target: this.index(target), found: {} }),
    )
  }

  private move(move: Omit<Move, 'id' | 'guards' | 'effect'>): Move {
    const guards = Object.entries(move.choice?.when ?? {})
    const complete = { id: this.moves.length, ...move, guards, effect: this.effectOf(move) }
    this.moves.push(complete)
    return complete
  }
}

export const modelOf = (script: Script, vocabulary: Vocabulary): Model =>
  new Builder(script, vocabulary).build()

function chainFrom(nodes: readonly Node[], target: number): number[] {
  const found: number[] = []
  let at: number | null = target
  while (at !== null && !found.includes(at)) {
    found.push(at)
    at = nodes[at]?.otherwise ?? null
  }
  return found
}

/** The nodes that entering one may lead to: itself, and what its bound leads to. */
export const entrances = (model: Model, target: number): readonly number[] =>
  model.chains[target] ?? []
