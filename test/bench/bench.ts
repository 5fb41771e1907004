import { type ChildProcess, fork } from 'node:child_process'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { Pool } from 'undici'

/**
 * Requests a second and p99 of the busiest pages, against a bare Express and EJS page of the same size with one SQLite
 * look-up. The cells take turns, several rounds in one run, and the medians are compared: the machine's mood is the same
 * for all.
 */
const CONNECTIONS = 10
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5)
const ROUND_MS = Number(process.env.BENCH_ROUND_MS ?? 2000)

interface Cell {
  readonly name: string
  readonly pool: Pool
  readonly request: () => Promise<void>
  /** What a round uses up and has to be there before. */
  readonly prepare?: () => Promise<void>
  readonly rates: number[]
  readonly tails: number[]
}

function start<T>(file: string, args: string[] = []): Promise<{ told: T; child: ChildProcess }> {
  const path = fileURLToPath(new URL(file, import.meta.url))
  const child = fork(path, args, { execArgv: ['--import=tsx'] })
  return new Promise((resolve, reject) => {
    child.once('message', (told) => resolve({ told: told as T, child })) // each child sends what its file says
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)))
  })
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0

async function round({ request, rates, tails }: Cell): Promise<void> {
  const times: number[] = []
  const until = performance.now() + ROUND_MS
  const began = performance.now()
  const one = async () => {
    while (performance.now() < until) {
      const at = performance.now()
      await request()
      times.push(performance.now() - at)
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, one))
  times.sort((a, b) => a - b)
  rates.push((times.length * 1000) / (performance.now() - began))
  tails.push(times[Math.floor(times.length * 0.99)] ?? 0)
}

interface Served {
  readonly url: string
  readonly cookie: string
  readonly caller: string
  readonly callId: string
  readonly caseId: string
}
const served = await start<Served>('./served.ts')
const { url, cookie, caller, callId, caseId } = served.told

function cellFor(name: string, base: string, path: string, headers: Record<string, string>): Cell {
  const pool = new Pool(base, { connections: CONNECTIONS })
  const request = async () => {
    const answer = await pool.request({ method: 'GET', path, headers })
    await answer.body.arrayBuffer()
    if (answer.statusCode !== 200) throw new Error(`${name}: ${answer.statusCode}`)
  }
  return { name, pool, request, rates: [], tails: [] }
}

async function sizeOf(path: string): Promise<number> {
  return (await (await fetch(url + path, { headers: { cookie } })).arrayBuffer()).byteLength
}

/** Starts calls and answers their first step: each answer is a transaction with its log entry. */
function answerCell(): Cell {
  const pool = new Pool(url, { connections: CONNECTIONS })
  const headers = {
    cookie: caller,
    'content-type': 'application/x-www-form-urlencoded',
    'sec-fetch-site': 'same-origin',
  }
  const post = async (path: string, fields: Record<string, string>) => {
    const answer = await pool.request({
      method: 'POST',
      path,
      headers,
      body: new URLSearchParams(fields).toString(),
    })
    await answer.body.arrayBuffer()
    if (answer.statusCode !== 303) throw new Error(`POST ${path}: ${answer.statusCode}`)
    return String(answer.headers.location)
  }
  let nth = 0
  const request = async () => {
    const call = waiting.pop()
    if (!call) throw new Error('more calls are needed')
    nth += 1
    await post(`${call}/answers`, {
      matter: '1',
      step: 'op_greet',
      visit: '1',
      entries: '0',
      submission: `bench-${process.pid}-${nth}`,
      outcome: 'next',
    })
  }
  const waiting: string[] = []
  let rung = 0
  const prepare = async () => {
    while (waiting.length < ROUND_MS * 1.5) {
      rung += 1
      waiting.push(await post('/calls', { from: `0900${String(rung).padStart(7, '0')}` }))
    }
  }
  return { name: 'answer POST', pool, request, prepare, rates: [], tails: [] }
}

const pages: [string, string][] = [
  ['call page', `/calls/${callId}`],
  ['case page', `/cases/${caseId}`],
  ['customer search', `/customers?q=${encodeURIComponent('なかむら')}`],
]
const cells: Cell[] = []
const bare: ChildProcess[] = []
const pairs: [Cell, Cell | null][] = []
for (const [name, path] of pages) {
  const size = await sizeOf(path)
  const { told, child } = await start<{ url: string }>('./bare.ts', [String(size)])
  bare.push(child)
  const own = cellFor(`${name} (${(size / 1024).toFixed(1)} KiB)`, url, path, { cookie })
  const other = cellFor(`  bare page of that size`, told.url, '/', {})
  pairs.push([own, other])
  cells.push(own, other)
}
const answers = answerCell()
pairs.push([answers, null])
cells.push(answers)

for (let n = 0; n <= ROUNDS; n += 1)
  for (const cell of cells) {
    await cell.prepare?.()
    await round(cell)
    if (n === 0) {
      cell.rates.length = 0
      cell.tails.length = 0
    }
  }

const line = (cell: Cell) =>
  `${cell.name.padEnd(34)} ${median(cell.rates).toFixed(0).padStart(6)} /s   p99 ${median(cell.tails).toFixed(1).padStart(7)} ms`
console.log(
  `${CONNECTIONS} connections, medians of ${ROUNDS} interleaved rounds of ${ROUND_MS} ms\n`,
)
for (const [own, other] of pairs) {
  console.log(line(own))
  if (other)
    console.log(`${line(other)}   ratio ${(median(own.rates) / median(other.rates)).toFixed(2)}`)
}
await Promise.all(cells.map((cell) => cell.pool.close()))
for (const child of [...bare, served.child]) child.disconnect()
process.exit(0)
