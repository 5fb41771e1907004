import { load } from 'cheerio'
import type { Route } from '../../src/operators/guarded-router.ts'
import { TABLES as OF_ROUTES } from '../operators/every-route.ts'
import type { Annai } from '../support/annai.ts'
import type { People } from './people.ts'

/** A field of a form with the values that it offers. */
export type Field = readonly [name: string, values: readonly string[]]
export type Form = readonly Field[]

/** What the pages themselves would send, and the ids of what is there; it grows while pages are seen. */
export interface Known {
  readonly forms: Map<string, Form[]>
  /** Names of fields in addresses. */
  readonly asked: Set<string>
  readonly ids: Map<string, string[]>
  readonly all: string[]
}

/** Where the thing comes from that stands in the path: of more kinds than others need. */
const TABLES: Readonly<Record<string, string>> = {
  ...OF_ROUTES,
  '/tasks/': 'tasks',
  '/links/': 'case_links',
  '/merges/': 'case_merges',
  '/bulk-changes/': 'bulk_changes',
  '/teams/': 'teams',
  '/waves/': 'trouble_waves',
  '/waves/mutes/': 'trouble_mutes',
  '/manual-stops/': 'manual_stops',
  '/approvals/': 'approvals',
  '/erasures/': 'erasures',
  '/legal-holds/': 'legal_holds',
  '/verification-alerts/': 'verification_alerts',
  '/operators/': 'operators',
}
const MOST = 40
/** What stands in paths besides ids. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  '/prints/feet/': ['x.css', 'summary.ja.css', 'ja.css'],
  '/audit/export/': ['csv', 'jsonl', 'json'],
}

export const emptyKnown = (): Known => ({
  forms: new Map([
    [
      '/session',
      [
        [
          ['login', ['suzuki', 'prey-admin']],
          ['password', ['x']],
        ],
      ],
    ],
  ]),
  asked: new Set(['q', 'from', 'since', 'correct', 'view', 'behind', 'before', 'number', 'below']),
  ids: new Map(),
  all: [],
})

/** The ids of what is there by now; of operators only those who may be shut out, and of calls not the guarded one. */
export async function readIds({ db }: Annai, known: Known, people: People): Promise<void> {
  known.all.length = 0
  for (const table of new Set(Object.values(TABLES))) {
    const ids: string[] =
      table === 'operators'
        ? [...people.preyIds]
        : (await db(table).orderBy('id', 'desc').limit(MOST).pluck('id')).map(String)
    const free = ids.filter((id) => id !== people.guardedCall)
    known.ids.set(table, free)
    known.all.push(...free.slice(0, 10))
  }
}

/** What may stand in the place of a path's parameter. */
export function placesFor({ path }: Route, { ids }: Known): readonly string[] {
  const before = path.slice(0, path.indexOf(':'))
  return NAMES[before] ?? ids.get(TABLES[before] ?? '') ?? []
}

/** Learns the forms of a page: those that are sent, and those that ask. */
export function learn(known: Known, routes: readonly Route[], html: string, at: string): void {
  const $ = load(html)
  for (const element of $('form').toArray()) {
    const form = $(element)
    const id = form.attr('id')
    const inside = form.find('[name]')
    const fields = (id ? inside.add($(`[form="${id}"][name]`)) : inside)
      .toArray()
      .map((field): Field => [$(field).attr('name') ?? '', valuesOf($, field)])
    const isPost = form.attr('method')?.toLowerCase() === 'post'
    if (!isPost) for (const [name] of fields) known.asked.add(name)
    const buttons = form.find('[formaction]').toArray()
    const targets = [
      form.attr('action') ?? at,
      ...buttons.map((each) => $(each).attr('formaction')),
    ]
    for (const target of targets) {
      const path = (target ?? '').split('?')[0] ?? ''
      const route = routes.find(
        (each) => (each.method === 'GET') !== isPost && matches(each.path, path),
      )
      if (route === undefined) continue
      const key = keyOf(route)
      known.forms.set(key, [...(known.forms.get(key) ?? []), grouped(fields)].slice(-MOST))
    }
  }
}
/** The forms that lead to a route. */
export const keyOf = ({ method, path }: Pick<Route, 'method' | 'path'>) =>
  method === 'GET' ? `GET ${path}` : path

type Page = ReturnType<typeof load>
function valuesOf($: Page, element: Parameters<Page>[0]): string[] {
  const field = $(element as never) // one of the page's own elements
  if (field.is('select'))
    return field
      .find('option')
      .toArray()
      .map((option) => $(option).attr('value') ?? '')
  return [field.attr('value') ?? field.text()]
}

/** Radio buttons and buttons of one name are one field with several values. */
function grouped(fields: Form): Form {
  const byName = new Map<string, string[]>()
  for (const [name, values] of fields)
    byName.set(name, [...(byName.get(name) ?? []), ...values].slice(0, 50))
  return [...byName]
}

function matches(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split('/'), path.split('/')]
  return (
    wanted.length === given.length &&
    wanted.every((each, at) => each.startsWith(':') || each === given[at])
  )
}
