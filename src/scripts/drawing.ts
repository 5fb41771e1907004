import { instance } from '@viz-js/viz'
import { toDot } from './dot.ts'
import { graphOf } from './graph.ts'
import type { Language, Script } from './script.ts'

/** Straight edges and few rounds: the layout is as good to read and takes a fifth of the time. */
const LAYOUT = { splines: 'polyline', nslimit: '1', nslimit1: '1', mclimit: '0.3' }

/** Draws the graph of a script as SVG for the pages. */
export async function drawScript(script: Script, language: Language): Promise<string> {
  const viz = await instance()
  const dot = toDot(graphOf(script, language))
  return forScreens(viz.renderString(dot, { format: 'svg', graphAttributes: LAYOUT }))
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
