import type { Role } from './operator.ts'

/** Who works with customers. */
const CENTER = ['operator', 'fraud_desk', 'supervisor'] as const
/** Who sees customers; the auditor sees all and changes nothing. */
const READERS = [...CENTER, 'auditor'] as const
/** Whoever works here: in scripts and codes stands nothing about anybody. */
const EVERYBODY = [...READERS, 'script_author', 'script_publisher', 'admin'] as const

/** What an operator may do; one table, so that who may what is read in one place. What does not stand here nobody may. */
export const PERMISSIONS = {
  take_calls: CENTER,
  read_calls: READERS,
  read_customers: READERS,
  read_cases: READERS,
  change_cases: CENTER,
  /** The search box. Whoever reads scripts finds codes by it; people and cases are for those who may read them. */
  search: EVERYBODY,
  /** Put a case or a call on paper; every sheet is numbered and on the record. */
  print_cases: READERS,
  print_calls: READERS,
  find_prints: ['supervisor', 'auditor'],
  /** Keep a list of cases by name for oneself. */
  keep_views: READERS,
  approve: ['supervisor'],
  /** Say who works together, and from which queue. */
  manage_teams: ['supervisor'],
  /** Take a running call out of somebody else's hands, with a reason. */
  take_over_calls: ['supervisor'],
  /** See who read and did what, and take it out; not those whose work is in it. */
  read_audit: ['auditor'],
  /** Take note of waves of trouble, mute them, and see which cases are in one. */
  handle_waves: ['fraud_desk', 'supervisor'],
  /** Give out everything that is held on one person. */
  export_personal_data: ['supervisor'],
  /** Ask for everything that is held on one person to be erased; somebody else, who may approve, decides. */
  erase_personal_data: ['supervisor'],
  /** Keep a customer or a case from being erased, and let it go again. */
  hold_records: ['supervisor'],
  read_holds: ['supervisor', 'auditor'],
  read_scripts: EVERYBODY,
  /** Who works here, in which role, and how they get in. */
  manage_operators: ['admin'],
} as const satisfies Record<string, readonly Role[]>
export type Permission = keyof typeof PERMISSIONS

export const may = (role: Role, permission: Permission): boolean =>
  PERMISSIONS[permission].some((allowed) => allowed === role)
