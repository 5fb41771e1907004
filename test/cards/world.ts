import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect } from 'chai'
import { CardSystemError, type ErrorCode } from '../../src/cards/card-system.ts'
import { type HttpCardSystem, httpCardSystem } from '../../src/cards/http.ts'
import type { Fault } from '../../src/cards/simulator/faults.ts'
import { createSimulator, type SimulatorOptions } from '../../src/cards/simulator/simulator.ts'
import { contractProxy } from '../support/contract-proxy.ts'

/** A card system over real HTTP: the simulator on a free port and the adapter that talks to it. */
export interface TestWorld {
  url: string
  cards: HttpCardSystem
  clock: { now: Date }
  faults(...faults: Partial<Fault>[]): Promise<void>
  close(): Promise<void>
}

export const MORNING = '2026-11-24T01:00:00.000Z'
export const STORY = { customerRef: 'customer-0101', a: 'card-0101-a', b: 'card-0101-b' }

/** Generous enough that only a fault can exceed it, short enough to wait for one. */
const TIMEOUTS = { readTimeoutMs: 1500, changeTimeoutMs: 1500 }

export async function openWorld(
  file = ':memory:',
  clock = { now: new Date(MORNING) },
  more: Partial<SimulatorOptions> = {},
) {
  const simulator = createSimulator({ file, clock: () => clock.now, ...more })
  const url = await simulator.listen(0)
  const proxy = await contractProxy(url)
  const cards = httpCardSystem({ baseUrl: proxy.url, ...TIMEOUTS })
  const world: TestWorld = {
    url,
    cards,
    clock,
    async faults(...faults) {
      const body = JSON.stringify({ faults })
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`${url}/faults`, { method: 'POST', headers, body })
      expect(answer.status).to.equal(200)
    },
    async close() {
      await cards.close()
      await proxy.close().finally(() => simulator.close())
    },
  }
  return world
}

/** Runs the work with a world of its own and closes it, whatever happens. */
export async function withWorld(work: (world: TestWorld) => Promise<void>): Promise<void> {
  const world = await openWorld()
  try {
    await work(world)
  } catch (error) {
    await world.close().catch(() => {})
    throw error
  }
  await world.close()
}

export async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'annai-cards-'))
  try {
    await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Some other server in the place of the card system. */
export async function withServer(
  listener: RequestListener,
  work: (cards: HttpCardSystem, server: Server) => Promise<void>,
): Promise<void> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const cards = httpCardSystem({
    baseUrl: `http://127.0.0.1:${port}`,
    readTimeoutMs: 300,
    changeTimeoutMs: 300,
  })
  try {
    await work(cards, server)
  } finally {
    await cards.close()
    server.closeAllConnections()
    server.close()
  }
}

/** The code with which a call to the card system is refused. */
export async function codeOf(call: Promise<unknown>): Promise<ErrorCode | 'done'> {
  try {
    await call
    return 'done'
  } catch (error) {
    if (error instanceof CardSystemError) return error.code
    throw error
  }
}

export function first<T>(list: readonly T[]): T {
  const [item] = list
  if (item === undefined) throw new Error('the list is empty')
  return item
}
