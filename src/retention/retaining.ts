import { recordEvent } from '../audit/events.ts'
import { forgetDrafts } from '../cases/drafts.ts'
import { lockFamily } from '../cases/families.ts'
import { heldCases } from '../cases/held-cases.ts'
import { type Db, marks, read } from '../db.ts'
import {
  type Due,
  dueCalls,
  dueCases,
  dueCustomers,
  ofCalls,
  ofCases,
  ofPerson,
  type Page,
  type Place,
  START,
} from './due.ts'
import { eraseCalls, eraseCases } from './erased-cases.ts'
import { erasePerson, lockPerson } from './erased-people.ts'
import { type Cutoffs, cutoffsAt, type Limits } from './time-limits.ts'

export const KINDS = ['cases', 'calls', 'customers', 'drafts', 'card_events'] as const
export type Kind = (typeof KINDS)[number]

/** What was found of one kind in one step, and how much of it went. */
export interface Step {
  readonly kind: Kind
  readonly due: number
  readonly oldest: string | null
  readonly legalHold: number
  readonly open: number
  readonly gone: number
}

/** How one kind that is erased is found, and erased: one transaction a small bundle, found anew when it is locked. */
interface Erasing {
  readonly page: (db: Db, cutoffs: Cutoffs, behind: Place) => Promise<Page>
  readonly atOnce: number
  readonly erase: (trx: Db, due: readonly Due[], cutoffs: Cutoffs, at: Date) => Promise<number>
}
const OVER = { retention: 'time' }

const ERASING: Readonly<Record<'cases' | 'calls' | 'customers', Erasing>> = {
  cases: {
    page: dueCases,
    atOnce: 10,
    async erase(trx, due, cutoffs, at) {
      const ids = due.map(({ id }) => id)
      await lockFamily(trx, ids)
      const rows = await read<Place>(trx, {
        sql: `select id, closed_at as at from cases where id in (${marks(ids)})
              and erased_at is null and status = 'closed' and merged_into is null`,
        bindings: ids,
      })
      const still = (await ofCases(trx, cutoffs, rows)).filter(mayGo)
      const eraser = { operatorId: null, at, by: OVER }
      await eraseCases(
        trx,
        still.flatMap((each) => each.ids),
        eraser,
      )
      return still.length
    },
  },
  calls: {
    page: dueCalls,
    atOnce: 50,
    async erase(trx, due, _, at) {
      const rows = due.map(({ id, at: ended }) => ({ id, at: ended }))
      const ids = rows.map(({ id }) => id)
      await trx('calls').whereIn('id', ids).orderBy('id').forUpdate().select('id')
      const still = (await ofCalls(trx, rows)).filter(mayGo).map(({ id }) => id)
      await eraseCalls(trx, still, at)
      return still.length
    },
  },
  customers: {
    page: dueCustomers,
    atOnce: 1,
    async erase(trx, due, cutoffs, at) {
      let gone = 0
      for (const one of due) {
        const person = await lockPerson(trx, one.id)
        const still = await ofPerson(trx, cutoffs, one, person.customerIds)
        if (!still.some(mayGo)) continue
        await erasePerson(trx, person, { operatorId: null, at, by: OVER })
        gone += 1
      }
      return gone
    },
  },
}
const mayGo = ({ heldBack }: Due): boolean => heldBack === null

export interface Retaining {
  readonly db: Db
  readonly now: () => Date
  readonly limits: Limits
  /** Whether it goes, or is only told of. */
  readonly apply: boolean
}

/**
 * Walks through all whose time is over, step by step: each is small and stands for itself, so that it may be broken off at
 * any time and begun anew. Whoever has time for one step takes one.
 */
export async function* retain(deps: Retaining): AsyncGenerator<Step> {
  const cutoffs = cutoffsAt(deps.now(), deps.limits)
  for (const kind of ['cases', 'calls', 'customers'] as const) {
    let place: Place | null = START
    while (place !== null) {
      const page: Page = await ERASING[kind].page(deps.db, cutoffs, place)
      yield { ...countedOf(kind, page.due), gone: await eraseAll(deps, kind, page.due, cutoffs) }
      place = page.next
    }
  }
  yield* forget(deps, cutoffs)
}

const countedOf = (kind: Kind, due: readonly Due[]) => ({
  kind,
  due: due.filter(mayGo).length,
  oldest: due.find(mayGo)?.at ?? null,
  legalHold: due.filter(({ heldBack }) => heldBack === 'legal_hold').length,
  open: due.filter(({ heldBack }) => heldBack === 'open').length,
})

async function eraseAll(
  { db, now, apply }: Retaining,
  kind: keyof typeof ERASING,
  all: readonly Due[],
  cutoffs: Cutoffs,
): Promise<number> {
  if (!apply) return 0
  const { atOnce, erase } = ERASING[kind]
  const due = all.filter(mayGo)
  let gone = 0
  for (let from = 0; from < due.length; from += atOnce)
    gone += await db.transaction(async (trx) => {
      const count = await erase(trx, due.slice(from, from + atOnce), cutoffs, now())
      if (count > 0) await recordApplied(trx, kind, count, now())
      return count
    })
  return gone
}
const recordApplied = (trx: Db, kind: Kind, count: number, at: Date) =>
  recordEvent(trx, { name: 'retention_applied', at, operatorId: null, detail: { kind, count } })

/** What is deleted and not erased: nothing hangs on it. */
async function* forget(deps: Retaining, cutoffs: Cutoffs): AsyncGenerator<Step> {
  const { db } = deps
  const held = await heldCases(db)
  const kept = held.length === 0 ? '' : `and case_id not in (${marks(held)})`
  const drafts = await counted(db, `drafts where updated_at < ? ${kept}`, 'updated_at', [
    cutoffs.drafts,
    ...held,
  ])
  yield { ...foundOf('drafts', drafts), gone: 0 }
  if (deps.apply)
    yield* untilNone(deps, 'drafts', (trx) => forgetDrafts(trx, new Date(cutoffs.drafts), held))
  const events = await counted(db, 'card_events where handled_at < ?', 'handled_at', [
    cutoffs.events,
  ])
  yield { ...foundOf('card_events', events), gone: 0 }
  if (deps.apply) yield* untilNone(deps, 'card_events', (trx) => forgetEvents(trx, cutoffs.events))
}

interface Count {
  readonly count: number | string
  readonly oldest: string | null
}
async function counted(
  db: Db,
  from: string,
  by: string,
  bindings: readonly string[],
): Promise<Count> {
  const sql = `select count(*) as count, min(${by}) as oldest from ${from}`
  const [row] = await read<Count>(db, { sql, bindings })
  return row ?? { count: 0, oldest: null }
}
const foundOf = (kind: Kind, { count, oldest }: Count) => ({
  kind,
  due: Number(count),
  oldest,
  legalHold: 0,
  open: 0,
})

async function* untilNone(
  { db, now }: Retaining,
  kind: Kind,
  some: (trx: Db) => Promise<number>,
): AsyncGenerator<Step> {
  for (;;) {
    const gone = await db.transaction(async (trx) => {
      const count = await some(trx)
      if (count > 0) await recordApplied(trx, kind, count, now())
      return count
    })
    if (gone === 0) return
    yield { kind, due: 0, oldest: null, legalHold: 0, open: 0, gone }
  }
}

const MOST_EVENTS = 500
function forgetEvents(trx: Db, before: string): Promise<number> {
  const old = trx('card_events').where('handled_at', '<', before).limit(MOST_EVENTS).select('id')
  return trx('card_events').whereIn('id', old).delete()
}

/** The steps of each kind as one. */
export function summed(steps: readonly Step[]): readonly Step[] {
  return KINDS.map((kind) => {
    const own = steps.filter((each) => each.kind === kind)
    const sum = (of: 'due' | 'legalHold' | 'open' | 'gone') =>
      own.reduce((all, each) => all + each[of], 0)
    const oldest = own.find((each) => each.oldest !== null)?.oldest ?? null
    return {
      kind,
      oldest,
      due: sum('due'),
      legalHold: sum('legalHold'),
      open: sum('open'),
      gone: sum('gone'),
    }
  })
}
