import { CardSystemError, type ErrorCode } from './card-system.ts'

const AWAY: readonly ErrorCode[] = ['unavailable', 'rate_limited']

/**
 * What a question that nobody waits for was answered with: `away` when nobody is there, `none` when the card system has
 * no such thing. Any other refusal says nothing about it, and is thrown.
 */
export async function answerOrAway<T>(answer: Promise<T>, none: T): Promise<T | 'away'> {
  try {
    return await answer
  } catch (error) {
    if (!(error instanceof CardSystemError)) throw error
    if (AWAY.includes(error.code)) return 'away'
    if (error.code === 'not_found') return none
    throw error
  }
}
