import { appendEntries, type NewEntry } from '../../src/calls/entries.ts'
import type { Db } from '../../src/db.ts'
import type { Annai } from './annai.ts'

type Entry = Pick<NewEntry, 'kind' | 'byWhom'> & Partial<NewEntry>

/** The entry is written, and committed only once what is done at the same time waits behind it. */
export async function writeBehind(
  annai: Annai,
  callId: string,
  entry: Entry,
  doing: () => Promise<unknown>,
): Promise<void> {
  let done: Promise<unknown> | undefined
  await annai.db.transaction(async (other) => {
    const log = await other('call_entries').where({ call_id: callId }).max({ seq: 'seq' })
    const whole = { matter: 1, operatorId: null, at: annai.clock.now(), ...entry }
    await appendEntries(other, callId, Number(log[0]?.seq), [whole])
    done = doing()
    await untilSomebodyWaits(annai.db)
  })
  await done
}

/** SQLite has one connection that writes, and the one who waits stands in its queue; PostgreSQL has locks. */
export async function untilSomebodyWaits(db: Db): Promise<void> {
  const waiting = async (): Promise<number> => {
    if (db.client.config.client !== 'pg') return db.client.pool.numPendingAcquires()
    const { rows } = await db.raw(
      `select count(*) from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    )
    return Number(rows[0].count)
  }
  for (let turn = 0; turn < 200_000; turn += 1) {
    if ((await waiting()) > 0) return
    await new Promise(setImmediate)
  }
  throw new Error('nobody waits')
}
