import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { archiveLog } from '../../src/audit/archive.ts'
import { recordEvent } from '../../src/audit/events.ts'
import { readAuditKey } from '../../src/audit/key.ts'
import { sealBatch } from '../../src/audit/seals.ts'
import { verifyLog } from '../../src/audit/verify.ts'
import { closeDatabase, insertMany, migrate, openDatabase } from '../../src/db.ts'

/** What sealing costs a writer, how fast the chain catches up, and what verifying takes in time and memory. */

const entries = Number(process.env.BENCH_AUDIT_ENTRIES ?? 200_000)
/** The rest of what waits is sealed so many at a time; the program takes 250. */
const atOnce = Number(process.env.BENCH_AUDIT_BATCH ?? 500)
const folder = mkdtempSync(join(tmpdir(), 'annai-bench-audit-'))
const key = readAuditKey(randomBytes(32).toString('hex'))
if (!key) throw new Error('no key')
const db = openDatabase(process.env.DATABASE_URL ?? join(folder, 'annai.sqlite'))
await migrate(db)

const now = () => performance.now()
const memory = () => Math.round(process.memoryUsage().rss / 2 ** 20)
const event = (n: number) => ({
  name: 'case_viewed' as const,
  at: new Date(),
  operatorId: null,
  caseId: `019aa000-0000-7000-8000-${String(n).padStart(12, '0')}`,
  detail: { details: true },
})

async function writing(title: string): Promise<void> {
  const took: number[] = []
  for (let n = 0; n < 1_000; n += 1) {
    const began = now()
    await recordEvent(db, event(n))
    took.push(now() - began)
  }
  took.sort((one, other) => one - other)
  const at = (part: number) => took[Math.floor(took.length * part)]?.toFixed(2)
  console.log(
    `${title}: median ${at(0.5)} ms, p99 ${at(0.99)} ms, worst ${took.at(-1)?.toFixed(1)} ms`,
  )
}

const columns = ['id', 'at', 'name', 'case_id', 'detail', 'address', 'session', 'refused']
const id = (n: number) => `019aa001-0000-7000-8000-${String(n).padStart(12, '0')}`
for (let from = 0; from < entries; from += 10_000)
  await db.transaction((trx) =>
    insertMany(
      trx,
      'audit_events',
      columns,
      Array.from({ length: Math.min(10_000, entries - from) }, (_, index) => [
        id(from + index),
        new Date(Date.UTC(2026, 0, 1) + from + index).toISOString(),
        'case_viewed',
        id(index % 500),
        '{"details":true}',
        '192.0.2.1',
        '0123456789ab',
        0,
      ]),
    ),
  )
console.log(`${entries} entries filled in`)
await writing('a writer while nothing is sealed')

const began = now()
let [sealed, longest] = [0, 0]
let going = true
const sealing = (async () => {
  while (going) {
    const start = now()
    const { taken } = await sealBatch(db, key, 500)
    longest = Math.max(longest, now() - start)
    sealed += taken
    if (taken === 0) return
    await new Promise((resolve) => setTimeout(resolve, now() - start))
  }
})()
await writing('a writer while the chain catches up')
going = false
await sealing
for (;;) {
  const start = now()
  const { taken } = await sealBatch(db, key, atOnce)
  longest = Math.max(longest, now() - start)
  sealed += taken
  if (taken === 0) break
}
const seconds = (now() - began) / 1000
console.log(
  `${sealed} sealed in ${seconds.toFixed(1)} s (${Math.round(sealed / seconds)} a second), longest batch ${longest.toFixed(0)} ms`,
)

/** Does something that takes long, and says how many a second, and what memory it took. */
async function measured(title: string, work: () => Promise<{ count: number; words: string }>) {
  const before = memory()
  let most = before
  const watch = setInterval(() => {
    most = Math.max(most, memory())
  }, 50)
  const cpu = process.cpuUsage()
  const start = now()
  const { count, words } = await work()
  clearInterval(watch)
  const took = (now() - start) / 1000
  const used = process.cpuUsage(cpu).user / 1e6
  console.log(
    `${count} ${title} in ${took.toFixed(1)} s (${Math.round(count / took)} a second), ${used.toFixed(1)} s of CPU, ` +
      `memory ${before} MiB before, ${most} MiB at most; ${words}`,
  )
}
const keys = { current: key, previous: [] }
const verified = (title: string, archives: readonly string[] = []) =>
  measured(title, async () => {
    const unsealedBefore = new Date(Date.now() - 3_600_000)
    const { head, finding } = await verifyLog(db, { keys, files: [], archives, unsealedBefore })
    return { count: head.entries, words: finding?.fault ?? 'whole' }
  })

await verified('verified')
const file = join(folder, 'archive.jsonl')
await measured('archived', async () => {
  const before = new Date(Date.UTC(2026, 0, 1) + entries / 2).toISOString()
  const archived = await archiveLog(db, {
    ...{ keys, before, file, now: new Date() },
    isKept: ({ event_id }) => event_id.endsWith('0'),
  })
  const kept = archived?.kept ?? 0
  return { count: archived?.to.entries ?? 0, words: `${kept} of them kept on line` }
})
await verified('verified behind the archive')
await verified('verified with the archive', [file])
await closeDatabase(db)
rmSync(folder, { recursive: true, force: true })
