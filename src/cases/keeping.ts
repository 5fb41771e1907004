/** What a page tells of keeping and erasing. */
export interface Keeping {
  /** That it is erased: since when and by whom. */
  readonly erased: string | null
  /** Of each hold that stands, who set it and when; the reason stands on the page of the holds. */
  readonly held: readonly string[]
  /** Where it is set and lifted, for those who may. */
  readonly holdUrl: string | null
}
