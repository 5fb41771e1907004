import { Webhook } from 'standardwebhooks'
import { takeWebhookFault } from './faults.ts'
import {
  dropOutgoing,
  type Endpoint,
  endpointOf,
  nextOutgoing,
  type Outgoing,
  postpone,
} from './outgoing.ts'
import type { Store } from './store.ts'

/** Sends events one after another, again and again until they are taken. */
export interface Sender {
  /** Something may be waiting. */
  wake(): void
  /** Settles when nothing waits that could be sent now. */
  idle(): Promise<void>
  stop(): void
}

const MOST_ATTEMPTS = 12
const LONGEST_PAUSE_MS = 60_000
const TIMEOUT_MS = 5_000
/** How much later an event comes that another one overtakes. */
const OVERTAKEN_MS = 300

export function createSender(store: Store): Sender {
  let timer: NodeJS.Timeout | undefined
  let going: Promise<void> | null = null
  let isStopped = false

  const sendDue = async (): Promise<void> => {
    for (;;) {
      const endpoint = endpointOf(store)
      const next = isStopped || !endpoint ? undefined : nextOutgoing(store)
      if (!next || !endpoint) return
      const wait = next.due_at - Date.now()
      if (wait > 0) return wakeIn(wait)
      await sendOne(store, endpoint, next)
    }
  }
  const wakeIn = (milliseconds: number): void => {
    clearTimeout(timer)
    timer = setTimeout(wake, milliseconds)
    timer.unref()
  }
  const wake = (): void => {
    if (isStopped) return
    going ??= sendDue().finally(() => {
      going = null
    })
  }
  return {
    wake,
    async idle() {
      while (going) await going
    },
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}

async function sendOne(store: Store, endpoint: Endpoint, event: Outgoing): Promise<void> {
  const fault = takeWebhookFault(store)?.kind
  if (fault === 'drop') return dropOutgoing(store, event)
  if (fault === 'reorder') return postpone(store, event, Date.now() + OVERTAKEN_MS)
  if (fault === 'repeat') await deliver(endpoint, event)
  const status = await deliver(endpoint, event, fault === 'bad_signature')
  const isForgery = fault === 'bad_signature'
  if (isForgery || isRetryable(status)) return again(store, event)
  dropOutgoing(store, event)
}

/** No answer, a failure of the receiver, or one that asks for patience; any other 4xx is final. */
const isRetryable = (status: number | null): boolean =>
  status === null || status >= 500 || status === 429 || status === 408

function again(store: Store, event: Outgoing): void {
  const pause = Math.min(500 * 2 ** event.attempts, LONGEST_PAUSE_MS)
  if (event.attempts >= MOST_ATTEMPTS) dropOutgoing(store, event)
  else postpone(store, event, Date.now() + pause)
}

async function deliver(
  { url, secret }: Endpoint,
  { id, body }: Outgoing,
  isForged = false,
): Promise<number | null> {
  const at = new Date()
  const signature = new Webhook(secret).sign(id, at, isForged ? `${body} ` : body)
  try {
    const answer = await fetch(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': signature,
      },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    await answer.arrayBuffer()
    return answer.status
  } catch {
    return null
  }
}
