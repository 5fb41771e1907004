import type { Role } from './operator.ts'
import { may, type Permission } from './permissions.ts'

/** Where the heading of every page leads; `name` is the word for it in the catalogue. */
export interface Place {
  readonly name:
    | 'desk'
    | 'calls'
    | 'cases'
    | 'customers'
    | 'scripts'
    | 'approvals'
    | 'audit'
    | 'operators'
  readonly url: string
  readonly permission: Permission
}

const PLACES: readonly Place[] = [
  { name: 'desk', url: '/', permission: 'take_calls' },
  { name: 'calls', url: '/calls', permission: 'take_calls' },
  { name: 'cases', url: '/cases', permission: 'read_cases' },
  { name: 'customers', url: '/customers', permission: 'read_customers' },
  { name: 'operators', url: '/operators', permission: 'manage_operators' },
  { name: 'scripts', url: '/scripts', permission: 'read_scripts' },
  { name: 'approvals', url: '/approvals', permission: 'approve' },
  { name: 'audit', url: '/audit', permission: 'read_audit' },
]

/** The places that somebody may go to, the one to begin at first. */
export const placesOf = (role: Role): readonly Place[] =>
  PLACES.filter(({ permission }) => may(role, permission))
