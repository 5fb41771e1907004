import { validate as isUuid } from 'uuid'
import { type Db, marks, read } from '../db.ts'
import { HttpError } from '../web/errors.ts'

/** Refuses a form about a customer or a case that is erased: what was said of them would begin to be kept anew. */
export async function refuseErased(db: Db, asked: readonly string[]): Promise<void> {
  const ids = asked.filter((id) => isUuid(id)).map((id) => id.toLowerCase())
  if (ids.length === 0) return
  const within = `id in (${marks(ids)}) and erased_at is not null`
  const rows = await read<{ id: string }>(db, {
    sql: `select id from cases where ${within} union all select id from customers where ${within}`,
    bindings: [...ids, ...ids],
  })
  if (rows.length > 0 || (await isErasedCall(db, ids))) throw new HttpError(409, 'erased')
}

/** A call of which nothing is left: one in which somebody else's data were erased goes on. */
async function isErasedCall(db: Db, ids: readonly string[]): Promise<boolean> {
  const rows = await read<{ id: string }>(db, {
    sql: `select calls.id from calls left join customers on customers.id = calls.customer_id
          where calls.id in (${marks(ids)}) and calls.erased_at is not null
            and (calls.customer_id is null or customers.erased_at is not null or exists (
              select 1 from matters join cases on cases.id = matters.case_id
              where matters.call_id = calls.id and cases.erased_at is not null))
            and not exists (
              select 1 from matters join cases on cases.id = matters.case_id
              where matters.call_id = calls.id and cases.erased_at is null)`,
    bindings: ids,
  })
  return rows.length > 0
}
