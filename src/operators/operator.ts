import type { Language } from '../scripts/script.ts'

export const ROLES = [
  'operator',
  'fraud_desk',
  'supervisor',
  'script_author',
  'script_publisher',
  'auditor',
  'admin',
] as const
export type Role = (typeof ROLES)[number]

export interface Operator {
  readonly id: string
  readonly login: string
  readonly name: string
  readonly role: Role
  readonly language: Language
  /** Whether single keys (1–9, H …) work on the call screen; WCAG 2.1.4 asks that they can be switched off. */
  readonly singleKeys: boolean
  readonly teamId: string | null
}
