import { once } from 'node:events'
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request,
  type ServerResponse,
} from 'node:http'
import { type Contract, contractAt, type Exchange } from './contract.ts'

/** Stands between Annai and the card system, changes nothing, and finds what breaks the contract. */
export interface ContractProxy {
  readonly url: string
  /** Throws with all that broke the contract since it was opened. */
  close(): Promise<void>
}

/** How many violations are told; more of them say nothing new. */
const TOLD = 20

export async function contractProxy(cardSystemUrl: string): Promise<ContractProxy> {
  const contract = await contractAt(cardSystemUrl)
  const violations: string[] = []
  const server = createServer((incoming, outgoing) =>
    forward(new URL(cardSystemUrl), contract, violations, incoming, outgoing),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
      if (violations.length === 0) return
      throw new Error(`The contract was broken:\n${violations.slice(0, TOLD).join('\n')}`)
    },
  }
}

async function forward(
  target: URL,
  contract: Contract,
  violations: string[],
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const body = await bytesOf(incoming)
  if (body === null) return
  const { method = '', url: path = '' } = incoming
  const exchange = { method, path, headers: headersOf(incoming), body: body.toString() }
  const note = (found: string[]) =>
    violations.push(...found.map((each) => `${method} ${path}: ${each}`))
  note(contract.request(exchange))
  const upstream = request(new URL(path, target), {
    method,
    headers: endToEnd(incoming),
    agent: false,
  })
  outgoing.once('close', () => upstream.destroy())
  upstream.once('error', () => outgoing.socket?.resetAndDestroy())
  upstream.once('response', (answer) => {
    void pass(answer, outgoing).then((whole) => {
      if (whole !== null) note(answerWrong(contract, exchange, answer, whole))
    })
  })
  upstream.end(body)
}

/** Answers that were spoilt on purpose are not held against the contract. */
function answerWrong(
  contract: Contract,
  exchange: Exchange,
  answer: IncomingMessage,
  body: Buffer,
): string[] {
  const headers = headersOf(answer)
  if (headers.has('x-simulated-fault')) return []
  return contract.answer(exchange, answer.statusCode ?? 0, headers, body.toString())
}

/** Hands an answer on as it comes; gives all of it, or nothing when it broke off. */
async function pass(answer: IncomingMessage, outgoing: ServerResponse): Promise<Buffer | null> {
  outgoing.writeHead(answer.statusCode ?? 502, endToEnd(answer))
  answer.on('data', (chunk: Buffer) => outgoing.write(chunk))
  const body = await bytesOf(answer)
  if (body === null) outgoing.socket?.resetAndDestroy()
  else outgoing.end()
  return body
}

/** All of a message, or nothing when the other side left before its end. */
function bytesOf(message: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  return new Promise((resolve) => {
    message.on('data', (chunk: Buffer) => chunks.push(chunk))
    message.once('end', () => resolve(Buffer.concat(chunks)))
    message.once('error', () => resolve(null))
    message.once('close', () => resolve(null))
  })
}

const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'host'])

const endToEnd = ({ headers }: IncomingMessage): OutgoingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)))

const headersOf = ({ headersDistinct }: IncomingMessage): Headers =>
  new Headers(
    Object.entries(headersDistinct).flatMap(([name, values = []]) =>
      values.map((value): [string, string] => [name, value]),
    ),
  )
