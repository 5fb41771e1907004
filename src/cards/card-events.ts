import type { Db } from '../db.ts'
import { type CardEvent, storedEvent } from './webhook.ts'

/** One that fails so often is left to the rounds, which ask by themselves. */
const MOST_TRIES = 20
/** How many events are taken up at once. */
export const AT_ONCE = 500

/** Writes an event down before anything follows from it; one that was sent before changes nothing. */
export async function storeEvent(db: Db, event: CardEvent, at: Date): Promise<void> {
  await db('card_events')
    .insert({
      id: event.id,
      type: event.type,
      refs: JSON.stringify(event.refs),
      occurred_at: event.occurredAt,
      received_at: at.toISOString(),
    })
    .onConflict('id')
    .ignore()
}

/** Events from which nothing has followed yet, those that failed least and came first in front. */
export async function eventsLeft(db: Db): Promise<CardEvent[]> {
  const rows = await db('card_events')
    .whereNull('handled_at')
    .where('tries', '<', MOST_TRIES)
    .orderBy(['tries', 'received_at', 'id'])
    .limit(AT_ONCE)
  return rows.map(storedEvent)
}

export async function markHandled(db: Db, ids: readonly string[], at: Date): Promise<void> {
  await db('card_events')
    .whereIn('id', ids)
    .whereNull('handled_at')
    .update({ handled_at: at.toISOString() })
}
export async function countTry(db: Db, ids: readonly string[]): Promise<void> {
  await db('card_events').whereIn('id', ids).increment('tries')
}

/** An event is remembered for as long as its sender may send it again, and much longer. */
export async function forgetEvents(db: Db, before: Date): Promise<void> {
  const until = before.toISOString()
  await db('card_events').where('handled_at', '<', until).delete()
  await db('card_events')
    .whereNull('handled_at')
    .where('tries', '>=', MOST_TRIES)
    .where('received_at', '<', until)
    .delete()
}

/** How many events wait to be followed, and how many have failed so often that they are left to the rounds. */
export async function countLeft(db: Db): Promise<{ waiting: number; abandoned: number }> {
  const left = () => db('card_events').whereNull('handled_at').count({ count: '*' })
  const [waiting] = await left().where('tries', '<', MOST_TRIES)
  const [abandoned] = await left().where('tries', '>=', MOST_TRIES)
  return { waiting: Number(waiting?.count), abandoned: Number(abandoned?.count) }
}
