import { Agent, type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import type { Asking } from './asking.ts'

export interface Answer {
  readonly status: number
  readonly text: string
  /** Of a stream, what came first. */
  readonly isStream: boolean
  header(name: string): string
}

export interface Sender {
  send(asking: Asking, cookie: string): Promise<Answer>
  close(): void
}

/** So long a request may take: the slowest page of all is far from it. */
const PATIENCE_MS = 30_000

/** Sends over lines that stay open: a line for each request would cost more than the request. */
export function createSender(base: string, lines: number): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: lines })
  const { hostname, port } = new URL(base)
  const send = ({ method, path, body, headers }: Asking, cookie: string): Promise<Answer> =>
    new Promise((resolve) => {
      const broken = (error: Error) => resolve(noAnswer(String(error)))
      const length = body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) }
      const given = { cookie, ...length, ...headers }
      try {
        const asking = request({ agent, hostname, port, method, path, headers: given })
        asking.on('error', broken).on('response', (response) => void take(response, resolve))
        asking.setTimeout(PATIENCE_MS, () => asking.destroy(new Error('no answer came')))
        asking.end(body)
      } catch (error) {
        broken(new Error(`not sent: ${error}`))
      }
    })
  return { send, close: () => agent.destroy() }
}

function take(response: IncomingMessage, resolve: (answer: Answer) => void): void {
  const isStream = response.headers['content-type']?.startsWith('text/event-stream') ?? false
  const parts: Buffer[] = []
  const answer = () =>
    resolve({
      status: response.statusCode ?? 0,
      text: Buffer.concat(parts).toString(),
      isStream,
      header: (name) => String(response.headers[name] ?? ''),
    })
  response.on('data', (part: Buffer) => {
    parts.push(part)
    if (!isStream) return
    answer()
    response.destroy()
  })
  response.on('end', answer).on('error', answer)
}

/** The line broke, or what came was no answer. */
const noAnswer = (text: string): Answer => ({
  status: 599,
  text,
  isStream: false,
  header: () => '',
})

const RAW_MS = 400
/** Sends bytes as they are, and gives what came until the line was closed or nothing came any more. */
export function sendRaw(base: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(base)
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(Number(port), hostname, () => socket.write(bytes, 'latin1'))
    socket.setEncoding('utf8').on('data', (part) => {
      text += part
    })
    const done = () => {
      socket.destroy()
      resolve(text)
    }
    socket.setTimeout(RAW_MS, done)
    socket.on('end', done).on('error', done).on('close', done)
  })
}
