import type { SessionLine } from './account-page.ts'
import type { Role } from './operator.ts'

/** One who works here, or did. */
export interface StaffLine {
  readonly id: string
  readonly login: string
  readonly name: string
  readonly role: string
  readonly state: 'active' | 'disabled' | 'locked' | 'first'
  readonly stateWords: string
  readonly hasFactor: boolean
  readonly needsFactor: boolean
  readonly byCompany: boolean
  readonly places: number
}

/** What was typed to add somebody and not taken. */
export interface StaffTyped {
  readonly login: string
  readonly name: string
  readonly role: string
  readonly error: string
}

export interface StaffPage {
  readonly lines: readonly StaffLine[]
  readonly roles: readonly { readonly value: Role; readonly label: string }[]
  readonly typed: StaffTyped | null
}

/** `password`: made a moment ago, and shown this once. */
export interface StaffOnePage extends StaffLine {
  readonly roles: StaffPage['roles']
  readonly roleValue: Role
  readonly isDisabled: boolean
  /** Of whoever looks at it. */
  readonly isOwn: boolean
  readonly hasPassword: boolean
  readonly sessions: readonly SessionLine[]
  readonly error: string
  readonly done: string
  readonly password: string
}
