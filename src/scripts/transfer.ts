import type { Detail } from './detail.ts'
import type { Found, Model, Move } from './model.ts'
import { type Digit, digitIn, KNOWN, type Packing } from './packing.ts'
import { atLeast, LEVELS, type Level, type Step } from './script.ts'
import { type Answer, afterChoice, afterInterrupt, interruptTarget } from './walk.ts'

/** A digit, and for each of its values whether it lets a move pass. */
export interface Gate {
  readonly digit: Digit
  readonly open: readonly boolean[]
}
export interface Write {
  readonly digit: Digit
  readonly value: number
}

/** What an answer gives, as the log of a real call would say it. */
export function givesOf(
  found: Found,
  customer: string | null,
  other: string,
): NonNullable<Answer['gives']> {
  const named = found.customer === 'same' ? customer : other
  return {
    ...(found.identity === undefined ? {} : { identity: found.identity }),
    ...(found.customer === undefined || named === null ? {} : { customer: named }),
    ...(found.card ? { cards: ['card'], network: found.network ?? 'unknown' } : {}),
  }
}

/** What moves demand of a packed state and write into it; worked out once for each, so that many states can use it. */
export class Transfers {
  private readonly gates: (readonly Gate[] | undefined)[] = []
  private readonly writes: (readonly Write[] | undefined)[] = []
  private readonly model: Model
  private readonly packing: Packing
  private readonly detail: Detail

  constructor(model: Model, packing: Packing, detail: Detail) {
    this.model = model
    this.packing = packing
    this.detail = detail
  }

  /** What must be so for a move to be made at a step, as far as can be told. */
  gatesOf(move: Move, step: Step): readonly Gate[] {
    const known = this.gates[move.id] ?? this.demanded(move, step)
    this.gates[move.id] = known
    return known
  }

  /** What a move writes. */
  writesOf(move: Move): readonly Write[] {
    const known = this.writes[move.effect] ?? this.written(move)
    this.writes[move.effect] = known
    return known
  }

  private demanded(move: Move, step: Step): Gate[] {
    const { identity, customer, variables } = this.packing
    const { choice, interrupt, target } = move
    if (interrupt) return gate(identity, (level) => this.leads(interrupt.id, level, target))
    if (!choice) return gate(identity, () => false)
    return [
      ...gate(identity, (level) => atLeast(levelOf(level), choice.needs)),
      ...(move.found.customer === 'same' ? gate(customer, (known) => known === KNOWN) : []),
      ...move.guards.flatMap(([name, values]) =>
        gate(variables.get(name), (value) => values.includes(value)),
      ),
      ...(step.kind === 'route' ? gate(this.branch(step), (is) => is === move.outcome) : []),
    ]
  }

  /** The digit on which a route branches, where it is told apart. */
  private branch({ on = '' }: Step): Digit | undefined {
    const { identity, network, variables } = this.packing
    if (on === '$identity') return identity
    if (on === '$network') return this.detail.variables.has(on) ? network : undefined
    return variables.get(on)
  }

  /** Whether an interrupt leads to a node at a level. */
  private leads(interrupt: string, level: string, target: number): boolean {
    const step = interruptTarget(this.model.script, interrupt, levelOf(level))
    return this.model.indexOf.get(step ?? '') === target
  }

  /** The walk itself tells: what comes out the same whatever it was is written, all else is kept. */
  private written(move: Move): Write[] {
    const { state } = this.packing
    const highest = state.reduce((sum, { values, worth }) => sum + (values.length - 1) * worth, 0)
    const low = this.walked(move, 0)
    const high = this.walked(move, highest)
    const same = state.filter((digit) => digitIn(low, digit) === digitIn(high, digit))
    return [
      ...same.map((digit) => ({ digit, value: digitIn(low, digit) })),
      ...(move.choice?.opensMatter ? this.forgotten() : []),
    ].filter(({ digit }) => digit.values.length > 1)
  }

  private walked(move: Move, code: number): number {
    const { script } = this.model
    const state = this.packing.unpack(code)
    const after = move.choice
      ? afterChoice(script, state, move.choice, givesOf(move.found, state.customer, 'other'))
      : afterInterrupt(script, state, move.interrupt?.id ?? '', '')
    return this.packing.pack(after)
  }

  /** The visits that a new matter counts from the beginning. */
  private forgotten(): Write[] {
    const { nodes } = this.model
    const perMatter = this.packing.visits.filter((_, place) => {
      const node = nodes[this.detail.counted[place] ?? -1]
      return node?.step.atMost?.per !== 'call'
    })
    return perMatter.map((digit) => ({ digit, value: 0 }))
  }
}

const gate = (digit: Digit | undefined, opens: (value: string) => boolean): Gate[] =>
  digit ? [{ digit, open: digit.values.map(opens) }] : []

const levelOf = (word: string): Level => LEVELS.find((level) => level === word) ?? 'none'
