import { parseArgs } from 'node:util'
import { startAnnai } from '../support/annai.ts'
import { fuzz } from './fuzz.ts'

/** `npm run test:fuzz -- --requests 100000 --seed 1`: what a mocha test does with few requests, with many. */
const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
const [requests, seed] = [Number(values.requests), Number(values.seed)]
const MIB = 2 ** 20

const annai = await startAnnai()
const heaps: number[] = []
const from = Date.now()
const { sent, statuses, routes, reached, wrong } = await fuzz({
  annai,
  requests,
  seed,
  async onProgress(count) {
    if (count % 5000 !== 0) return
    await annai.rounds()
    globalThis.gc?.()
    heaps.push(process.memoryUsage().heapUsed / MIB)
    const seconds = (Date.now() - from) / 1000
    console.log(
      `${count} sent, ${Math.round(count / seconds)} a second, heap ${heaps.at(-1)?.toFixed(0)} MiB, rss ${(process.memoryUsage().rss / MIB).toFixed(0)} MiB`,
    )
  },
})
const alive = await fetch(`${annai.url}/healthz`)
await annai.close()
console.log(
  `seed ${seed}: ${sent} requests to ${routes} routes, ${reached} of them answered with more than a refusal; ${JSON.stringify(statuses)}; alive: ${alive.ok}`,
)
for (const each of wrong) console.log(`WRONG ${each}`)
process.exit(wrong.length === 0 && alive.ok ? 0 : 1)
