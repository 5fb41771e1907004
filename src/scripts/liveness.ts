import { entrances, type Model, type Move, WAY_BACK } from './model.ts'
import type { Policy, Script, Step } from './script.ts'
import { touches } from './watch.ts'

/** What may still be read from a node on; the rest need not be known. Many nodes share one. */
export interface Live {
  readonly id: number
  /** Variables, and `$network`. */
  readonly names: ReadonlySet<string>
}
export type Liveness = readonly Live[]

const NETWORK = '$network'

const readByPolicy = (policy: Policy, step: Step): string[] =>
  policy.form === 'precedence' && touches(policy.before, step)
    ? policy.require.flatMap((each) => Object.keys(each.variables ?? {}))
    : []

function readsOf(script: Script, step: Step): Set<string> {
  return new Set([
    ...(step.on === undefined ? [] : [step.on]),
    ...step.choices.flatMap((choice) => Object.keys(choice.when)),
    ...script.policies.flatMap((policy) => readByPolicy(policy, step)),
  ])
}

/** Names as bits: a set of them is one number. What is no name (`$identity`) is the lowest bit. */
class Bits {
  private readonly names: readonly string[]

  constructor(names: readonly string[]) {
    this.names = names
  }

  of(chosen: Iterable<string>): bigint {
    let sum = 0n
    for (const name of chosen) sum |= 1n << BigInt(this.names.indexOf(name) + 1)
    return sum
  }

  in(sum: bigint): string[] {
    return this.names.filter((name) => (sum & this.of([name])) !== 0n)
  }
}

/** What a move writes anew, so that its old value is lost. */
function overwritten({ choice, interrupt, found }: Move, names: readonly string[]): string[] {
  if (choice?.opensMatter) return [...names]
  return [...Object.keys((choice ?? interrupt)?.set ?? {}), ...(found.card ? [NETWORK] : [])]
}

export function livenessOf(model: Model): Liveness {
  const names = [...Object.keys(model.script.variables), NETWORK]
  const bits = new Bits(names)
  const live = model.nodes.map((node) => bits.of(readsOf(model.script, node.step)))
  const kept = model.moves.map((move) => ~bits.of(overwritten(move, names)))
  const waiting = model.nodes.filter((node) => node.interruptible).map((node) => node.index)
  const readAt = (targets: readonly number[]) =>
    targets
      .flatMap((target) => entrances(model, target))
      .reduce((sum, node) => sum | (live[node] ?? 0n), 0n)
  const grow = (): boolean => {
    const before = live.join()
    const back = readAt(waiting)
    const after = (sum: bigint, { id, target }: Move) =>
      sum | ((target === WAY_BACK ? back : readAt([target])) & (kept[id] ?? 0n))
    const pressed = model.interrupts.reduce(after, 0n)
    for (const { index, choices, interruptible } of model.nodes.toReversed())
      live[index] = choices.reduce(after, (live[index] ?? 0n) | (interruptible ? pressed : 0n))
    return live.join() !== before
  }
  while (grow());
  const shared = new Map<bigint, Live>()
  return live.map((sum) => {
    const known = shared.get(sum) ?? { id: shared.size, names: new Set(bits.in(sum)) }
    shared.set(sum, known)
    return known
  })
}
