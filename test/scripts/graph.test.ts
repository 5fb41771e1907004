import { instance } from '@viz-js/viz'
import { expect } from 'chai'
import { quoted, toDot, widthOf } from '../../src/scripts/dot.ts'
import { graphOf } from '../../src/scripts/graph.ts'
import { load, SMALL } from './load.ts'

describe('the graph of a script', () => {
  it('has every step with its phase and kind, and every answer with its label', () => {
    const script = load(SMALL)
    const { nodes, edges, start } = graphOf(script, 'en')
    expect(start).to.equal('greet')
    for (const step of script.steps.values())
      expect(nodes.find((node) => node.id === step.id)).to.include({
        kind: step.kind,
        phase: step.phase,
      })
    const refuse = {
      from: 'consent',
      to: 'wrap_up',
      kind: 'answer',
      label: 'Refuses',
      outcome: 'refuse',
    }
    expect(edges).to.deep.include(refuse)
    expect(edges).to.deep.include({
      from: 'cards',
      to: 'wrap_up',
      kind: 'bound',
      label: 'after 3 visits',
      outcome: null,
    })
    expect(edges.filter((edge) => edge.from === '!lost').map((edge) => edge.to)).to.deep.equal([
      'cards',
      'search',
    ])
    expect(nodes.find((node) => node.id === '$back')?.kind).to.equal('back')
  })

  it('is labelled in the language that is asked for', () => {
    const label = (language: 'ja' | 'en') =>
      graphOf(load(SMALL), language).nodes.find((node) => node.id === 'greet')?.label
    expect([label('ja'), label('en')]).to.deep.equal(['名乗り', 'Greeting'])
  })

  it('becomes a drawing without any style of its own', async () => {
    const viz = await instance()
    const svg = viz.renderString(toDot(graphOf(load(SMALL), 'ja')), { format: 'svg' })
    for (const id of load(SMALL).steps.keys()) expect(svg).to.include(`<title>${id}</title>`)
    expect(svg).to.include('名乗り').and.not.include('style=').and.not.include('<script')
  })

  it('keeps whatever stands in a label a label', async () => {
    const nasty = 'a"]; x [label="b\\\n& <c> {d} \\N \u0001'
    const viz = await instance()
    const svg = viz.renderString(`digraph { a [label=${quoted(nasty)}] }`, { format: 'svg' })
    expect(svg).to.include('a&quot;]; x [label=&quot;b\\').and.include('&amp; &lt;c&gt; {d} \\N')
    expect(svg.match(/<g id="node/g)).to.have.length(1)
  })

  it('gives Japanese twice the room of Latin', () => {
    expect(widthOf('名乗り')).to.be.closeTo((3 * 14 + 20) / 72, 1e-9)
    expect(widthOf('abc\n名')).to.be.closeTo((3 * 0.55 * 14 + 20) / 72, 1e-9)
  })
})
