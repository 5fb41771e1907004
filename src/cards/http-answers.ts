import { blackOut } from './black-out.ts'
import { CardSystemError, type ErrorCode } from './card-system.ts'
import { errorBody } from './schemas.ts'

/** What an answer of the card system, or the want of one, means. */

/** A call that ended without an answer that can be trusted; `sent` is false only when nothing can have been done. */
export class NoAnswer extends Error {
  readonly sent: boolean
  constructor(sent: boolean, cause?: unknown) {
    super('no answer', { cause })
    this.sent = sent
  }
}

const NEVER_SENT: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** Several addresses of one host fail as an AggregateError, which has its code as well. */
export const wasSent = (error: unknown): boolean => !(isRecord(error) && NEVER_SENT.has(error.code))

export function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** 4xx are believed; of the 5xx only a 503 that says `unavailable`, for anything else may have happened halfway. */
function refusal(status: number, body: unknown): CardSystemError | null {
  const said = errorBody.safeParse(body)
  if (!said.success) return null
  const { code, message, retryable } = said.data.error
  const believed = status === 503 ? code === 'unavailable' : status >= 400 && status < 500
  return believed ? new CardSystemError(code, blackOut(message.ja), retryable) : null
}

const ended = (code: ErrorCode & ('unavailable' | 'timeout_unknown')): CardSystemError =>
  new CardSystemError(
    code,
    code === 'unavailable' ? 'the card system cannot be reached' : 'the card system gave no answer',
    code === 'unavailable',
  )

export function outcome(status: number, body: unknown): unknown {
  if (status === 200) return body
  throw refusal(status, body) ?? new NoAnswer(true)
}

export function readFailure(error: unknown): never {
  throw error instanceof NoAnswer ? ended('unavailable') : error
}

export function changeFailure(error: unknown): never {
  if (!(error instanceof NoAnswer)) throw error
  throw ended(error.sent ? 'timeout_unknown' : 'unavailable')
}
