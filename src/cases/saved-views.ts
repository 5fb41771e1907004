import { validate as isUuid } from 'uuid'
import { type EventName, recordEvent } from '../audit/events.ts'
import { type Db, read } from '../db.ts'
import type { Hand } from './cases.ts'
import type { SavedView } from './saved-view.ts'

interface Row {
  readonly id: string
  readonly owner_id: string
  readonly name: string
  readonly is_shared: number
  readonly query: string
}
const toView = (row: Row): SavedView => ({
  id: row.id,
  ownerId: row.owner_id,
  name: row.name,
  isShared: row.is_shared === 1,
  query: row.query,
})

/** Nobody looks through more of them: so many are one's own at most, and the others those of all. */
const MOST = 60
export const MOST_OWN = 30

export async function countOwn(db: Db, operatorId: string): Promise<number> {
  const [row] = await read<{ count: number | string }>(db, {
    sql: 'select count(*) as count from case_views where owner_id = ?',
    bindings: [operatorId],
  })
  return Number(row?.count)
}

/** One's own views and the shared ones, one's own first. */
export async function viewsFor(db: Db, operatorId: string): Promise<SavedView[]> {
  const rows = await read<Row>(db, {
    sql: `select * from case_views where owner_id = ? or is_shared = 1
          order by case owner_id when ? then 0 else 1 end, name, id limit ${MOST}`,
    bindings: [operatorId, operatorId],
  })
  return rows.map(toView)
}

export async function findView(db: Db, id: string): Promise<SavedView | null> {
  if (!isUuid(id)) return null
  const row = await db<Row>('case_views').where({ id: id.toLowerCase() }).first()
  return row ? toView(row) : null
}

/** Keeps a view; the same form sent twice keeps one. */
export async function keepView(trx: Db, view: SavedView, hand: Hand): Promise<void> {
  const added = await trx('case_views')
    .insert({ id: view.id, ...columnsOf(view), updated_at: hand.at.toISOString() })
    .onConflict('id')
    .ignore()
    .returning('id')
  if (added.length > 0) await recordView(trx, 'case_view_kept', view, hand)
}

/** Gives a view another name or another query, or shares it. */
export async function changeView(trx: Db, view: SavedView, hand: Hand): Promise<void> {
  await trx('case_views')
    .where({ id: view.id })
    .update({ ...columnsOf(view), updated_at: hand.at.toISOString() })
  await recordView(trx, 'case_view_changed', view, hand)
}

export async function removeView(trx: Db, view: SavedView, hand: Hand): Promise<void> {
  const removed = await trx('case_views').where({ id: view.id }).delete()
  if (removed > 0) await recordView(trx, 'case_view_removed', view, hand)
}

const columnsOf = (view: SavedView) => ({
  owner_id: view.ownerId,
  name: view.name,
  is_shared: view.isShared ? 1 : 0,
  query: view.query,
})
const recordView = (trx: Db, name: EventName, view: SavedView, hand: Hand) =>
  recordEvent(trx, {
    name,
    at: hand.at,
    operatorId: hand.operatorId,
    detail: { view: view.id, isShared: view.isShared },
  })
