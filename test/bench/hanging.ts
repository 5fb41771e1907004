import { type ChildProcess, fork } from 'node:child_process'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { Pool } from 'undici'
import type { ServedInTrouble } from './served-hanging.ts'

/**
 * What a card system that hangs on everything does to the pages that do not need it: their p99 against that of a healthy
 * one, healthy and hanging rounds taking turns in one run, medians compared. And how long the steps that need it take.
 */
const CONNECTIONS = 10
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5)
const ROUND_MS = Number(process.env.BENCH_ROUND_MS ?? 2000)
const STEPS = 20

function serve(): Promise<{ told: ServedInTrouble; child: ChildProcess }> {
  const path = fileURLToPath(new URL('./served-hanging.ts', import.meta.url))
  const child = fork(path, [], { execArgv: ['--import=tsx'] })
  return new Promise((resolve, reject) => {
    child.once('message', (told) => resolve({ told: told as ServedInTrouble, child })) // it sends what its file says
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
  })
}

const { told, child } = await serve()
const pool = new Pool(told.url, { connections: CONNECTIONS })
const headers = { cookie: told.cookie, 'sec-fetch-site': 'same-origin' }
const FORM = { ...headers, 'content-type': 'application/x-www-form-urlencoded' }

async function faults(list: readonly unknown[]): Promise<void> {
  await fetch(`${told.stageUrl}/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ faults: list }),
  })
}
const HANG = [{ operation: '*', kind: 'hang' }]

async function get(path: string): Promise<void> {
  const answer = await pool.request({ method: 'GET', path, headers })
  await answer.body.arrayBuffer()
  if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode}`)
}
async function post(
  path: string,
  fields: Record<string, string>,
  cookie = told.cookie,
): Promise<string> {
  const body = new URLSearchParams(fields).toString()
  const answer = await pool.request({ method: 'POST', path, headers: { ...FORM, cookie }, body })
  await answer.body.arrayBuffer()
  if (answer.statusCode !== 303) throw new Error(`POST ${path}: ${answer.statusCode}`)
  return String(answer.headers.location)
}

let rung = 0
const waiting: string[] = []
let nth = 0
async function answerOne(): Promise<void> {
  const call = waiting.pop()
  if (!call) throw new Error('more calls are needed')
  nth += 1
  const at = { matter: '1', step: 'op_greet', visit: '1', entries: '0' }
  await post(`${call}/answers`, { ...at, submission: `hanging-${nth}`, outcome: 'next' })
}
async function ring(): Promise<void> {
  while (waiting.length < ROUND_MS) {
    rung += 1
    waiting.push(await post('/calls', { from: `0900${String(rung).padStart(7, '0')}` }))
  }
}

const cells: readonly { name: string; request: () => Promise<void>; prepare?: typeof ring }[] = [
  { name: 'desk', request: () => get('/') },
  { name: 'call page', request: () => get(`/calls/${told.callId}`) },
  { name: 'case page', request: () => get(`/cases/${told.caseId}`) },
  { name: 'customer search', request: () => get(`/customers?q=${encodeURIComponent('なかむら')}`) },
  { name: 'list of cases', request: () => get('/cases') },
  { name: 'answer POST', request: answerOne, prepare: ring },
]

async function tailOf(request: () => Promise<void>): Promise<number> {
  const times: number[] = []
  const until = performance.now() + ROUND_MS
  const one = async () => {
    while (performance.now() < until) {
      const at = performance.now()
      await request()
      times.push(performance.now() - at)
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, one))
  times.sort((a, b) => a - b)
  return times[Math.floor(times.length * 0.99)] ?? 0
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0

console.log(`p99 with the card system hanging, against healthy; medians of ${ROUNDS} rounds\n`)
for (const { name, request, prepare } of cells) {
  const healthy: number[] = []
  const hanging: number[] = []
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const [list, tails] of [
      [[], healthy],
      [HANG, hanging],
    ] as const) {
      await faults(list)
      await prepare?.()
      const tail = await tailOf(request)
      if (round > 0) tails.push(tail)
    }
  const ratio = median(hanging) / median(healthy)
  const figures = `${median(hanging).toFixed(1)} ms against ${median(healthy).toFixed(1)} ms`
  console.log(`${name.padEnd(18)} ${figures}   ratio ${ratio.toFixed(2)}`)
}

await faults([])
const worst = await slowestStep()
console.log(`\na step that looks something up, hanging: worst of ${STEPS}: ${worst.toFixed(2)} s`)
await pool.close()
child.disconnect()
process.exit(0)

/** A verified call comes to a step with look-ups, anew each time, while everything hangs. */
async function slowestStep(): Promise<number> {
  let slowest = 0
  for (let step = 0; step < STEPS; step += 1) {
    await fetch(`${told.controlUrl}/verified`, { method: 'POST' })
    const { path, body, cookie } = (await (await fetch(`${told.controlUrl}/form`)).json()) as Form // it answers with a form
    await faults(HANG)
    const at = performance.now()
    await post(path, body, cookie)
    slowest = Math.max(slowest, (performance.now() - at) / 1000)
    await faults([])
    await fetch(`${told.controlUrl}/rounds`, { method: 'POST' })
  }
  return slowest
}
interface Form {
  readonly path: string
  readonly body: Record<string, string>
  readonly cookie: string
}
