import type { Choice } from './cases-page.ts'

/** Who works together, and from which queue each team takes the next case. */
export interface TeamsPage {
  readonly teams: readonly TeamView[]
  /** Those who have cases and are in no team. */
  readonly others: readonly MemberView[]
  readonly queues: readonly Choice[]
  readonly choices: readonly Choice[]
  /** What was typed into a form that was not taken: `new`, the id of a team, or of a person. */
  readonly typed: TeamTyped | null
  readonly submission: string
}
export interface TeamView {
  readonly id: string
  readonly name: string
  readonly queue: string
  readonly queueName: string
  readonly members: readonly MemberView[]
}
export interface MemberView {
  readonly id: string
  readonly name: string
  readonly role: string
  readonly teamId: string
}
export interface TeamTyped {
  readonly form: string
  readonly name: string
  readonly queue: string
  readonly error: string
}
