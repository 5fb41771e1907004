import type { Annai } from './annai.ts'
import { Visitor } from './visitor.ts'

/** Somebody at a browser of their own who types this into the sign-in page. */
export async function tryingToEnter(
  annai: Pick<Annai, 'url'>,
  login: string,
  password: string,
): Promise<Visitor> {
  const visitor = new Visitor(() => annai.url)
  await visitor.open('/sign-in')
  return visitor.submit('form[action="/session"]', { login, password })
}

export interface Recorded {
  readonly name: string
  readonly operator_id: string | null
  readonly detail: Record<string, unknown>
}
/** What the log has of these, oldest first. */
export async function recorded(annai: Annai, ...names: string[]): Promise<Recorded[]> {
  const rows: { name: string; operator_id: string | null; detail: string }[] = await annai
    .db('audit_events')
    .whereIn('name', names)
    .orderBy('id')
  return rows.map((row) => ({ ...row, detail: JSON.parse(row.detail) }))
}

export const idOf = async ({ db }: Annai, login: string): Promise<string> =>
  (await db('operators').where({ login }).first('id')).id
