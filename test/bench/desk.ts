import { type ChildProcess, fork } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { Pool } from 'undici'
import type { ServedDesk } from './served-desk.ts'

/**
 * The case desk with very many cases against the same desk with few: the p99 of each page, rounds of the two taking
 * turns in one run, medians compared. The databases are kept between runs.
 */
const FEW = 10_000
const MANY = Number(process.env.BENCH_CASES ?? 1_000_000)
const FOLDER = process.env.BENCH_FOLDER ?? join(tmpdir(), 'annai-bench')
const CONNECTIONS = 4
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 7)
const ROUND_MS = Number(process.env.BENCH_ROUND_MS ?? 2000)

interface Desk {
  readonly served: ServedDesk
  readonly child: ChildProcess
  readonly pool: Pool
}

function open(cases: number): Promise<Desk> {
  const file = join(FOLDER, `${cases}.sqlite`)
  const customers = Math.max(10, Math.ceil(cases / 10))
  const path = fileURLToPath(new URL('./served-desk.ts', import.meta.url))
  const child = fork(path, [file, String(cases), String(customers)], { execArgv: ['--import=tsx'] })
  return new Promise((resolve, reject) => {
    child.once('message', (told) => {
      const served = told as ServedDesk // it sends what its file says
      resolve({ served, child, pool: new Pool(served.url, { connections: CONNECTIONS }) })
    })
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
  })
}

/** Words that many cases have, that few have, that none has; names, numbers, parts of them. */
const QUESTIONS = [
  '紛失',
  '停止',
  '鍵',
  'チャージ',
  '財布',
  '届かない',
  '年会費',
  '10万円',
  'ナカムラ',
  'さとう',
  '髙橋',
  '渡邉',
  '山崎 美咲',
  '0900123',
  '30000042',
  '通販',
  'パスワード',
  '住所',
  '覚えのない',
  'ぬぬぬ',
]
const turn = <T>(list: readonly T[], n: number): T => list[n % list.length] as T // no list is empty

const PAGES: readonly { name: string; path: (served: ServedDesk, n: number) => string }[] = [
  { name: 'queue: all', path: () => '/cases?view=all' },
  { name: 'queue: unowned', path: () => '/cases?view=unowned' },
  { name: 'queue: waiting delivery', path: () => '/cases?view=waiting_delivery' },
  { name: 'queue: overdue', path: () => '/cases?view=overdue' },
  { name: 'desk', path: () => '/' },
  { name: 'case page', path: ({ caseIds }, n) => `/cases/${turn(caseIds, n)}` },
  { name: 'customer page', path: ({ customerIds }, n) => `/customers/${turn(customerIds, n)}` },
  { name: 'search', path: (_, n) => `/search?q=${encodeURIComponent(turn(QUESTIONS, n))}` },
]

async function tailOf({ served, pool }: Desk, path: (served: ServedDesk, n: number) => string) {
  const times: number[] = []
  const until = performance.now() + ROUND_MS
  let n = 0
  const one = async () => {
    while (performance.now() < until) {
      const at = performance.now()
      n += 1
      const answer = await pool.request({
        method: 'GET',
        path: path(served, n),
        headers: { cookie: served.cookie },
      })
      await answer.body.arrayBuffer()
      if (answer.statusCode !== 200) throw new Error(`${path(served, n)}: ${answer.statusCode}`)
      times.push(performance.now() - at)
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, one))
  times.sort((a, b) => a - b)
  return times[Math.floor(times.length * 0.99)] ?? 0
}
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0

const [few, many] = await Promise.all([open(FEW), open(MANY)])
console.log(`p99 with ${MANY} cases against ${FEW}; medians of ${ROUNDS} rounds\n`)
for (const { name, path } of PAGES) {
  const tails = new Map<Desk, number[]>([few, many].map((desk) => [desk, []]))
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const [desk, list] of tails) {
      const tail = await tailOf(desk, path)
      if (round > 0) list.push(tail)
    }
  const [small = 0, large = 0] = [few, many].map((desk) => median(tails.get(desk) ?? []))
  const figures = `${large.toFixed(1)} ms against ${small.toFixed(1)} ms`
  console.log(`${name.padEnd(26)} ${figures}   ratio ${(large / small).toFixed(2)}`)
}
for (const desk of [few, many]) {
  await desk.pool.close()
  desk.child.disconnect()
}
process.exit(0)
