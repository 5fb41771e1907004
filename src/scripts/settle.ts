import { doubtOf } from './confirm.ts'
import type { Detail } from './environment.ts'
import type { Finding, Suspicion } from './finding.ts'
import { type Graphs, weightOf, widen } from './graphs.ts'
import { hopsOf } from './path.ts'
import { type Graph, TooManyStates } from './state-graph.ts'

export type Search = (graph: Graph) => readonly Suspicion[]

/** A suspicion that is not settled yet, and the detail to look at it in. */
interface Case {
  readonly first: Suspicion
  readonly detail: Detail
}

/**
 * Settles everything that a search suspects. What a walk confirms is a finding. A path that no call can take comes from
 * what the search does not tell apart: it is repeated in more detail, until a walk confirms what it finds or it finds
 * nothing any more. Small graphs are asked first, for what one graph does not have cannot be.
 */
export class Settling {
  private readonly findings = new Map<string, Finding>()
  private readonly searched = new Map<Graph, ReadonlyMap<string, Suspicion>>()
  private readonly graphs: Graphs
  private readonly search: Search

  constructor(graphs: Graphs, search: Search) {
    this.graphs = graphs
    this.search = search
  }

  run(): Finding[] {
    const { least } = this.graphs
    let open: Case[] = [...this.searchIn(this.graphs.in(least)).values()].map((first) => ({
      first,
      detail: least,
    }))
    while (open.length > 0) {
      const lightest = this.lightest(open)
      const again = this.examine(lightest)
      open = open.flatMap((each) => (each === lightest ? (again ? [again] : []) : [each]))
    }
    return [...this.findings.values()]
  }

  private lightest(open: readonly Case[]): Case {
    const weigh = (each: Case) => weightOf(this.graphs.in(this.graphs.least).model, each.detail)
    return open.reduce((light, each) => (weigh(each) < weigh(light) ? each : light))
  }

  /** Looks at one case in its detail; the case in more detail, where that does not settle it. */
  private examine({ first, detail }: Case): Case | null {
    if (this.findings.has(first.key) || this.isDisproved(first.subject)) return null
    try {
      const graph = this.graphs.in(detail)
      const suspicion = this.searchIn(graph).get(first.subject)
      if (!suspicion || this.findings.has(suspicion.key)) return null
      const doubt = doubtOf(graph, suspicion)
      if (doubt) return { first, detail: widen(detail, doubt) }
      this.findings.set(suspicion.key, findingOf(graph, suspicion))
    } catch (error) {
      if (!(error instanceof TooManyStates)) throw error
      this.findings.set(first.key, undecided(first))
    }
    return null
  }

  private searchIn(graph: Graph): ReadonlyMap<string, Suspicion> {
    const known = this.searched.get(graph)
    if (known) return known
    const found = new Map<string, Suspicion>()
    for (const each of this.search(graph))
      if (!found.has(each.subject)) found.set(each.subject, each)
    this.searched.set(graph, found)
    return found
  }

  private isDisproved(subject: string): boolean {
    return [...this.searched.values()].some((found) => !found.has(subject))
  }
}

function findingOf(graph: Graph, { finding, edges, circle }: Suspicion): Finding {
  const told = (way: readonly number[]) =>
    hopsOf(graph, way).map(({ step, move }) => ({ step, outcome: move.outcome }))
  return { ...finding, path: told(edges), ...(circle ? { circle: told(circle) } : {}) }
}

/** What was suspected and could neither be confirmed nor disproved. */
function undecided({ finding }: Suspicion): Finding {
  const { step, policy } = finding
  return { kind: 'undecided', about: finding.kind, step, ...(policy ? { policy } : {}), path: [] }
}
