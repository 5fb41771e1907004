import { Webhook } from 'standardwebhooks'
import { request } from 'undici'
import type { WebhookEndpoint } from '../../schemas.ts'
import { type EventFault, takeEventFault } from '../faults.ts'
import type { Store } from '../store.ts'
import * as outgoing from './outgoing.ts'

/** Sends what waits to be sent, one event after another, until it is taken, refused or given up. */
export interface Sender {
  /** There may be something to send. */
  wake(): void
  /** Settles when no event waits that could be sent now. */
  idle(): Promise<void>
  close(): Promise<void>
}

const MINUTE = 60_000
/** The pauses between tries of one event; after the last one it is given up. */
const PAUSES_MS = [1000, 5000, MINUTE / 2, 2 * MINUTE, 10 * MINUTE, 60 * MINUTE, 240 * MINUTE]
const PATIENCE_MS = 5000
const BEHIND_MS = 1000

export function createSender(store: Store, pausesMs: readonly number[] = PAUSES_MS): Sender {
  const closing = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let sending: Promise<void> | undefined

  function startAfter(milliseconds: number): void {
    clearTimeout(timer)
    if (!closing.signal.aborted) timer = setTimeout(start, milliseconds).unref()
  }
  function start(): void {
    sending ??= sendAll().finally(() => {
      sending = undefined
    })
  }
  async function sendAll(): Promise<void> {
    for (;;) {
      const event = closing.signal.aborted ? undefined : outgoing.nextDue(store, Date.now())
      if (!event) break
      await send(event)
    }
    const next = closing.signal.aborted ? null : outgoing.nextTime(store)
    if (next !== null) startAfter(Math.max(0, Math.min(next - Date.now(), MINUTE)))
  }
  async function send(event: outgoing.Outgoing): Promise<void> {
    const endpoint = outgoing.endpointOf(store)
    if (!endpoint) {
      outgoing.forgetEndpoint(store)
      return
    }
    const fault = event.drawn === 0 ? takeEventFault(store) : undefined
    outgoing.markDrawn(store, event)
    if (fault && isKept(store, event, fault)) return
    const secret = fault?.kind === 'bad_signature' ? OTHER_SECRET : endpoint.secret
    const answered = await post({ ...endpoint, secret }, event, closing.signal)
    // Nobody takes what is not signed by us; the event itself is still to be told.
    const status = fault?.kind === 'bad_signature' ? null : answered
    if (fault?.kind === 'repeat') await post(endpoint, event, closing.signal)
    if (!closing.signal.aborted) settle(store, event, status, pausesMs[event.tries])
  }

  return {
    wake: () => startAfter(0),
    async idle() {
      if (outgoing.nextDue(store, Date.now())) start()
      while (sending) await sending
    },
    async close() {
      closing.abort()
      clearTimeout(timer)
      await sending
    },
  }
}

const OTHER_SECRET = `whsec_${Buffer.from('a secret that nobody was told of').toString('base64')}`

/** No answer, too many requests and failures of the other side may pass; a refusal does not. */
const mayBeRepeated = (status: number | null): boolean =>
  status === null || status === 429 || status >= 500

/** What becomes of an event after a try; `pause` is undefined after the last one. */
function settle(
  store: Store,
  event: outgoing.Outgoing,
  status: number | null,
  pause: number | undefined,
): void {
  if (status === 410) outgoing.forgetEndpoint(store)
  else if (mayBeRepeated(status) && pause !== undefined)
    outgoing.tryAgainAt(store, event, Date.now() + pause)
  else {
    outgoing.forget(store, event)
    outgoing.letGo(store)
  }
}

/** What keeps an event from being sent now; true when something does. */
function isKept(store: Store, event: outgoing.Outgoing, { kind, delayMs }: EventFault): boolean {
  if (kind === 'drop') outgoing.forget(store, event)
  else if (kind === 'delay') outgoing.putOff(store, event, Date.now() + delayMs, false)
  else if (kind === 'reorder')
    outgoing.putOff(store, event, Date.now() + (delayMs || BEHIND_MS), true)
  else return false
  return true
}

/** The status of the answer; null when there was none. */
async function post(
  { url, secret }: WebhookEndpoint,
  { id, body }: outgoing.Outgoing,
  closing: AbortSignal,
): Promise<number | null> {
  const at = new Date()
  try {
    const answer = await request(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign(id, at, body),
      },
      body,
      signal: AbortSignal.any([closing, AbortSignal.timeout(PATIENCE_MS)]),
    })
    await answer.body.dump()
    return answer.statusCode
  } catch {
    return null
  }
}
