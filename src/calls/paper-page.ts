import type { SlipTyped } from './paper-slip.ts'

/** The page on which a paper slip is entered. */
export interface PaperPage {
  readonly submission: string
  readonly typed: SlipTyped
  /** Sentences, each with the field that it is about. */
  readonly errors: readonly { readonly field: string; readonly text: string }[]
  /** Something that is wrong with the whole form. */
  readonly alert: string | null
  /** The call that this form has made before, of another slip. */
  readonly recordedUrl: string | null
  /** Calls that were entered for the same time; null when there are none. */
  readonly overlap: {
    readonly newest: string
    readonly isAnother: boolean
    readonly calls: readonly { readonly url: string; readonly words: string }[]
  } | null
  /** Null while nobody was searched for. */
  readonly search: { readonly words: string; readonly people: readonly PaperPerson[] } | null
  readonly operators: readonly Option[]
  readonly versions: readonly Option[]
  readonly levels: readonly Option[]
  readonly reasons: readonly Option[]
  readonly causes: readonly Option[]
  readonly promises: readonly Option[]
  readonly promiseLines: readonly {
    readonly line: number
    readonly kind: string
    readonly due: string
  }[]
}
export interface Option {
  readonly value: string
  readonly label: string
}
export interface PaperPerson {
  readonly id: string
  readonly name: string
  readonly kana: string
  readonly cases: readonly Option[]
}
