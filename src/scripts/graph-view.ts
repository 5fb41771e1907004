import { instance } from '@viz-js/viz'
import { toDot } from './dot.ts'
import { type GraphNode, graphOf, type ScriptGraph } from './graph.ts'
import type { Language, Script } from './script.ts'

/** Draws the graph of a script as SVG for the pages. */
export async function drawScript(script: Script, language: Language): Promise<string> {
  const viz = await instance()
  const graph = withReferences(graphOf(script, language))
  return forScreens(viz.renderString(toDot(graph), { format: 'svg' }))
}

/** So many ways may lead to a step before it is named at their ends instead of being drawn there. */
const MOST_WAYS = 6

/**
 * The graph for drawing: where many ways lead to the same step (the transfer, the wrap-up), each of them ends in a
 * small box that names it, and the step itself stands once by itself. Otherwise a hundred steps are a tangle that
 * nobody can follow and that takes Graphviz twenty times as long. Steps are laid out by where they lead alone.
 */
function withReferences(graph: ScriptGraph): ScriptGraph {
  const titles = new Map(graph.nodes.map(({ id, label }) => [id, label]))
  const isHub = (id: string) =>
    new Set(graph.edges.filter(({ to }) => to === id).map(({ from }) => from)).size > MOST_WAYS
  const hubs = new Set(graph.nodes.map(({ id }) => id).filter(isHub))
  const boxes = new Map<string, GraphNode>()
  const edges = graph.edges.map((edge) => {
    if (!hubs.has(edge.to)) return edge
    const id = `${edge.from}>${edge.to}`
    boxes.set(id, { id, kind: 'back', label: `→ ${titles.get(edge.to)}`, phase: null })
    return { ...edge, to: id }
  })
  return { ...graph, phases: [], nodes: [...graph.nodes, ...boxes.values()], edges }
}

/** Fill and stroke by kind of step: an image takes no style sheet, and the pages allow no styles within. */
const COLOURS: Readonly<Record<string, string>> = {
  'kind-say': 'fill="#e8f1ff" stroke="#0946a8"',
  'kind-ask': 'fill="#ffffff" stroke="#1a1a1c"',
  'kind-check': 'fill="#e6f5ec" stroke="#197a4b"',
  'kind-act': 'fill="#fff3dc" stroke="#9a5b00"',
  'kind-route': 'fill="#f1f1f4" stroke="#626264"',
  'kind-end': 'fill="#1a1a1c" stroke="#1a1a1c"',
  'kind-interrupt': 'fill="#fdeeee" stroke="#b3261e"',
  'kind-back': 'fill="#f1f1f4" stroke="#626264"',
}

/** The drawing in points as pixels, in the pages' letters and colours, without style attributes. */
export function forScreens(svg: string): string {
  return svg
    .slice(Math.max(0, svg.indexOf('<svg')))
    .replace(/(<svg [^>]*?)width="([\d.]+)pt" height="([\d.]+)pt"/, '$1width="$2" height="$3"')
    .replace(/ style="[^"]*"/g, '')
    .replace(/font-family="[^"]*"/g, 'font-family="Noto Sans JP, Hiragino Sans, sans-serif"')
    .replace(/<g [^>]*class="node (kind&#45;\w+)"[\s\S]*?<\/g>/g, (node, kind: string) => {
      const name = kind.replace('&#45;', '-')
      const box = node.replace(/fill="none" stroke="black"/, COLOURS[name] ?? '$&')
      return name === 'kind-end' ? box.replaceAll('<text ', '<text fill="#ffffff" ') : box
    })
}
