/** A call script as people read it: every step in words, its graph, and what was proved about it. */
export interface ScriptPage {
  readonly script: ScriptLine
  readonly graphUrl: string
  readonly phases: readonly { readonly title: string; readonly steps: readonly ScriptStep[] }[]
  readonly interrupts: readonly { readonly label: string; readonly next: string }[]
  readonly proof: {
    readonly steps: number
    readonly states: number
    readonly policies: readonly {
      readonly id: string
      readonly text: string
      readonly holds: boolean
    }[]
    readonly findings: readonly { readonly text: string; readonly path: readonly string[] }[]
  }
}
export interface ScriptLine {
  readonly id: string
  readonly title: string
  readonly version: number
  readonly publishedAt: string
  readonly steps: number
  readonly ends: number
}
export interface ScriptStep {
  readonly id: string
  readonly kind: string
  readonly kindLabel: string
  readonly title: string
  readonly say: string
  readonly hint: string
  readonly never: readonly string[]
  readonly needs: string | null
  readonly fields: readonly string[]
  readonly bound: { readonly visits: number; readonly otherwise: string } | null
  readonly choices: readonly {
    readonly label: string
    /** Null: back to where an interrupt was pressed. */
    readonly nextId: string | null
    readonly nextTitle: string
    readonly byLabel: string
    readonly when: string
  }[]
}
export interface ScriptsPage {
  readonly scripts: readonly ScriptLine[]
}
