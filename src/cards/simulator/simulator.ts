import { once } from 'node:events'
import type { Server } from 'node:http'
import express, { type ErrorRequestHandler, type Express } from 'express'
import { apiRouter } from './api.ts'
import { subjectOf } from './events/event.ts'
import { createSender, type Sender } from './events/sender.ts'
import { openApi } from './openapi/document.ts'
import { catchUp } from './progress.ts'
import { refusalAnswer } from './refused.ts'
import { seedDemo } from './scenarios/index.ts'
import { mountStage } from './stage/routes.ts'
import { openStore, type Store } from './store.ts'
import { createWorld, type World } from './world.ts'

const TICK_MS = 5_000

export interface SimulatorOptions {
  /** The database file; `:memory:` forgets everything when closed. */
  file: string
  clock?: () => Date
  /** Fills an empty database with the ten demo customers, and opens the stage; on unless told otherwise. */
  demo?: boolean
  token?: string
  onClockMoved?: (clockOffsetMs: number) => void
  /** The pauses between tries of an event that is not taken. */
  eventPausesMs?: readonly number[]
}
export interface Simulator {
  /** Listens on the loopback interface only; port 0 takes any free one. */
  listen(port: number): Promise<string>
  /** By how much its clock is ahead of the real one. */
  clockOffsetMs(): number
  /** Settles when no event waits that could be sent now. */
  idle(): Promise<void>
  close(): Promise<void>
}

const onError: ErrorRequestHandler = (error, _request, response, _next) => {
  const status = Number(error?.status ?? 500)
  if (status < 500) response.status(status).json(refusalAnswer('invalid_request').body)
  else response.status(500).json({ oops: true })
}

function createServer(world: World, sender: Sender, options: SimulatorOptions): Express {
  const app = express()
  app.disable('x-powered-by')
  app.get('/healthz', (_request, response) => void response.json({ ok: true }))
  app.get('/openapi.json', (_request, response) => void response.json(openApi()))
  if (options.demo !== false) mountStage(app, world)
  app.use(apiRouter(world, options.token, sender))
  app.use(onError)
  return app
}

function openWorld(store: Store, sender: Sender, options: SimulatorOptions): World {
  const { clock = () => new Date(), onClockMoved = () => {}, demo = true } = options
  const world: World = createWorld(store, clock, {
    clockMoved: () => onClockMoved(world.clockOffset()),
    told: sender.wake,
  })
  if (demo) seedDemo(world)
  store.watch((change) => {
    const subject = subjectOf(change)
    if (subject) world.tell(subject)
  })
  return world
}

/** The issuer's card system, simulated: an HTTP server with a database of its own. */
export function createSimulator(options: SimulatorOptions): Simulator {
  const store = openStore(options.file)
  const sender = createSender(store, options.eventPausesMs)
  const world = openWorld(store, sender, options)
  const app = createServer(world, sender, options)
  // What is due happens, and is told, though nobody asks.
  const ticking = setInterval(() => catchUp(world), TICK_MS).unref()
  let server: Server | undefined
  return {
    async listen(port) {
      server = app.listen(port, '127.0.0.1')
      await once(server, 'listening')
      sender.wake()
      const address = server.address()
      const taken = typeof address === 'object' && address !== null ? address.port : port
      return `http://127.0.0.1:${taken}`
    },
    clockOffsetMs: world.clockOffset,
    idle: sender.idle,
    async close() {
      clearInterval(ticking)
      const closing = server
      if (closing) {
        const closed = once(closing, 'close')
        closing.close()
        closing.closeAllConnections()
        await closed
      }
      await sender.close()
      store.close()
    },
  }
}
