import type { Qr } from './qr.ts'

/** A device on its way to be a second factor. */
export interface EnrolView {
  readonly qr: Qr
  /** The secret in groups of four. */
  readonly secret: string
  readonly sealed: string
  readonly action: string
  /** Whether the present password is asked for as well. */
  readonly asksPassword: boolean
  readonly error: { readonly field: 'password' | 'code'; readonly text: string } | null
}

export interface SessionLine {
  readonly id: string
  readonly since: string
  readonly used: string
  readonly address: string
  readonly browser: string
  readonly isThis: boolean
}

/** What `/account` is given. */
export interface AccountPage {
  readonly login: string
  readonly hasPassword: boolean
  readonly hasFactor: boolean
  readonly needsFactor: boolean
  readonly codesLeft: number
  readonly sessions: readonly SessionLine[]
  readonly enrol: EnrolView | null
  /** Which form did not go through, and why. */
  readonly wrong: { readonly form: string; readonly error: string } | null
  readonly done: string
}
