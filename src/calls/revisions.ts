import { createHash } from 'node:crypto'
import { validate as isUuid } from 'uuid'
import { type Db, marks, type Reading, read } from '../db.ts'

/** What can be watched: the page of a call, and that of a case. */
export const callTopic = (id: string): string => `call/${id}`
export const caseTopic = (id: string): string => `case/${id}`

const idsOf = (topics: readonly string[], kind: string): string[] =>
  topics.flatMap((topic) => {
    const [of, id = ''] = topic.split('/')
    return of === kind && isUuid(id) ? [id] : []
  })

interface Mark {
  readonly topic: string
  readonly id: string | null
  readonly word: string
  readonly number: number | string
}

/**
 * All that the page of a call shows and others may change: its log, who has it, and the actions, promises and tasks of
 * its cases and of the customer's other cases. Of a case: the same, and the logs of its calls. Notes are left out: they
 * are saved all the time, by whoever looks at them. The joins are outer ones so that SQLite begins with the few that are
 * watched; without statistics it reads whole tables otherwise.
 */
const SQL = (calls: readonly unknown[], cases: readonly unknown[]) => `
  with recursive family(topic, case_id) as (
    select id, id from cases where id in (${marks(cases)})
    union select topic, cases.id from family join cases on cases.merged_into = family.case_id
  ), watched(topic, case_id) as (
    select call_id, case_id from matters where case_id is not null and call_id in (${marks(calls)})
    union select calls.id, cases.id from calls join cases on cases.customer_id = calls.customer_id
          where calls.id in (${marks(calls)})
    union select topic, case_id from family
  ), logs(topic, call_id) as (
    select id, id from calls where id in (${marks(calls)})
    union select topic, call_id from family join matters on matters.case_id = family.case_id
  )
  select topic, id, state || operator_id as word,
         (select max(seq) from call_entries where call_entries.call_id = calls.id) as number
    from logs left join calls on calls.id = call_id
  union all select topic, id, status || coalesce(cast(owner_id as varchar(36)), '')
                                || coalesce(cast(merged_into as varchar(36)), ''), version
    from watched left join cases on id = watched.case_id
  union all select topic, id, state || coalesce(outcome, ''), 0
    from watched left join card_actions on card_actions.case_id = watched.case_id
  union all select topic, id, state || due_at || coalesce(raised_at, ''), 0
    from watched left join commitments on commitments.case_id = watched.case_id
  union all select topic, id, state || due_at, 0
    from watched left join tasks on tasks.case_id = watched.case_id
  union all select topic, id, state, 0
    from watched left join case_handovers on case_handovers.case_id = watched.case_id`

/** The statement behind `revisions`; null where nothing is asked. */
export function revisionsReading(topics: readonly string[]): Reading | null {
  const [calls, cases] = [idsOf(topics, 'call'), idsOf(topics, 'case')]
  if (calls.length + cases.length === 0) return null
  const [inCalls, inCases] = [orNone(calls), orNone(cases)]
  return { sql: SQL(inCalls, inCases), bindings: [inCases, inCalls, inCalls, inCalls].flat() }
}

/** What these topics stand at, by one read of indexed rows; a topic that does not exist stands at nothing. */
export async function revisions(
  db: Db,
  topics: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const reading = revisionsReading(topics)
  if (reading === null) return new Map()
  const words = new Map<string, string[]>()
  for (const { topic, id, word, number } of await read<Mark>(db, reading))
    if (id !== null) words.set(topic, [...(words.get(topic) ?? []), `${id} ${word} ${number}`])
  return new Map(topics.map((topic) => [topic, digest(words.get(topic.split('/')[1] ?? ''))]))
}

/** A list of nothing is no SQL. */
const orNone = (ids: readonly string[]): readonly (string | null)[] =>
  ids.length > 0 ? ids : [null]

const digest = (words: readonly string[] = []): string =>
  createHash('sha256')
    .update([...words].sort().join('\n'))
    .digest('base64url')
    .slice(0, 16)
