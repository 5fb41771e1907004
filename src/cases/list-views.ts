import type { Catalogue } from '../i18n/index.ts'
import { countCases, MOST_COUNTED } from './case-lists.ts'
import {
  type Asked,
  BUILT_IN,
  type BuiltIn,
  type CaseQuery,
  isBuiltIn,
  NEUTRAL,
  type Place,
  queryFrom,
  readQuery,
  type Sort,
  sortOf,
  withoutStanding,
  writeQuery,
} from './case-query.ts'
import type { Count, ViewTab } from './cases-page.ts'
import type { ListScene } from './cases-view.ts'
import type { SavedView } from './saved-view.ts'

/** Which list an address asks for: a view by its name, or a filter of its own. */
export interface AskedView {
  /** A built-in one, the id of a kept one, or empty for a filter. */
  readonly name: string
  readonly query: CaseQuery
  /** The kept view that is shown, or that a filter began with. */
  readonly kept: SavedView | null
}

const FILTERS = ['status', 'closed', 'reason', 'cause', 'owner', 'queue', 'network', 'label']
const MORE_FILTERS = ['tag', 'due', 'from', 'to', 'text', 'of']
/** A view may be looked at in another order or with other columns. */
const MANNERS = ['sort', 'order', 'columns']

/** What an address asks for; one that asks for nothing gets the view that was looked at last. */
export function askedView(
  asked: Asked,
  views: readonly SavedView[],
  last: string | null,
): AskedView {
  const named = asked('view')[0] ?? ''
  const isFilter = [...FILTERS, ...MORE_FILTERS].some((each) => asked(each).length > 0)
  const view = viewNamed(named, views) ?? (isFilter ? null : (viewNamed(last ?? '', views) ?? ALL))
  if (view) return { ...view, query: inManner(view.query, asked) }
  const kept = views.find(({ id }) => id === asked('of')[0]) ?? null
  return { name: '', query: readQuery(asked), kept }
}
/** A view whose very name tells how cases stand is shown as what is left of it without that. */
export const neutral = (asked: AskedView): AskedView => ({
  name: NEUTRAL.some((each) => each === asked.name) ? asked.name : '',
  query: withoutStanding(asked.query),
  kept: null,
})
const ALL: AskedView = { name: 'all', query: BUILT_IN.all, kept: null }

function viewNamed(name: string, views: readonly SavedView[]): AskedView | null {
  if (isBuiltIn(name)) return { name, query: BUILT_IN[name], kept: null }
  const kept = views.find(({ id }) => id === name)
  return kept ? { name: kept.id, query: queryFrom(kept.query), kept } : null
}

function inManner(query: CaseQuery, asked: Asked): CaseQuery {
  const words = writeQuery(query)
  const own = (name: string) => words.getAll(name)
  const isAsked = (name: string) => MANNERS.includes(name) && asked(name).length > 0
  return readQuery((name) => (isAsked(name) ? asked(name) : own(name)))
}

/** The words of the address that asks for this list; `place`: where in it, `sort`: in which order. */
export function addressOf(
  { name, query, kept }: AskedView,
  place: Place = {},
  sort: { readonly sort: Sort; readonly reversed: boolean } | null = null,
): URLSearchParams {
  const written = writeQuery(sort ? { ...query, ...sort } : query)
  const words = name === '' ? written : new URLSearchParams({ view: name })
  if (name !== '') copyManner(written, writeQuery(baseOf(name, kept)), words)
  else words.set('of', kept?.id ?? '')
  for (const [key, value] of Object.entries(place)) words.set(key, value)
  return words
}
const baseOf = (name: string, kept: SavedView | null): CaseQuery =>
  isBuiltIn(name) ? BUILT_IN[name] : queryFrom(kept?.query ?? '')
function copyManner(from: URLSearchParams, base: URLSearchParams, to: URLSearchParams): void {
  const usual: Readonly<Record<string, string>> = { sort: 'due', order: 'usual', columns: '' }
  for (const name of MANNERS)
    if (from.get(name) !== base.get(name)) to.set(name, from.get(name) ?? usual[name] ?? '')
}
export const urlOf = (...asked: Parameters<typeof addressOf>): string =>
  `/cases?${addressOf(...asked)}`

const COLUMN_SORTS: readonly Sort[] = ['number', 'due', 'priority', 'updated', 'opened']
/** Where each column's head leads: sorted by it, or the other way round. */
export const sortUrls = (asked: AskedView): Readonly<Record<string, string>> =>
  Object.fromEntries(
    COLUMN_SORTS.filter((sort) => sortOf({ ...asked.query, sort }) === sort).map((sort) => {
      const reversed = sortOf(asked.query) === sort && !asked.query.reversed
      return [sort, urlOf(asked, {}, { sort, reversed })]
    }),
  )

export const capped = (number: number): Count =>
  number > MOST_COUNTED ? { number: MOST_COUNTED, isMore: true } : { number, isMore: false }

type TabScene = Omit<ListScene, 'casesWith'>

/** Every view that this operator may open, each with how many cases are in it. */
export async function tabsOf(scene: TabScene, asked: AskedView, t: Catalogue): Promise<ViewTab[]> {
  const names = scene.mayTell
    ? (Object.keys(BUILT_IN) as BuiltIn[]) // its keys are the names
    : NEUTRAL
  const builtIn = names.map((id) => tabOf(scene, asked, { id, name: t.queues.builtIn[id] }))
  const kept = scene.mayTell ? scene.views.map((each) => tabOf(scene, asked, each)) : []
  return await Promise.all([...builtIn, ...kept])
}

async function tabOf(
  { db, operator, now, mayTell }: TabScene,
  asked: AskedView,
  view: { readonly id: string; readonly name: string } & Partial<SavedView>,
): Promise<ViewTab> {
  const base = isBuiltIn(view.id) ? BUILT_IN[view.id] : queryFrom(view.query ?? '')
  const query = mayTell ? base : withoutStanding(base)
  const asker = { operatorId: operator.id, teamId: operator.teamId, now }
  const isCountable = query.text === '' && view.id !== 'all'
  return {
    id: view.id,
    name: view.name,
    url: `/cases?view=${view.id}`,
    count: isCountable ? capped(await countCases(db, { query, asker, ids: null })) : null,
    isCurrent: asked.name === view.id,
    isShared: view.isShared ?? false,
  }
}
