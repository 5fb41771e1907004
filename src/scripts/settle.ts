import { doubtOf } from './confirm.ts'
import { type Detail, TooManyStates } from './detail.ts'
import type { Finding, Suspicion } from './finding.ts'
import { type Graphs, weightOf, widen } from './graphs.ts'
import { hopsOf } from './path.ts'
import type { Graph } from './state-graph.ts'

export type Search = (graph: Graph) => readonly Suspicion[]

/** A suspicion that is not settled yet, and the detail to look at it in. */
interface Case {
  readonly first: Suspicion
  readonly detail: Detail
  readonly weight: number
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
    const suspicions = this.searchIn(this.graphs.in(least)).values()
    let open = [...suspicions].map((first) => this.caseOf(first, least))
    while (open.length > 0) {
      const lightest = open.reduce((light, each) => (each.weight < light.weight ? each : light))
      const again = this.examine(lightest)
      open = open.flatMap((each) => (each === lightest ? (again ? [again] : []) : [each]))
    }
    return [...this.findings.values()]
  }

  private caseOf(first: Suspicion, detail: Detail): Case {
    return { first, detail, weight: weightOf(this.graphs.model, detail) }
  }

  /** Looks at one case in its detail; the case in more detail, where that does not settle it. */
  private examine({ first, detail }: Case): Case | null {
    if (this.findings.has(first.key) || this.isDisproved(first.subject)) return null
    try {
      const graph = this.graphs.in(detail)
      const suspicion = this.searchIn(graph).get(first.subject)
      if (!suspicion || this.findings.has(suspicion.key)) return null
      const doubt = doubtOf(graph, suspicion)
      if (doubt && !(suspicion.uncounted && doubt.counted.length > 0))
        return this.caseOf(first, widen(detail, doubt))
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
  return { ...finding, kind: 'undecided', about: finding.kind, path: [] }
}
