import { entrances, type Model, type Move, type Node, WAY_BACK } from './model.ts'
import type { EventPattern, Policy, Script, Step } from './script.ts'

/** What may still be read from a node on; the rest need not be known. Many nodes share one. */
export interface Live {
  readonly id: number
  /** Variables, and `$network`. */
  readonly names: ReadonlySet<string>
}
export type Liveness = readonly Live[]

const NETWORK = '$network'

/** Whether an event of this pattern may happen at a step. */
const touches = (pattern: EventPattern, step: Step) =>
  pattern.step?.includes(step.id) ||
  (pattern.act !== undefined && pattern.act === step.action) ||
  (pattern.lookUp !== undefined && pattern.lookUp === step.lookUp) ||
  step.choices.some((choice) => choice.commits.includes(pattern.commitment ?? ''))

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

/** Whether a move writes the variable anew, so that its old value is lost. */
function overwrites(move: Move, name: string): boolean {
  if (move.choice?.opensMatter) return true
  if (name === NETWORK) return move.found.card === true
  return Object.hasOwn((move.choice ?? move.interrupt)?.set ?? {}, name)
}

export function livenessOf(model: Model): Liveness {
  const live = model.nodes.map((node) => readsOf(model.script, node.step))
  const interruptible = model.nodes.filter((node) => node.interruptible).map((node) => node.index)
  const targetsOf = (move: Move) =>
    (move.target === WAY_BACK ? interruptible : [move.target]).flatMap((target) =>
      entrances(model, target),
    )
  const grow = (node: Node): boolean => {
    const mine = live[node.index]
    const before = mine?.size
    for (const move of [...node.choices, ...(node.interruptible ? model.interrupts : [])])
      for (const target of targetsOf(move))
        for (const name of live[target] ?? []) if (!overwrites(move, name)) mine?.add(name)
    return mine?.size !== before
  }
  while (model.nodes.toReversed().filter(grow).length > 0);
  const shared = new Map<string, Live>()
  return live.map((names) => {
    const key = [...names].sort().join()
    const known = shared.get(key) ?? { id: shared.size, names }
    shared.set(key, known)
    return known
  })
}
