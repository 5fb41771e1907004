import type { Clock } from '../clock.ts'
import type { Db } from '../db.ts'
import { countLeft } from './card-events.ts'
import { tokyoDate } from './delivery.ts'
import type { Refusal } from './webhook.ts'

/**
 * Counts what was refused, a row a day and reason. Those that come in while the last ones are being written are
 * written together, so that a flood of them costs one write at a time.
 */
export function createRefusalCounter(db: Db) {
  let waiting = new Map<string, number>()
  let writing: Promise<void> = Promise.resolve()
  let next: Promise<void> | null = null

  const write = async () => {
    next = null
    const counted = waiting
    waiting = new Map()
    for (const [key, count] of counted) await add(db, key, count)
  }
  return {
    /** Settles when it is on the record. */
    count(reason: Refusal, at: Date): Promise<void> {
      const key = `${tokyoDate(at.toISOString())}/${reason}`
      waiting.set(key, (waiting.get(key) ?? 0) + 1)
      next ??= writing.then(write)
      writing = next.catch(() => {})
      return next
    },
  }
}
export type RefusalCounter = ReturnType<typeof createRefusalCounter>

async function add(db: Db, key: string, count: number): Promise<void> {
  const [day = '', reason = ''] = key.split('/')
  await db('webhook_refusals')
    .insert({ day, reason, count })
    .onConflict(['day', 'reason'])
    .merge({ count: db.raw('webhook_refusals.count + ?', [count]) })
}

/** How many events wait to be followed or are given up, and how often something was refused today, by reason. */
export async function webhookNumbers(db: Db, clock: Clock) {
  const day = tokyoDate(clock.now().toISOString())
  const rows = await db('webhook_refusals').where({ day })
  const refusedToday = Object.fromEntries(rows.map(({ reason, count }) => [reason, Number(count)]))
  return { webhooks: { ...(await countLeft(db)), refusedToday } }
}
