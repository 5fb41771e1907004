/** The page on which a customer or a case is held. */
export interface HoldPage {
  readonly subject: { readonly url: string; readonly words: string }
  readonly standing: HoldLine | null
  readonly before: readonly HoldLine[]
  readonly typed: HoldTyped | null
}
export interface HoldTyped {
  readonly reason: string
  readonly error: string
}
export interface HoldLine {
  readonly id: string
  readonly reason: string
  readonly set: string
  readonly lifted: string | null
  readonly liftReason: string
}

/** Every hold that stands. */
export interface HoldsPage {
  readonly holds: readonly (HoldLine & {
    readonly kind: string
    readonly about: { readonly url: string; readonly words: string }
  })[]
  readonly mayLift: boolean
}
