import type { Role } from './operator.ts'

/** What an operator may do; one table, so that who may what is read in one place. */
export const PERMISSIONS = {
  take_calls: ['operator', 'fraud_desk', 'supervisor'],
  read_cases: ['operator', 'fraud_desk', 'supervisor', 'auditor'],
  change_cases: ['operator', 'fraud_desk', 'supervisor'],
  approve: ['supervisor'],
  /** Say who works together, and from which queue. */
  manage_teams: ['supervisor'],
  find_prints: ['supervisor', 'auditor'],
  /** Take note of waves of trouble, mute them, and see which cases are in one. */
  handle_waves: ['fraud_desk', 'supervisor'],
  /** Give out everything that is held on one person. */
  export_personal_data: ['supervisor'],
  read_scripts: [
    'operator',
    'fraud_desk',
    'supervisor',
    'script_author',
    'script_publisher',
    'auditor',
    'admin',
  ],
  /** Who works here, in which role, and how they get in. */
  manage_operators: ['admin'],
} as const satisfies Record<string, readonly Role[]>
export type Permission = keyof typeof PERMISSIONS

export const may = (role: Role, permission: Permission): boolean =>
  PERMISSIONS[permission].some((allowed) => allowed === role)
