import { createServer, type RequestListener, type Server } from 'node:http'

/** How long a client may take, in milliseconds. */
export interface Limits {
  /** For the head of a request, and for the whole of it. */
  readonly headMs: number
  readonly wholeMs: number
  /** For a line on which nothing moves; a stream to an open page gives a sign of life more often. */
  readonly idleMs: number
  /** How often it is looked who is over. */
  readonly lookMs: number
}
const LIMITS: Limits = { headMs: 15_000, wholeMs: 60_000, idleMs: 120_000, lookMs: 5_000 }

/** A server that no slow client can keep busy: who takes too long with a request, or does not take an answer, is cut off. */
export function createHttpServer(app: RequestListener, limits: Limits = LIMITS): Server {
  const server = createServer(
    {
      headersTimeout: limits.headMs,
      requestTimeout: limits.wholeMs,
      connectionsCheckingInterval: limits.lookMs,
      keepAliveTimeout: 20_000,
      maxHeaderSize: 16_384,
    },
    app,
  )
  server.maxHeadersCount = 100
  return server.setTimeout(limits.idleMs, (socket) => socket.destroy())
}
