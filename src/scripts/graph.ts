import { BACK, type Choice, type Language, type Script, type Step, type Text } from './script.ts'
import { INTERRUPT_MARK } from './walk.ts'

/** A step as it is drawn; an interrupt is a node of its own, drawn once, and so is the way back. */
export interface GraphNode {
  readonly id: string
  readonly kind: Step['kind'] | 'interrupt' | 'back'
  readonly label: string
  readonly phase: string | null
}
export interface GraphEdge {
  readonly from: string
  readonly to: string
  readonly kind: 'answer' | 'bound' | 'interrupt'
  readonly label: string
  readonly outcome: string | null
}
export interface ScriptGraph {
  readonly phases: readonly { readonly id: string; readonly title: string }[]
  readonly start: string
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
}

const WAY_BACK: Text = { ja: '割り込んだ手順へ戻る', en: 'Back to where it was pressed' }
const AFTER = {
  ja: (visits: number, call: boolean) => `${call ? '通話中' : ''}${visits}回を超えたら`,
  en: (visits: number, call: boolean) => `after ${visits} visits${call ? ' in the call' : ''}`,
}
const BELOW: Text = { ja: '本人確認前', en: 'below the level' }

function edgeOf(step: Step, choice: Choice, language: Language): GraphEdge {
  const label = choice.label[language] || choice.outcome
  const { outcome, next } = choice
  return { from: step.id, to: next, kind: 'answer', label, outcome }
}

function edgesOf(step: Step, language: Language): GraphEdge[] {
  const answers = step.choices.map((choice) => edgeOf(step, choice, language))
  if (!step.atMost) return answers
  const { visits, otherwise, per } = step.atMost
  const label = AFTER[language](visits, per === 'call')
  return [...answers, { from: step.id, to: otherwise, kind: 'bound', label, outcome: null }]
}

function interruptEdges(script: Script, language: Language): GraphEdge[] {
  return script.interrupts.flatMap(({ id, next, below }): GraphEdge[] => {
    const outcome = `${INTERRUPT_MARK}${id}`
    const edge = { from: outcome, kind: 'interrupt' as const, outcome }
    const lower = below ? [{ ...edge, to: below, label: BELOW[language] }] : []
    return [{ ...edge, to: next, label: '' }, ...lower]
  })
}

function nodesOf(script: Script, language: Language): GraphNode[] {
  const steps = [...script.steps.values()].map((step) => ({
    id: step.id,
    kind: step.kind,
    label: step.title[language] || step.id,
    phase: step.phase,
  }))
  const interrupts = script.interrupts.map((each) => ({
    id: `${INTERRUPT_MARK}${each.id}`,
    kind: 'interrupt' as const,
    label: each.label[language],
    phase: null,
  }))
  return [...steps, ...interrupts]
}

/** The script as nodes and labelled edges. Interrupts lead on from every step, so they are drawn once each. */
export function graphOf(script: Script, language: Language): ScriptGraph {
  const steps = [...script.steps.values()]
  const edges = [
    ...steps.flatMap((step) => edgesOf(step, language)),
    ...interruptEdges(script, language),
  ]
  const back = edges.some((edge) => edge.to === BACK)
  const backNode = { id: BACK, kind: 'back' as const, label: WAY_BACK[language], phase: null }
  return {
    phases: script.phases.map(({ id, title }) => ({ id, title: title[language] })),
    start: script.start,
    nodes: [...nodesOf(script, language), ...(back ? [backNode] : [])],
    edges,
  }
}
