import type { LogAsked } from './log-asked.ts'

/** What the auditor sees: the state of the log, a filter, and events as sentences. */
export interface AuditPage {
  readonly asked: LogAsked
  /** Something in the filter could not be read. */
  readonly isUnread: boolean
  readonly isFiltered: boolean
  readonly state: AuditState
  readonly choices: {
    readonly operators: readonly Choice[]
    readonly groups: readonly Choice[]
    readonly names: readonly Choice[]
  }
  /** Questions that are asked often, as addresses of this page. */
  readonly questions: readonly { readonly url: string; readonly words: string }[]
  readonly lines: readonly AuditLine[]
  readonly nextUrl: string | null
  readonly exportWords: string
}
export interface Choice {
  readonly value: string
  readonly label: string
}
export interface AuditState {
  /** False where this program does not seal. */
  readonly isSealing: boolean
  readonly sealed: number
  readonly unsealed: number
  /** There are more than were counted. */
  readonly isMore: boolean
  readonly anchor: { readonly at: string; readonly entries: number } | null
  /** Up to which entry it was moved into files, and when last. */
  readonly archived: { readonly at: string; readonly entries: number } | null
  readonly verified: {
    readonly at: string
    readonly entries: number
    readonly whole: boolean
    readonly isRecent: boolean
    readonly seq: number | null
  } | null
}
export interface AuditLine {
  readonly id: string
  readonly at: string
  /** Of a minute: what an auditor holds against other logs. */
  readonly seconds: string
  readonly words: string
  /** Of a step and its answer, as they stand in the log. */
  readonly codes: string
  readonly refused: boolean
  readonly address: string | null
  readonly session: string | null
  readonly about: readonly { readonly url: string; readonly words: string }[]
}
