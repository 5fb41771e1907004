import { reminderMarks } from '../cases/commitments-owed.ts'
import { handoverMarks } from '../cases/handovers.ts'
import { peopleRevisions } from '../cases/presences.ts'
import type { Clock } from '../clock.ts'
import type { Db } from '../db.ts'
import { SOON_MS } from './desk-promises.ts'
import { revisions } from './revisions.ts'

/** What an operator owes that is due, and what waits to be taken by them; a supervisor's tells of what has been brought before them as well. */
export const owedTopic = (operatorId: string, isSupervisor: boolean): string =>
  isSupervisor ? `owed/${operatorId}/raised` : `owed/${operatorId}`

/** Nothing is due: an event without data would not be one. */
export const NOTHING_DUE = '-'

async function owedRevisions(db: Db, topics: readonly string[], now: Date) {
  if (topics.length === 0) return new Map<string, string>()
  const asked = topics.map((topic) => ({ topic, parts: topic.split('/') }))
  const ids = [...new Set(asked.map(({ parts }) => parts[1] ?? ''))]
  const [due, handed] = await Promise.all([
    reminderMarks(db, ids, { now, before: SOON_MS }),
    handoverMarks(db, ids),
  ])
  return new Map(
    asked.map(({ topic, parts: [, id = '', raised] }) => {
      const marks = [due.get(id), raised && due.get(''), handed.get(id)].filter(Boolean)
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
