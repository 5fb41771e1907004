/** What other customers reported of the same; only a count, never who. */
export interface SimilarView {
  readonly kind: string
  readonly value: string
  readonly words: string
  readonly isAlone: boolean
  readonly firstAt: string | null
  readonly lastAt: string | null
  /** Bars of the last 30 days, in hundredths of the highest; `trend` says the same in words. */
  readonly bars: readonly number[]
  readonly trend: string
  readonly wave: { readonly note: string; readonly at: string | null } | null
  /** For those who may see which cases they are. */
  readonly casesUrl: string | null
}

export interface WaveView {
  readonly id: string
  readonly kind: string
  readonly value: string
  readonly customers: number
  readonly beganAt: string
  readonly lastAt: string
  readonly acknowledgedAt: string | null
  readonly acknowledgedBy: string
  readonly note: string
  readonly endedAt: string | null
  readonly version: number
  readonly isHarmless: boolean
  readonly casesUrl: string
}
export interface DeskWaves {
  /** The fraud desk sees them first and whole, everybody else on one line. */
  readonly isFirst: boolean
  readonly waves: readonly WaveView[]
}

export interface WavesPage {
  readonly waves: readonly WaveView[]
  readonly ended: readonly WaveView[]
  readonly mutes: readonly {
    readonly id: string
    readonly kind: string
    readonly value: string
    readonly reason: string
    readonly by: string
    readonly until: string
  }[]
  readonly mayHandle: boolean
  readonly maySeeCases: boolean
  readonly typed: WaveTyped | null
}
/** What was typed into a form of the page and not taken. */
export interface WaveTyped {
  readonly id: string
  readonly form: 'acknowledgement' | 'mute'
  readonly text: string
  readonly days: string
  readonly error: string
}

export interface SignalCasesPage {
  readonly title: string
  readonly cases: readonly {
    readonly id: string
    readonly number: string
    readonly status: string
    readonly reason: string
    readonly at: string
  }[]
  readonly olderUrl: string | null
}
