import { Agent, type Dispatcher, request } from 'undici'
import type { z } from 'zod'
import { blackAnswer } from './black-answer.ts'
import { type CardSystem, CardSystemError, type OperationName, type Output } from './card-system.ts'
import { changeFailure, NoAnswer, outcome, parse, readFailure, wasSent } from './http-answers.ts'
import { outputs } from './schemas.ts'

export interface HttpCardSystemOptions {
  baseUrl: string
  token?: string
  readTimeoutMs?: number
  changeTimeoutMs?: number
}
export interface HttpCardSystem extends CardSystem {
  close(): Promise<void>
}

const MAX_RESPONSE = 5_000_000

/**
 * The adapter of the port over HTTP: `POST {baseUrl}/v1/{operation}`. Bodies are neither logged nor put into errors.
 */
export function httpCardSystem(options: HttpCardSystemOptions): HttpCardSystem {
  const { baseUrl, token, readTimeoutMs = 2000, changeTimeoutMs = 4000 } = options
  const base = baseUrl.replace(/\/+$/, '')
  const agentFor = (timeout: number, more: Agent.Options = {}) =>
    new Agent({ connect: { timeout: timeout / 2 }, maxResponseSize: MAX_RESPONSE, ...more })
  const reads = agentFor(readTimeoutMs)
  // A kept connection may be closed by the other side just as a change is written to it, and then nobody knows whether
  // it arrived. Changes are few, so each has a connection of its own.
  const changes = agentFor(changeTimeoutMs, { pipelining: 0 })

  async function exchange(name: OperationName, input: unknown, how: Sending): Promise<unknown> {
    try {
      const response = await request(`${base}/v1/${name}`, {
        method: 'POST',
        headers: headers(token, how.key),
        body: JSON.stringify(input),
        dispatcher: how.dispatcher,
        signal: how.signal,
      })
      return outcome(response.statusCode, parse(await response.body.text()))
    } catch (error) {
      if (error instanceof CardSystemError || error instanceof NoAnswer) throw error
      throw new NoAnswer(wasSent(error), error)
    }
  }

  return {
    async read(name, input) {
      const how = { dispatcher: reads, signal: AbortSignal.timeout(readTimeoutMs) }
      try {
        return await once(name, () => exchange(name, input, how))
      } catch (error) {
        if (error instanceof CardSystemError && error.code !== 'unavailable') throw error
      }
      return await once(name, () => exchange(name, input, how)).catch(readFailure)
    },
    async change(name, input, key) {
      const how = { dispatcher: changes, signal: AbortSignal.timeout(changeTimeoutMs), key }
      return await once(name, () => exchange(name, input, how)).catch(changeFailure)
    },
    async close() {
      await Promise.all([reads.destroy(), changes.destroy()])
    },
  }
}

interface Sending {
  dispatcher: Dispatcher
  signal: AbortSignal
  key?: string
}

const headers = (token: string | undefined, key: string | undefined): Record<string, string> => ({
  'content-type': 'application/json',
  ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  ...(key === undefined ? {} : { 'idempotency-key': key }),
})

async function once<N extends OperationName>(
  name: N,
  send: () => Promise<unknown>,
): Promise<Output<N>> {
  const schema: z.ZodType<Output<N>> = outputs[name]
  const answer = schema.safeParse(await send())
  if (!answer.success) throw new NoAnswer(true)
  try {
    return blackAnswer(answer.data)
  } catch (error) {
    throw new NoAnswer(true, error)
  }
}
