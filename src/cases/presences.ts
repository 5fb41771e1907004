import { createHash } from 'node:crypto'
import { type Db, marks, read } from '../db.ts'

/** What may be open with somebody: `case/<id>`, `customer/<id>`, `call/<id>`. */
export type Subject = string

/** Somebody who is at work on something, since when, and how it is seen. */
export interface Person {
  readonly operatorId: string
  readonly since: string
  /** Open in a call; open on a page; or nothing but a text that was begun a moment ago. */
  readonly as: 'call' | 'page' | 'writing'
}

/** A page that is open, held by a stream of a running program. */
export interface Arrival {
  readonly streamId: string
  readonly instanceId: string
  readonly operatorId: string
  readonly page: 'case' | 'customer' | 'call'
  readonly subjects: readonly Subject[]
}

/** A program that has given no sign for three beats is gone, and its pages with it. */
const FRESH_MS = 60_000
/** A page that is loaded anew is still the same stay. */
const AWAY_MS = 60_000
const WRITING_MS = 60_000
const before = (now: Date, milliseconds: number) =>
  new Date(now.getTime() - milliseconds).toISOString()

/** A page has been opened: it is there until it leaves. */
export async function arrive(db: Db, arrival: Arrival, now: Date): Promise<void> {
  const { streamId, instanceId, operatorId, page, subjects } = arrival
  const at = now.toISOString()
  const here: { subject: string; since: string }[] = await db('presences')
    .whereIn('subject', [...subjects])
    .where({ operator_id: operatorId })
    .where('seen_at', '>', before(now, AWAY_MS))
    .groupBy('subject')
    .select('subject')
    .min('since as since')
  const since = new Map(here.map((row) => [row.subject, row.since]))
  await db('presences').insert(
    subjects.map((subject) => ({
      ...{ stream_id: streamId, subject, page, operator_id: operatorId, instance_id: instanceId },
      ...{ since: since.get(subject) ?? at, seen_at: at },
    })),
  )
}

export async function leave(db: Db, streamId: string, now: Date): Promise<void> {
  const at = now.toISOString()
  await db('presences').where({ stream_id: streamId }).update({ left_at: at, seen_at: at })
}

/** A sign of life of all the pages that one running program holds open. */
export async function stay(db: Db, instanceId: string, now: Date): Promise<void> {
  await db('presences')
    .where({ instance_id: instanceId })
    .whereNull('left_at')
    .update({ seen_at: now.toISOString() })
}

/** Forgets who has left, and who went with a program that is gone. */
export async function forgetGone(db: Db, now: Date): Promise<void> {
  await db('presences')
    .where('seen_at', '<', before(now, 5 * FRESH_MS))
    .delete()
}

interface Row {
  readonly subject: string
  readonly operator_id: string
  readonly since: string
  readonly how: Person['as']
}

/** Who is at work on these, by one read for all of them; each person once for a subject and a way of being seen. */
export async function peopleAt(
  db: Db,
  subjects: readonly Subject[],
  now: Date,
): Promise<ReadonlyMap<Subject, readonly Person[]>> {
  const cases = subjects.flatMap((each) => (each.startsWith('case/') ? [each.slice(5)] : []))
  const rows = await read<Row>(db, {
    sql: `select subject, cast(operator_id as varchar(36)) as operator_id, min(since) as since,
                 min(case when page = 'call' then 'call' else 'page' end) as how
          from presences where subject in (${marks(orNone(subjects))}) and seen_at > ? and left_at is null
          group by subject, operator_id
          union all
          select 'case/' || cast(case_id as varchar(36)), cast(operator_id as varchar(36)), max(updated_at), 'writing'
          from drafts where case_id in (${marks(orNone(cases))}) and updated_at > ?
          group by case_id, operator_id`,
    bindings: [
      ...orNone(subjects),
      before(now, FRESH_MS),
      ...orNone(cases),
      before(now, WRITING_MS),
    ],
  })
  const people = new Map<Subject, Person[]>()
  for (const { subject, operator_id: operatorId, since, how } of rows)
    people.set(subject, [...(people.get(subject) ?? []), { operatorId, since, as: how }])
  return people
}
const orNone = (ids: readonly string[]): readonly (string | null)[] =>
  ids.length > 0 ? ids : [null]

/** The topic of everybody else than the viewer at these subjects. */
export const peopleTopic = (viewerId: string, subjects: readonly Subject[]): string =>
  `people/${viewerId}/${subjects.join(',')}`

const readTopic = (topic: string): { viewer: string; subjects: Subject[] } => {
  const [, viewer = '', ...rest] = topic.split('/')
  return { viewer, subjects: rest.join('/').split(',') }
}

/** Where nobody else is: an event without data would not be one. */
export const NOBODY = '-'

/** What these topics stand at. */
export async function peopleRevisions(
  db: Db,
  topics: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, string>> {
  if (topics.length === 0) return new Map()
  const asked = topics.map((topic) => ({ topic, ...readTopic(topic) }))
  const people = await peopleAt(db, [...new Set(asked.flatMap((each) => each.subjects))], now)
  return new Map(
    asked.map(({ topic, viewer, subjects }) => {
      const others = subjects
        .flatMap((subject) => people.get(subject) ?? [])
        .filter((each) => each.operatorId !== viewer)
        .map(({ operatorId, since, as }) => `${operatorId} ${as} ${as === 'writing' ? '' : since}`)
      return [topic, others.length === 0 ? NOBODY : digest(others)]
    }),
  )
}
const digest = (lines: readonly string[]): string =>
  createHash('sha256')
    .update([...lines].sort().join('\n'))
    .digest('base64url')
    .slice(0, 16)
