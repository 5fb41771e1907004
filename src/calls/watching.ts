import { reminderMarks } from '../cases/commitments-owed.ts'
import { handoverMarks } from '../cases/handovers.ts'
import { peopleRevisions } from '../cases/presences.ts'
import { unnotedMark } from '../cases/waves.ts'
import type { Clock } from '../clock.ts'
import type { Db } from '../db.ts'
import type { Operator } from '../operators/operator.ts'
import { may } from '../operators/permissions.ts'
import { SOON_MS } from './desk-promises.ts'
import { revisions } from './revisions.ts'

/**
 * What an operator owes that is due, and what waits to be taken by them; with what has been brought before the
 * supervisors, and with waves of trouble, for whom these are.
 */
export const owedTopic = ({ id, role }: Operator): string =>
  [
    ...['owed', id],
    ...(may(role, 'approve') ? ['raised'] : []),
    ...(may(role, 'handle_waves') ? ['waves'] : []),
  ].join('/')

/** Nothing is due: an event without data would not be one. */
export const NOTHING_DUE = '-'

async function owedRevisions(db: Db, topics: readonly string[], now: Date) {
  if (topics.length === 0) return new Map<string, string>()
  const asked = topics.map((topic) => ({ topic, parts: topic.split('/') }))
  const ids = [...new Set(asked.map(({ parts }) => parts[1] ?? ''))]
  const [due, handed, waves] = await Promise.all([
    reminderMarks(db, ids, { now, before: SOON_MS }),
    handoverMarks(db, ids),
    asked.some(({ parts }) => parts.includes('waves')) ? unnotedMark(db) : '',
  ])
  return new Map(
    asked.map(({ topic, parts: [, id = '', ...beside] }) => {
      const raised = beside.includes('raised') && due.get('')
      const marks = [due.get(id), raised, handed.get(id), beside.includes('waves') && waves].filter(
        Boolean,
      )
      return [topic, marks.join(' / ') || NOTHING_DUE]
    }),
  )
}

/** What all that is watched stands at: one read for each kind of topic, however many pages are open. */
export const watchedRevisions =
  (db: Db, clock: Clock) =>
  async (topics: readonly string[]): Promise<ReadonlyMap<string, string>> => {
    const of = (...kinds: string[]) =>
      topics.filter((topic) => kinds.some((kind) => topic.startsWith(`${kind}/`)))
    const now = clock.now()
    const found = await Promise.all([
      revisions(db, of('call', 'case')),
      peopleRevisions(db, of('people'), now),
      owedRevisions(db, of('owed'), now),
    ])
    return new Map(found.flatMap((each) => [...each]))
  }
