import type { Request, Response } from 'express'
import type { Logger } from 'pino'
import { Webhook, WebhookVerificationError } from 'standardwebhooks'
import type { Clock } from '../clock.ts'
import type { Db } from '../db.ts'
import { type GuardedRouter, guardedRouter } from '../operators/guarded-router.ts'
import type { CardEvents } from './event-handling.ts'
import { type CardEvent, type EventSubject, REFUSALS, type Refusal, readEvent } from './webhook.ts'
import { WEBHOOK_PATH } from './webhook-endpoint.ts'
import { createRefusalCounter } from './webhook-refusals.ts'

export interface WebhookDeps {
  readonly db: Db
  readonly clock: Clock
  readonly log: Logger
  /** `whsec_…`; without one there is no webhook, and asking again and again does the work. */
  readonly secret: string | null
  readonly events: CardEvents
  /** Whether Annai knows anything of what an event is about. */
  readonly knows: (about: EventSubject) => Promise<boolean>
}

const MOST_BYTES = 64 * 1024
const isJson = (req: Request) =>
  req.is('application/json') !== false && (req.get('content-encoding') ?? 'identity') === 'identity'

/**
 * Where the card system tells what has happened (Standard Webhooks). What is well signed and about something that
 * Annai knows is written down and answered with 204; nothing else changes anything but the count of refusals.
 */
export function webhookRoutes(deps: WebhookDeps): GuardedRouter {
  const { secret, clock } = deps
  const counter = createRefusalCounter(deps.db)
  const router = guardedRouter()
  const verifier = secret === null ? null : new Webhook(secret)
  router.all(WEBHOOK_PATH, 'open', async (req, res) => {
    if (verifier === null || req.method !== 'POST') return answer(res, 404, 'not_found')
    const event = await accept(req, verifier, deps.knows)
    if (typeof event === 'string') {
      await counter.count(event, clock.now()).catch((error: unknown) => {
        deps.log.error({ err: error }, 'a refusal was not counted')
      })
      return answer(res, REFUSALS[event], event)
    }
    await deps.events.receive(event)
    res.status(204).end()
  })
  return router
}

async function accept(
  req: Request,
  verifier: Webhook,
  knows: WebhookDeps['knows'],
): Promise<CardEvent | Refusal> {
  if (Number(req.get('content-length') ?? 0) > MOST_BYTES) return 'too_large'
  if (!isJson(req)) return 'media_type'
  const body = await smallBody(req)
  if (typeof body === 'string') return body
  const id = req.get('webhook-id') ?? ''
  const doubt = verify(verifier, id, body, req)
  if (doubt) return doubt
  const event = readEvent(id, body.toString())
  if (!event) return 'body'
  return (await knows(event)) ? event : 'unknown_ref'
}

/** The specification forbids full stops in ids, for they are what parts the signed text. */
const ID = /^[\w-]{1,64}$/

function verify(verifier: Webhook, id: string, body: Buffer, req: Request): Refusal | null {
  const headers = {
    'webhook-id': ID.test(id) ? id : '',
    'webhook-timestamp': req.get('webhook-timestamp') ?? '',
    'webhook-signature': req.get('webhook-signature') ?? '',
  }
  try {
    verifier.verify(body, headers, { jsonParse: false })
    return null
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) throw error
    return /timestamp too/.test(error.message) ? 'timestamp' : 'signature'
  }
}

/** The whole body, unless it is longer than any event; then the rest is not waited for. */
function smallBody(req: Request): Promise<Buffer | Refusal> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    req.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= MOST_BYTES) chunks.push(chunk)
      else {
        req.pause()
        resolve('too_large')
      }
    })
    req.on('end', () => resolve(Buffer.concat(chunks)))
    req.on('error', () => resolve('body'))
  })
}

/** What is refused may not have been read to its end: no other request follows on that connection. */
function answer(res: Response, status: number, error: string): void {
  res.status(status).set('Connection', 'close').json({ error })
}
