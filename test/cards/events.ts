import { once } from 'node:events'
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { Webhook } from 'standardwebhooks'
import { contractAt } from '../support/contract.ts'
import { SECRET } from '../support/webhooks.ts'
import type { TestWorld } from './world.ts'

/** Somebody who wants the card system's events. */
export interface Listener {
  readonly url: string
  /** Every request that came, in its order. */
  readonly came: Came[]
  /** What it answers with from now on: a status, `hang` or `reset`. */
  answers(how: Manner): void
  close(): Promise<void>
}
export interface Came {
  readonly id: string
  readonly type: string
  readonly data: unknown
  readonly headers: Headers
  readonly body: string
}
type Manner = number | 'hang' | 'reset'

export async function listen(port = 0): Promise<Listener> {
  let how: Manner = 204
  const came: Came[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const headers = new Headers(Object.entries(request.headers).map(([k, v]) => [k, String(v)]))
    const { type, data } = Object(JSON.parse(body))
    came.push({ id: headers.get('webhook-id') ?? '', type, data, headers, body })
    if (how === 'reset') request.socket.resetAndDestroy()
    else if (how !== 'hang') response.writeHead(how).end()
  }).listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/events`,
    came,
    answers: (manner) => {
      how = manner
    },
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

export const setEndpoint = (world: Pick<TestWorld, 'url'>, body: object, headers = {}) =>
  fetch(`${world.url}/webhook-endpoint`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

export async function subscribe(world: Pick<TestWorld, 'url'>, { url }: Listener): Promise<void> {
  const answer = await setEndpoint(world, { url, secret: SECRET })
  expect(answer.status).to.equal(204)
}

/** Waits until it is so; what never comes fails the test. */
export async function until(what: string, isSo: () => unknown): Promise<void> {
  const end = Date.now() + 10_000
  while (!isSo()) {
    if (Date.now() > end) throw new Error(`it never came: ${what}`)
    await sleep(5)
  }
}

/** Waits for the end of this change; what was told before it has come by then, too. */
export const untilEnded = ({ came }: Listener, key: string): Promise<void> =>
  until(`the end of ${key}`, () => came.some(({ data }) => Object(data).idempotencyKey === key))

export const isSigned = ({ headers, body }: Came): boolean => {
  try {
    new Webhook(SECRET).verify(body, Object.fromEntries(headers))
    return true
  } catch {
    return false
  }
}

/** Every event that came keeps to the contract and is signed. */
export async function allKeepToIt(world: TestWorld, { came }: Listener): Promise<void> {
  const contract = await contractAt(world.url)
  for (const each of came) {
    expect(contract.event(each.headers, each.body), each.body).to.deep.equal([])
    expect(isSigned(each), each.body).to.equal(true)
  }
}
