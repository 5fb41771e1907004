import type { Ground } from './erasure.ts'

/** The page on which a person's erasure is asked for. */
export interface ErasurePage {
  readonly customer: { readonly id: string; readonly name: string; readonly kana: string }
  readonly isErased: boolean
  readonly counts: string
  readonly grounds: readonly { readonly value: Ground; readonly label: string }[]
  readonly obstacles: readonly ObstacleLine[]
  /** That it waits for a second person already. */
  readonly waiting: string | null
  readonly before: readonly ErasureLine[]
  readonly typed: ErasureTyped | null
}
export interface ObstacleLine {
  readonly words: string
  readonly caseFile: { readonly id: string; readonly number: string } | null
}
export interface ErasureLine {
  readonly state: string
  readonly ground: string
  readonly requested: string
  readonly decided: string | null
}
export interface ErasureTyped {
  readonly ground: string
  readonly reason: string
  readonly error: string
}

/** The queue of the second person. */
export interface ErasuresPage {
  readonly waiting: readonly WaitingErasure[]
  readonly typed: { readonly id: string; readonly reason: string; readonly error: string } | null
}
export interface WaitingErasure {
  readonly id: string
  readonly customer: { readonly id: string; readonly name: string; readonly kana: string }
  readonly ground: string
  readonly reason: string
  readonly requested: string
  readonly counts: string
  readonly obstacles: readonly ObstacleLine[]
  /** Asked for by the one who looks: somebody else has to decide. */
  readonly isOwn: boolean
}
