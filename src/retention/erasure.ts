import type { Request } from '../customers/requests.ts'

/** That a person's data are erased: one asks, another one decides, and it cannot be taken back. */
export interface Erasure extends Request {
  readonly customerId: string
  readonly state: 'waiting' | 'approved' | 'rejected'
  readonly ground: Ground
}

/** Why: the code stays when the words go. */
export const GROUNDS = ['person_asked', 'not_needed', 'authority', 'other'] as const
export type Ground = (typeof GROUNDS)[number]
export const isGround = (text: string): text is Ground => GROUNDS.some((each) => each === text)

/** What stands in the way of erasing, in the order in which it is best seen to. */
export const OBSTACLES = [
  'legal_hold',
  'open_case',
  'call_going_on',
  'running_action',
  'open_promise',
  'open_task',
  'waiting_handover',
  'open_manual_stop',
  'waiting_merge',
] as const
export type ObstacleKind = (typeof OBSTACLES)[number]

export interface Obstacle {
  readonly kind: ObstacleKind
  /** The case in which it is seen to, where it is one. */
  readonly caseId: string | null
  readonly caseNumber: string | null
}
