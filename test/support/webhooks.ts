import { expect } from 'chai'
import { Webhook } from 'standardwebhooks'
import type { Annai } from './annai.ts'

export const SECRET = `whsec_${Buffer.from('a secret for tests, 32 bytes ...').toString('base64')}`

export interface Sent {
  readonly id?: string
  readonly body?: string
  readonly at?: Date
  readonly secret?: string
  readonly headers?: Record<string, string>
}

let events = 0
export const eventId = () => {
  events += 1
  return `evt-${process.pid}-${events}`
}
export const bodyOf = (type: string, data: object, timestamp = '2026-11-23T00:30:00Z') =>
  JSON.stringify({ type, timestamp, data })

/** Sends what the card system would send, signed by the library that every sender may use. */
export function post(annai: Pick<Annai, 'url'>, sent: Sent): Promise<Response> {
  const { id = eventId(), body = '', at = new Date(), secret = SECRET, headers = {} } = sent
  return fetch(`${annai.url}/webhooks/card-system`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
      ...headers,
    },
    body,
    redirect: 'manual',
  })
}

/** Sends an event that is taken, and waits until what follows from it is done. */
export async function tell(
  annai: Annai,
  type: string,
  data: object,
  id = eventId(),
): Promise<string> {
  const answer = await post(annai, { id, body: bodyOf(type, data) })
  expect(answer.status, await answer.text()).to.equal(204)
  await annai.idle()
  return id
}
