/** Why a person has to see to a case. Each is put into words by `terms.task[kind]` of the catalogues. */
export const TASK_KINDS = [
  /** The result of an action could not be found out in the set time: ask the card system's people. */
  'action_unknown',
  /** An action that was confirmed on a call was certainly not done, and no operator saw it. */
  'action_not_done',
  /** A card that was stopped by another route is not stopped in the card system. */
  'stop_differs',
  /** A stop by another route that names no card which the program could compare. */
  'stop_unmatched',
  'shipment_late',
  'shipment_held',
  'shipment_returned',
  /** The network has answered an inquiry for which the customer was promised an answer. */
  'network_answered',
  /** A case that was handed over, and that nobody has taken in time. */
  'handover_late',
  /** Whoever was to take a case has given it back. */
  'handover_declined',
] as const
export type TaskKind = (typeof TASK_KINDS)[number]

/** Something on a case that a person has to see to, because the program cannot. */
export interface Task {
  readonly id: string
  readonly caseId: string
  readonly kind: TaskKind
  /** What it is about: an action, a shipment, a card. */
  readonly subjectRef: string
  /** Codes and instants only, never words of a person. */
  readonly detail: Readonly<Record<string, string>>
  /** Null while its case waits for somebody to take it. */
  readonly ownerId: string | null
  readonly raisedAt: string
  readonly dueAt: string
  readonly state: 'open' | 'done'
  readonly endedAt: string | null
  /** Null: the program found that it is settled. */
  readonly endedBy: string | null
  readonly endReason: string | null
}
