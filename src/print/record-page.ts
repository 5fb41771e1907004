import type { FactView, Segment } from '../calls/call-page.ts'

/** Calls word by word: what was read out, what was answered, what the card system showed, what was put right. */
export interface RecordPage {
  readonly title: string
  /** The number of the case; null for a call that came to none. */
  readonly number: string | null
  readonly customer: { readonly name: string; readonly memberNo: string } | null
  readonly printedAt: string
  readonly printedBy: string
  readonly printNumber: string
  readonly proof: string | null
  readonly calls: readonly RecordCall[]
}
export interface RecordCall {
  readonly heading: string
  readonly startedAt: string
  readonly endedAt: string | null
  readonly talkSeconds: number
  readonly holdSeconds: number
  readonly operator: string
  /** The last digits of the caller's number. */
  readonly from: string | null
  readonly script: string
  readonly published: string
  readonly identity: string
  readonly result: string
  readonly paper: string | null
  readonly rows: readonly RecordRow[]
  /** Answers that were put right or are not on the way any more. */
  readonly aside: readonly AsideRow[]
  readonly note: string
}
export interface RecordRow {
  /** Null where the time is not known: on a slip. */
  readonly second: number | null
  readonly at: string | null
  readonly kind: 'step' | 'turn'
  readonly title: string
  readonly said: readonly Segment[]
  readonly answer: string
  readonly byHand: boolean
  /** What was typed, what was done in the card system, and how far the caller was verified by it. */
  readonly lines: readonly string[]
  readonly looks: readonly RecordLook[]
}
export interface RecordLook {
  readonly at: string
  readonly away: boolean
  readonly facts: readonly FactView[]
}
export interface AsideRow {
  readonly at: string
  readonly title: string
  readonly answer: string
  readonly byHand: boolean
  readonly lines: readonly string[]
  readonly why: string
}
