import { verifiedCall } from '../journeys/ways.ts'
import type { Annai } from '../support/annai.ts'
import { CALLERS, type Caller } from '../support/phone-call.ts'
import type { Fields, Visitor } from '../support/visitor.ts'
import { caseOf } from './taking.ts'

/** Cases with something in them, and all that a database holds. */

/** A call that leaves a case of its own with the promise to call back, and an hour later. */
export async function calledBackCase(
  annai: Annai,
  operator: Visitor,
  words: string,
  caller: Caller = CALLERS.nakamura,
): Promise<{ readonly id: string; readonly callId: string }> {
  annai.clock.forward(3_600_000)
  const call = await verifiedCall(operator, caller, 'other')
  await call.follow('es_transfer busy')
  await operator.submit('form[action$="/note"]', { body: `メモ：${words}` })
  await call.follow('cb_arrange booked', 'wr_more nothing', 'wr_close next')
  const callId = call.id
  await call.follow(['wr_acw pending', { 'field.found': words, 'field.wanted': `${words}の件` }])
  return { id: await caseOf(annai, callId), callId }
}

const row = (annai: Annai, id: string) => annai.db('cases').where({ id }).first()
export const numberOf = async (annai: Annai, id: string): Promise<string> =>
  (await row(annai, id)).number
export const versionOf = async (annai: Annai, id: string): Promise<string> =>
  String((await row(annai, id)).version)
export const operatorId = async (annai: Annai, login: string): Promise<string> =>
  (await annai.db('operators').where({ login }).first()).id

/** The form that merges, as the page that compares the two sends it. */
export async function mergeInto(
  annai: Annai,
  visitor: Visitor,
  from: string,
  into: string,
  fields: Fields = {},
): Promise<void> {
  await visitor.post(`/cases/${from}/merges`, {
    into,
    version: await versionOf(annai, from),
    intoVersion: await versionOf(annai, into),
    reason: '同じお困りごと',
    ...fields,
  })
}

/** Every row of every table, but for these. */
export async function everything(annai: Annai, but: readonly string[]) {
  const { db } = annai
  const isPostgres = db.client.config.client === 'pg'
  const found = isPostgres
    ? (await db.raw("select tablename as name from pg_tables where schemaname = 'public'")).rows
    : await db.raw("select name from sqlite_master where type = 'table'")
  const names: string[] = found.map((each: { name: string }) => each.name)
  const kept = names.filter((name) => !but.includes(name) && !/^(sqlite_|knex_)/.test(name))
  const rows: Record<string, string[]> = {}
  for (const name of kept.sort())
    rows[name] = (await db(name)).map((each: unknown) => JSON.stringify(each)).sort()
  return rows
}
