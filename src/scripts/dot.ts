import type { GraphEdge, GraphNode, ScriptGraph } from './graph.ts'

const FONT_SIZE = 14
const PADDING = 20
const POINTS_PER_INCH = 72
const LINE_HEIGHT = 1.4

/** Everything from the Hangul and CJK blocks on is as wide as it is high. */
const isFull = (letter: string) => (letter.codePointAt(0) ?? 0) >= 0x1100

const emsOf = (line: string) =>
  [...line].reduce((sum, letter) => sum + (isFull(letter) ? 1 : 0.55), 0)

/** The width of a node in inches; Graphviz would measure Japanese as if it were Latin. */
export function widthOf(label: string): number {
  const ems = Math.max(...label.split('\n').map(emsOf))
  return (ems * FONT_SIZE + PADDING) / POINTS_PER_INCH
}

const heightOf = (label: string) =>
  (label.split('\n').length * FONT_SIZE * LINE_HEIGHT + PADDING / 2) / POINTS_PER_INCH

const isControl = (letter: string) => letter !== '\n' && (letter < ' ' || letter === '\u007f')

const printable = (text: string) =>
  [...text].map((letter) => (isControl(letter) ? ' ' : letter)).join('')

/** A string of the DOT language: Graphviz reads backslashes and HTML entities in labels. */
export function quoted(text: string): string {
  const inner = printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
  return `"${inner}"`
}

const attributes = (values: Readonly<Record<string, string>>) =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ')

function nodeLine(node: GraphNode): string {
  const own = node.kind === 'interrupt' || node.kind === 'back' || node.label === node.id
  const label = own ? node.label : `${node.label}\n${node.id}`
  const values = {
    id: quoted(`step-${node.id}`),
    class: quoted(`kind-${node.kind}`),
    label: quoted(label),
    width: widthOf(label).toFixed(3),
    height: heightOf(label).toFixed(3),
  }
  return `${quoted(node.id)} [${attributes(values)}]`
}

/** Edges between the same two steps are drawn as one, with all their labels. */
function merged(edges: readonly GraphEdge[]): GraphEdge[] {
  const together = new Map<string, GraphEdge>()
  for (const edge of edges) {
    const key = JSON.stringify([edge.from, edge.to, edge.kind])
    const before = together.get(key)
    together.set(key, before ? { ...before, label: `${before.label}\n${edge.label}` } : edge)
  }
  return [...together.values()]
}

const edgeLine = ({ from, to, kind, label }: GraphEdge) =>
  `${quoted(from)} -> ${quoted(to)} [${attributes({ class: quoted(`edge-${kind}`), label: quoted(label) })}]`

function clusterLines(graph: ScriptGraph): string[] {
  return graph.phases.flatMap((phase, index) => {
    const nodes = graph.nodes.filter((node) => node.phase === phase.id)
    if (nodes.length === 0) return []
    const head = [`subgraph cluster_${index} {`, `label=${quoted(phase.title)}`]
    return [...head, `class=${quoted(`phase-${phase.id}`)}`, ...nodes.map(nodeLine), '}']
  })
}

/** The graph as Graphviz text; colours and strokes are left to the style sheet by way of classes. */
export function toDot(graph: ScriptGraph): string {
  const phases = new Set(graph.phases.map((phase) => phase.id))
  const loose = graph.nodes.filter((node) => node.phase === null || !phases.has(node.phase))
  return [
    'digraph script {',
    `graph [rankdir=TB, fontsize=${FONT_SIZE}]`,
    `node [shape=box, fixedsize=true, fontsize=${FONT_SIZE}]`,
    'edge [fontsize=12]',
    ...clusterLines(graph),
    ...loose.map(nodeLine),
    ...merged(graph.edges).map(edgeLine),
    '}',
  ].join('\n')
}
