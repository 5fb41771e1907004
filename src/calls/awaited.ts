import { type Db, marks, read } from '../db.ts'

/** What the card system is asked after again and again, because somebody waits for it. */

/** Promises about a card that is to come, which end by themselves once it has come. */
export const AWAITING_CARD = ['delivery', 'tell_delivery', 'reshipment'] as const
export const SHIPMENT_TASKS = ['shipment_late', 'shipment_held', 'shipment_returned'] as const
/** The promise that the network's answer will be told. */
export const NETWORK_ANSWER = 'network_answer'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** Most that is asked after in one round. */
const A_ROUND = 50

const before = (now: Date, milliseconds: number) =>
  new Date(now.getTime() - milliseconds).toISOString()

/**
 * Orders whose card is promised, or that a task is about, the longest not asked after in front: once an hour, and from
 * the day before its day on every 10 minutes.
 */
export async function awaitedShipments(db: Db, now: Date): Promise<string[]> {
  await nameOrders(db)
  const rows = await read<{ ref: string }>(db, {
    sql: `select awaited.ref from (
            select ref, min(due_at) as due_at from (
              select subject_ref as ref, due_at from commitments
              where state = 'open' and kind in (${marks(AWAITING_CARD)}) and subject_ref is not null
              union all
              select subject_ref, due_at from tasks
              where state = 'open' and kind in (${marks(SHIPMENT_TASKS)})
            ) waited group by ref
          ) awaited
          left join card_sightings seen on seen.kind = 'shipment' and seen.ref = awaited.ref
          where seen.asked_at is null or seen.asked_at > ?
            or seen.asked_at <= case when awaited.due_at < ? then ? else ? end
          order by coalesce(seen.asked_at, ''), awaited.ref limit ${A_ROUND}`,
    bindings: [
      ...AWAITING_CARD,
      ...SHIPMENT_TASKS,
      now.toISOString(),
      before(now, -24 * HOUR),
      before(now, 10 * MINUTE),
      before(now, HOUR),
    ],
  })
  return rows.map(({ ref }) => ref)
}

/** Cards of cases in which the network's answer is promised, or a task says that it is there. */
export async function awaitedHolds(db: Db, now: Date): Promise<string[]> {
  const rows = await read<{ ref: string }>(db, {
    sql: `select awaited.ref from (
            select distinct card_ref as ref from cases where card_ref is not null and id in (
              select case_id from commitments where state = 'open' and kind = ?
              union select case_id from tasks where state = 'open' and kind = 'network_answered')
          ) awaited
          left join card_sightings seen on seen.kind = 'holds' and seen.ref = awaited.ref
          where seen.asked_at is null or seen.asked_at > ? or seen.asked_at <= ?
          order by coalesce(seen.asked_at, ''), awaited.ref limit ${A_ROUND}`,
    bindings: [NETWORK_ANSWER, now.toISOString(), before(now, 2 * MINUTE)],
  })
  return rows.map(({ ref }) => ref)
}

const ORDERS = ['requestReissue', 'requestReshipment'] as const

/** A promise that names no order is about the one that its case has made since, or sent again. */
async function nameOrders(db: Db): Promise<void> {
  const rows = await read<{ id: string; result: string | null }>(db, {
    sql: `select commitments.id, card_actions.result from commitments
          join card_actions on card_actions.case_id = commitments.case_id
          where commitments.state = 'open' and commitments.kind in (${marks(AWAITING_CARD)})
            and commitments.subject_ref is null and card_actions.state = 'done'
            and card_actions.operation in (${marks(ORDERS)})
            and card_actions.ended_at >= commitments.made_at
          order by card_actions.id limit 200`,
    bindings: [...AWAITING_CARD, ...ORDERS],
  })
  for (const { id, result } of rows) {
    const subject_ref = orderIn(result === null ? null : JSON.parse(result))
    if (subject_ref !== null)
      await db('commitments').where({ id, state: 'open' }).update({ subject_ref })
  }
}

/** The order that the result of an action names. */
export function orderIn(result: unknown): string | null {
  const ref: unknown =
    typeof result === 'object' && result !== null ? Reflect.get(result, 'reissueRef') : null
  return typeof ref === 'string' ? ref : null
}
