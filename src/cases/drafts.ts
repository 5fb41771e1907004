import { validate as isUuid } from 'uuid'
import { type Db, marks, read } from '../db.ts'

/** A text of a case's page that somebody has begun; nobody else sees it, and it is found by no search. */
export interface Draft {
  readonly body: string
  /** What stood there when it was begun. */
  readonly base: string
  readonly savedAt: string
}

/** Which texts of the page may be begun: the plain forms, and those of one promise or task. */
export const isDraftForm = (form: string): boolean =>
  /^(notes|wanted|nextSteps|closure|reopening|promise|(end|move|task)-[0-9a-f-]{36})$/.test(form)

interface Kept {
  readonly operatorId: string
  readonly caseId: string
  readonly form: string
}
const keyOf = ({ operatorId, caseId, form }: Kept) => ({
  operator_id: operatorId,
  case_id: caseId,
  form,
})

/** Keeps what somebody has written so far; an empty text is none. What has been recorded already is no draft any more. */
export async function saveDraft(
  db: Db,
  draft: Kept & { readonly body: string; readonly base: string },
  now: Date,
): Promise<void> {
  const key = keyOf(draft)
  if (draft.body.trim() === '' || (await isRecorded(db, draft.base)))
    return void (await db('drafts').where(key).delete())
  const fresh = { body: draft.body, base: draft.base, updated_at: now.toISOString() }
  await db('drafts')
    .insert({ ...key, ...fresh })
    .onConflict(['case_id', 'operator_id', 'form'])
    .merge(fresh)
}

/** A form that makes a thing carries its id: a draft that comes in behind it is late. */
async function isRecorded(db: Db, base: string): Promise<boolean> {
  if (!isUuid(base)) return false
  const id = base.toLowerCase()
  const rows = await read<{ id: string }>(db, {
    sql: 'select id from case_notes where id = ? union all select id from commitments where id = ?',
    bindings: [id, id],
  })
  return rows.length > 0
}

interface Row {
  readonly case_id: string
  readonly form: string
  readonly body: string
  readonly base: string
  readonly updated_at: string
}
/** Texts that stand in a case already and are put right: those of a merged case are none of the one that goes on. */
const OWN_WORDS = ['wanted', 'nextSteps']

/** By form what this operator has begun last on the page of a case, or of one that was merged into it. */
async function lastDrafts(
  db: Db,
  operatorId: string,
  [own = '', ...merged]: readonly string[],
): Promise<ReadonlyMap<string, Row>> {
  const ids = [own, ...merged]
  const rows = await read<Row>(db, {
    sql: `select case_id, form, body, base, updated_at from drafts
          where case_id in (${marks(ids)}) and operator_id = ? order by updated_at`,
    bindings: [...ids, operatorId],
  })
  const shown = rows.filter(({ case_id, form }) => case_id === own || !OWN_WORDS.includes(form))
  return new Map(shown.map((row) => [row.form, row]))
}

/** What this operator has begun on the page of a case, by form; the case first, then those merged into it. */
export async function draftsOf(
  db: Db,
  operatorId: string,
  family: readonly string[],
): Promise<Readonly<Record<string, Draft>>> {
  const last = await lastDrafts(db, operatorId, family)
  return Object.fromEntries(
    [...last].map(([form, { body, base, updated_at }]) => [
      form,
      { body, base, savedAt: updated_at },
    ]),
  )
}

/** Forgets the drafts that the page has shown; an older one behind them comes to light. */
export async function dropDrafts(
  db: Db,
  operatorId: string,
  family: readonly string[],
  forms: readonly string[],
): Promise<void> {
  const last = await lastDrafts(db, operatorId, family)
  const shown = forms.flatMap((form) => last.get(form) ?? [])
  for (const { case_id, form } of shown)
    await db('drafts').where({ operator_id: operatorId, case_id, form }).delete()
}

const MOST_AT_ONCE = 500

/** Forgets what nobody has gone on with since, but in cases that are held; a bounded piece at a time. Gives how many. */
export async function forgetDrafts(db: Db, since: Date, held: readonly string[]): Promise<number> {
  const old = db('drafts')
    .where('updated_at', '<', since.toISOString())
    .whereNotIn('case_id', held)
    .limit(MOST_AT_ONCE)
    .select('case_id', 'operator_id', 'form')
  return await db('drafts').whereIn(['case_id', 'operator_id', 'form'], old).delete()
}
