import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Response } from 'express'
import type { RequestFault } from './faults.ts'
import { type Answer, refusalAnswer } from './refused.ts'

/** How a fault shows to whoever asked. */

/** Tells tests which answers were spoilt on purpose. */
const MARK = 'X-Simulated-Fault'
/** After so many seconds it is worth asking again. */
const RETRY_AFTER_S = 1

/** What goes wrong before any work is done; true when the request has found its end by it. */
export async function misbehave(response: Response, fault: RequestFault): Promise<boolean> {
  const { kind, delayMs } = fault
  if (delayMs > 0) await sleep(delayMs, undefined, { ref: false })
  if (kind === 'hang') await left(response)
  else if (kind === 'reset') response.socket?.resetAndDestroy()
  else if (kind === 'error_400') send(response.set(MARK, kind), refusalAnswer('invalid_request'))
  else if (kind === 'error_500') response.set(MARK, kind).status(500).json({ oops: true })
  else if (kind === 'error_503') send(response.set(MARK, kind), refusalAnswer('unavailable'))
  else return false
  return true
}

/** Until nobody waits for the answer any more. */
async function left(response: Response): Promise<void> {
  if (!response.destroyed) await once(response, 'close')
}

export function send(response: Response, { status, body }: Answer): void {
  if (status === 429 || status === 503) response.set('Retry-After', String(RETRY_AFTER_S))
  response.status(status).json(body)
}

/** The work is done; the answer may be lost or spoilt all the same. */
export function deliver(response: Response, answer: Answer, kind?: RequestFault['kind']): void {
  if (kind === 'lost') response.destroy()
  else if (kind === 'malformed') response.set(MARK, kind).status(200).type('json').send('{"half":')
  else if (kind === 'wrong_schema') response.set(MARK, kind).json({ unexpected: [answer.status] })
  else send(response, answer)
}
