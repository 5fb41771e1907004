import { TooManyStates } from './detail.ts'
import { faultsOf, trapsOf } from './faults.ts'
import { FINDING_KINDS, type Finding, type PathStep } from './finding.ts'
import { Graphs } from './graphs.ts'
import { modelOf } from './model.ts'
import { monitorOf } from './monitor.ts'
import type { Policy, Script } from './script.ts'
import { type Search, Settling } from './settle.ts'
import { brokenPolicies, endlessIn, unproved } from './suspects.ts'
import { unseen } from './unseen.ts'
import type { Vocabulary } from './vocabulary.ts'

export interface PolicyResult {
  readonly id: string
  readonly holds: boolean
  /** The shortest call that breaks it. */
  readonly path?: readonly PathStep[]
}

/** What has been proved about a script, and what is wrong with it. */
export interface Report {
  readonly steps: number
  /** How many states were walked: a step together with what mattered for a question. */
  readonly states: number
  readonly policies: readonly PolicyResult[]
  readonly findings: readonly Finding[]
}

/** The steps to which the answers of a circle lead. */
const roundOf = ({ circle = [], step }: Finding) =>
  new Set([...circle.slice(1).map((each) => each.step), step])

/** Circles that pass all the steps of a shorter one say nothing new: once that is bounded, so are they. */
function toldOnce(findings: readonly Finding[]): Finding[] {
  const shortFirst = [...findings].sort((a, b) => roundOf(a).size - roundOf(b).size)
  const told: Finding[] = []
  for (const finding of shortFirst) {
    const round = roundOf(finding)
    const implied = told.some((each) => [...roundOf(each)].every((step) => round.has(step)))
    if (!implied || !finding.circle) told.push(finding)
  }
  // What could not be decided may be decided once these are mended.
  return told.some((each) => each.circle) ? told.filter((each) => each.circle) : told
}

function findingsOf(
  exact: Graphs,
  quick: Graphs,
  open: readonly Policy[],
  vocabulary: Vocabulary,
): Finding[] {
  const exactly: Search[] = [(graph) => faultsOf(graph, vocabulary), trapsOf]
  const found = [
    ...toldOnce(new Settling(quick, endlessIn).run()),
    ...exactly.flatMap((search) => new Settling(exact, search).run()),
    ...new Settling(quick, brokenPolicies(open)).run(),
    ...unseen(quick),
  ]
  return found.sort((a, b) => FINDING_KINDS.indexOf(a.kind) - FINDING_KINDS.indexOf(b.kind))
}

function resultOf(policy: Policy, findings: readonly Finding[]): PolicyResult {
  const finding = findings.find((each) => each.policy === policy.id)
  if (!finding) return { id: policy.id, holds: true }
  return { id: policy.id, holds: false, path: finding.path }
}

/**
 * Proves what a script promises, or tells the shortest call that shows what is wrong. The finite graph of (step, state)
 * is walked, never the list of all calls. The script must come from `parseScript`.
 */
export function check(script: Script, vocabulary: Vocabulary): Report {
  const steps = script.steps.size
  try {
    const model = modelOf(script, vocabulary)
    const exact = new Graphs(model)
    const open = unproved(exact.in(exact.least), script.policies)
    const quick = exact.passing(open.flatMap((policy) => monitorOf(policy).watches))
    const findings = findingsOf(exact, quick, open, vocabulary)
    const policies = script.policies.map((policy) => resultOf(policy, findings))
    return { steps, states: exact.states + quick.states, policies, findings }
  } catch (error) {
    if (!(error instanceof TooManyStates)) throw error
    const policies = script.policies.map(({ id }) => ({ id, holds: false }))
    const finding = { kind: 'undecided' as const, step: script.start, path: [] }
    return { steps, states: 0, policies, findings: [finding] }
  }
}
