import type { Operator } from '../operators/operator.ts'

/** The desks that a case can be handed to; who sits at one is known by the role. */
export const QUEUES = ['fraud_desk'] as const
export type Queue = (typeof QUEUES)[number]

/** Whom a case is handed to: a person, or whoever is first at a desk. */
export type HandoverTarget = { readonly operatorId: string } | { readonly queue: Queue }

/** A case that is on its way to somebody. Until it is taken, whoever had it is responsible for it. */
export interface Handover {
  readonly id: string
  readonly caseId: string
  readonly from: string
  readonly to: HandoverTarget
  /** To whoever takes it. */
  readonly words: string
  readonly askedAt: string
  /** By when it should have been taken. */
  readonly dueAt: string
  readonly state: 'waiting' | 'taken' | 'declined' | 'withdrawn'
  readonly endedAt: string | null
  readonly endedBy: string | null
  readonly endReason: string | null
}

/** Whether this operator may take it, or say no. */
export const isFor = ({ to }: Pick<Handover, 'to'>, { id, role }: Operator): boolean =>
  'operatorId' in to ? to.operatorId === id : to.queue === role

/** The desk at which an operator sits; null for none that cases are handed to. */
export const queueOf = ({ role }: Operator): Queue | null =>
  QUEUES.find((queue) => queue === role) ?? null

/** Within how many minutes it should be taken (domain rule 4.3; a person may be on the phone for an hour). */
const MINUTES: Readonly<Record<Queue | 'person', number>> = { fraud_desk: 15, person: 60 }

export const dueOf = (to: HandoverTarget, at: Date): Date =>
  new Date(at.getTime() + MINUTES['queue' in to ? to.queue : 'person'] * 60_000)

/** As a form names it: `operator:<id>` or `queue:<code>`; null for anything else. */
export function readTarget(text: string): HandoverTarget | null {
  const [kind, name = ''] = text.split(':')
  const queue = QUEUES.find((each) => each === name)
  if (kind === 'queue' && queue !== undefined) return { queue }
  return kind === 'operator' && name !== '' ? { operatorId: name } : null
}
export const targetValue = (to: HandoverTarget): string =>
  'queue' in to ? `queue:${to.queue}` : `operator:${to.operatorId}`
