import { randomUUID } from 'node:crypto'
import type { Db } from '../db.ts'
import type { Catalogue } from '../i18n/index.ts'
import type { Operator } from '../operators/operator.ts'
import { readStaff } from '../operators/operators.ts'
import { may } from '../operators/permissions.ts'
import { bulkBar } from './bulk-bar.ts'
import { type Asker, orderOf } from './case-conditions.ts'
import { countCases, type ListAsked, listCases } from './case-lists.ts'
import { isBuiltIn, type Place, sortOf, writeQuery } from './case-query.ts'
import type { CasesPage, Count, KeptView } from './cases-page.ts'
import { listChoices } from './list-choices.ts'
import { listRows } from './list-rows.ts'
import {
  type AskedView,
  addressOf,
  capped,
  neutral,
  sortUrls,
  tabsOf,
  urlOf,
} from './list-views.ts'
import { countWaiting } from './next-cases.ts'
import { mayChangeView, mayRemoveView, type SavedView } from './saved-view.ts'

/** What a list is drawn from. */
export interface ListScene {
  readonly db: Db
  readonly operator: Operator
  readonly now: Date
  /** Whether it may be told how cases stand. */
  readonly mayTell: boolean
  readonly views: readonly SavedView[]
  /** The cases that some words are found in. */
  readonly casesWith: (text: string) => Promise<readonly string[]>
}

/** A list of cases as it was asked for. */
export async function casesPage(
  scene: ListScene,
  wanted: AskedView,
  place: Place,
  t: Catalogue,
): Promise<CasesPage> {
  const { db, operator, now, mayTell } = scene
  const asked = mayTell ? wanted : neutral(wanted)
  const { query } = asked
  const asker: Asker = { operatorId: operator.id, teamId: operator.teamId, now }
  const ids = query.text === '' ? null : await scene.casesWith(query.text)
  const list: ListAsked = { query, asker, ids }
  const [listed, number, tabs, staff] = await Promise.all([
    listCases(db, list, place),
    countCases(db, list),
    tabsOf(scene, asked, t),
    readStaff(db),
  ])
  const shown = { names: staff.names, now, isGuarded: !mayTell }
  const mayWork = may(operator.role, 'change_cases')
  return {
    title: titleOf(asked, t),
    tabs,
    cases: await listRows(db, listed.cases, shown, t),
    columns: query.columns,
    count: capped(number),
    query,
    written: writeQuery(asked.query).toString(),
    address: addressOf(asked, place).toString(),
    sortedBy: sortOf(query),
    isDown: orderOf(query).descends,
    sortUrls: sortUrls(asked),
    choices: await listChoices(db, staff.operators, t),
    previousUrl: listed.previous === null ? null : urlOf(asked, { before: listed.previous }),
    nextUrl: listed.next === null ? null : urlOf(asked, { after: listed.next }),
    isGuarded: !mayTell,
    isFiltered: asked.name === '',
    kept: asked.kept && keptView(asked.kept, operator),
    bulk: mayWork && mayTell ? await bulkBar(db, staff.operators, t) : null,
    waiting: mayWork && mayTell ? await waitingFor(scene) : null,
    news: '',
    error: null,
    ticked: [],
    typed: {},
    submission: randomUUID(),
  }
}

const waitingFor = async ({ db, operator }: ListScene): Promise<Count> =>
  capped(await countWaiting(db, operator))

function titleOf({ name, kept }: AskedView, t: Catalogue): string {
  if (kept && name === kept.id) return kept.name
  return isBuiltIn(name) ? t.queues.builtIn[name] : t.queues.own
}

const keptView = (view: SavedView, { id, role }: Operator): KeptView => ({
  id: view.id,
  name: view.name,
  isShared: view.isShared,
  mayChange: mayChangeView(view, id),
  mayRemove: mayRemoveView(view, id, may(role, 'approve')),
})
