import { type Db, type Reading, read } from '../db.ts'
import { type Asker, type Condition, conditionsOf, IN_LISTS, orderOf } from './case-conditions.ts'
import type { CaseFile } from './case-file.ts'
import type { CaseQuery, Place } from './case-query.ts'
import { type CaseRow, toCase } from './case-rows.ts'

/** The lists of cases: pages by the last case that was seen, and counts that stop where they are long enough. */

export const ON_A_PAGE = 50
/** How far is counted; beyond it a list is just long. */
export const MOST_COUNTED = 999

export interface Listed {
  readonly cases: readonly CaseFile[]
  /** Where the neighbouring pages go on; null at an end. */
  readonly previous: string | null
  readonly next: string | null
}
/** Which cases, and who asks. */
export interface ListAsked {
  readonly query: CaseQuery
  readonly asker: Asker
  /** The cases that the query's text was found in; null where it has none. */
  readonly ids: readonly string[] | null
}

const whereOf = (conditions: readonly Condition[]) => ({
  sql: conditions.length === 0 ? '' : `where ${conditions.map(({ sql }) => sql).join(' and ')}`,
  bindings: conditions.flatMap(({ bindings }) => bindings),
})

/** The statement of one page; one case more than a page holds tells whether there is another. */
export function pageReading(asked: ListAsked, place: Place, limit = ON_A_PAGE + 1): Reading {
  const { keys, descends } = orderOf(asked.query)
  const backwards = place.before !== undefined
  const down = descends !== backwards
  const at = valuesAt(place.before ?? place.after, keys.length)
  const beyond: Condition[] = at
    ? [{ sql: beyondSql(keys, down), bindings: keys.length === 1 ? at : [at[0] ?? '', ...at] }]
    : []
  const { sql, bindings } = whereOf([
    ...conditionsOf(asked.query, asked.asker, asked.ids),
    ...beyond,
  ])
  const order = keys.map((key) => `${key} ${down ? 'desc' : 'asc'}`).join(', ')
  const columns = keys.map((key, nth) => `${key} as key_${nth}`).join(', ')
  return {
    sql: `select cases.*, ${columns} from cases ${sql} order by ${order} limit ${limit}`,
    bindings,
  }
}

/** Behind a place in the order. The first key alone is told as well: databases find the place in an index by it. */
function beyondSql(keys: readonly string[], down: boolean): string {
  const sign = down ? '<' : '>'
  if (keys.length === 1) return `${keys[0]} ${sign} ?`
  return `${keys[0]} ${sign}= ? and (${keys.join(', ')}) ${sign} (${keys.map(() => '?').join(', ')})`
}

const SEPARATOR = '~'
function valuesAt(place: string | undefined, length: number): (string | number)[] | null {
  const values = place?.split(SEPARATOR)
  if (values?.length !== length) return null
  return values.map((value, nth) => (nth === 0 && length === 3 ? Number(value) || 0 : value))
}

type Keyed = CaseRow & Readonly<Record<`key_${number}`, string | number>>
const placeOf = (row: Keyed, keys: number): string =>
  Array.from({ length: keys }, (_, nth) => row[`key_${nth}`]).join(SEPARATOR)

/** One page of a list. */
export async function listCases(db: Db, asked: ListAsked, place: Place = {}): Promise<Listed> {
  const rows = await read<Keyed>(db, pageReading(asked, place))
  const hasMore = rows.length > ON_A_PAGE
  const page = rows.slice(0, ON_A_PAGE)
  const backwards = place.before !== undefined
  if (backwards) page.reverse()
  const { length } = orderOf(asked.query).keys
  const at = (row: Keyed | undefined, isThere: boolean) =>
    row && isThere ? placeOf(row, length) : null
  // All of a page may have moved away since its place was written: the way back begins at the place itself.
  const { after = null, before = null } = page.length === 0 ? place : {}
  return {
    cases: page.map(toCase),
    previous: at(page[0], backwards ? hasMore : place.after !== undefined) ?? after,
    next: at(page.at(-1), backwards ? true : hasMore) ?? before,
  }
}

/**
 * The statement that counts a list as far as is counted, and one further. It says an order that there is an index for:
 * without one a database may take an index of all cases for a list of open ones.
 */
export function countReading(asked: ListAsked): Reading {
  const { sql, bindings } = whereOf(conditionsOf(asked.query, asked.asker, asked.ids))
  const { keys } = orderOf({ ...asked.query, sort: 'due' })
  return {
    sql: `select count(*) as count from (select 1 from cases ${sql} order by ${keys.join(', ')} limit ${MOST_COUNTED + 1}) as counted`,
    bindings,
  }
}
/** How many a list holds; one more than `MOST_COUNTED` means more than that. */
export async function countCases(db: Db, asked: ListAsked): Promise<number> {
  const [row] = await read<{ count: number | string }>(db, countReading(asked))
  return Number(row?.count)
}

/** Every value of an indexed column, found by leaps through the index and not by reading it. */
const valuesReading = (of: string, column: string, most: number): Reading => ({
  sql: `with recursive leaps(value) as (
          select min(${column}) from ${of}
          union all
          select (select min(${column}) from ${of} and ${column} > leaps.value) from leaps
          where leaps.value is not null)
        select value from leaps where value is not null limit ${most}`,
  bindings: [],
})
const MOST_VALUES = 200
export const labelsReading = valuesReading(`cases where ${IN_LISTS}`, 'card_label', MOST_VALUES)
export const tagsReading = valuesReading('case_tags where 1 = 1', 'tag', MOST_VALUES)

/** The products of the cards that cases are about. */
export const knownLabels = async (db: Db): Promise<string[]> =>
  (await read<{ value: string }>(db, labelsReading)).map(({ value }) => value)
/** The tags that are in use. */
export const knownTags = async (db: Db): Promise<string[]> =>
  (await read<{ value: string }>(db, tagsReading)).map(({ value }) => value)
