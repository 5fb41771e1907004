import type { Knex } from 'knex'
import { v7 as uuid } from 'uuid'

/** A stop whose card nobody knows is one row for each last 4 digits that were told, not one for all of them. */
export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('manual_stops', (table) => {
    /** As the caller said them; null when the card was known, or nothing was said. */
    table.string('told_last4', 4)
  })
  const stops = await db('manual_stops')
    .join('card_actions', 'card_actions.id', 'manual_stops.action_id')
    .whereNot('manual_stops.state', 'withdrawn')
    .select('manual_stops.*', 'card_actions.input')
  for (const { input, ...stop } of stops) await split(db, stop, toldIn(input))
}
export async function down(db: Knex): Promise<void> {
  await db.schema.alterTable('manual_stops', (table) => table.dropColumn('told_last4'))
}

function toldIn(input: string): string[] {
  const { manual_stop_last4: last4 = '' } = JSON.parse(input)
  return [
    ...new Set(
      String(last4)
        .normalize('NFKC')
        .match(/(?<!\d)\d{4}(?!\d)/g) ?? [],
    ),
  ]
}

/** The row keeps the digits of its card, or the first; the others get rows of their own, to be seen to. */
async function split(db: Knex, stop: Record<string, unknown>, told: string[]): Promise<void> {
  const card = await db('customer_cards')
    .where({ card_ref: stop.card_ref ?? '' })
    .first('last4')
  const own = told.find((digits) => digits === card?.last4) ?? told[0]
  if (own === undefined) return
  await db('manual_stops').where({ id: stop.id }).update({ told_last4: own })
  await db('tasks')
    .where({ once_key: `stop_unmatched:${stop.id}` })
    .update({ detail: JSON.stringify({ last4: own }) })
  for (const digits of told.filter((each) => each !== own)) await addRow(db, stop, digits)
}

async function addRow(db: Knex, stop: Record<string, unknown>, digits: string): Promise<void> {
  const id = uuid()
  const { action_id, case_id, recorded_by, recorded_at } = stop
  const row = { id, action_id, case_id, recorded_by, recorded_at, told_last4: digits }
  await db('manual_stops').insert({ ...row, state: 'open' })
  const { owner_id } = await db('cases').where({ id: case_id }).first('owner_id')
  await db('tasks').insert({
    id: uuid(),
    case_id,
    kind: 'stop_unmatched',
    subject_ref: id,
    once_key: `stop_unmatched:${id}`,
    detail: JSON.stringify({ last4: digits }),
    owner_id,
    raised_at: recorded_at,
    due_at: recorded_at,
    state: 'open',
  })
}
