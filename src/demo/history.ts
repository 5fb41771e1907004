import { contentHash } from '../calls/entries.ts'
import { formatCaseNumber } from '../cases/number.ts'
import { type Db, insertMany, makeRoom } from '../db.ts'
import { adapterOf, type Doc, fillIndex } from '../search/index.ts'
import { type Cast, rehearse, type Scene, wordsFor } from './cast.ts'
import { type Crowd, customerOf, makeCrowd } from './crowd.ts'
import { drawn } from './made-people.ts'
import { beginPlan, firstOfDay, type Plan, setMade } from './plan.ts'
import { DOCS, WRITING_ORDER } from './played-rows.ts'
import { type Cell, type Filling, fill } from './template.ts'

const BATCH = 1_000
const DAY = 86_400_000

export interface HistoryDeps {
  readonly db: Db
  readonly scriptVersionId: string
  readonly now: Date
  /** How many cases are written in one transaction. */
  readonly batch?: number
  /** What has been made, of how many. */
  readonly onProgress: (made: number, of: number, what: 'customers' | 'cases') => void
}

/**
 * Fills a database with made-up cases of the last two years, each a copy of one that was really played. What an earlier
 * run has made stays, and a run that was cut off goes on where it was.
 */
export async function makeHistory(
  deps: HistoryDeps,
  wish: { readonly cases: number; readonly customers: number },
): Promise<void> {
  const { db, now } = deps
  const plan = await beginPlan(db, wish, now)
  if (plan.made >= plan.cases) return
  await makeRoom(db)
  const cast = await rehearse(now)
  const crowd = await makeCrowd(deps, plan, cast)
  const batch = deps.batch ?? BATCH
  for (let from = plan.made; from < plan.cases; from += batch) {
    const to = Math.min(plan.cases, from + batch)
    const rows = copies(deps, plan, cast, crowd, from, to)
    await db.transaction(async (trx) => {
      for (const table of WRITING_ORDER) {
        const some = rows.get(table)
        if (some) await insertMany(trx, table, some.columns, some.rows)
      }
      await fillIndex(trx, 'cases', docsIn(rows))
      await setMade(trx, plan, from, to)
    })
    deps.onProgress(to, plan.cases, 'cases')
  }
  await adapterOf(db).tidy(db, 'cases')
}

const docsIn = (rows: Gathered): Doc[] =>
  (rows.get(DOCS)?.rows ?? []).map(([id, own, who]) => ({
    ref: String(id),
    own: JSON.parse(String(own)),
    who: JSON.parse(String(who)),
  }))

type Gathered = Map<string, { columns: readonly string[]; rows: Cell[][] }>

function copies(
  deps: HistoryDeps,
  plan: Plan,
  cast: Cast,
  crowd: Crowd,
  from: number,
  to: number,
): Gathered {
  const gathered: Gathered = new Map()
  for (let n = from; n < to; n += 1) addCopy(gathered, deps, plan, cast, crowd, n)
  bindContents(gathered)
  return gathered
}

function addCopy(
  gathered: Gathered,
  deps: HistoryDeps,
  plan: Plan,
  cast: Cast,
  crowd: Crowd,
  n: number,
): void {
  const day = Math.floor((n * plan.days) / plan.cases)
  const scene = sceneFor(cast, plan.days - day, n)
  const filling = fillingFor(deps, plan, crowd, scene, n, day)
  const isUnowned = scene.open > 0 && drawn(n, 26) % UNOWNED_OF === 0
  fill(scene.template, filling, (table, columns, row) => {
    if (table === 'card_actions') makeUnique(row, columns.indexOf('once_key'), filling.suffix)
    if (isUnowned) disown(row, columns)
    if (table === 'cases') putInTeam(row, columns, crowd)
    const known = gathered.get(table)
    if (known) known.rows.push(row)
    else gathered.set(table, { columns, rows: [row] })
  })
}

/** One of so many open cases waits for somebody to take it. */
const UNOWNED_OF = 5
/** What is still open of a case that nobody has, nobody has. */
function disown(row: Cell[], columns: readonly string[]): void {
  const state = columns.indexOf('state')
  if (state >= 0 && row[state] !== 'open') return
  for (const name of ['owner_id', 'team_id']) {
    const at = columns.indexOf(name)
    if (at >= 0) row[at] = null
  }
}

/** A case is in the team of whoever has it. */
function putInTeam(row: Cell[], columns: readonly string[], { teams }: Crowd): void {
  const owner = row[columns.indexOf('owner_id')]
  row[columns.indexOf('team_id')] = teams.get(String(owner)) ?? null
}

/** A card is stopped once; a made-up customer may tell the same story twice. */
function makeUnique(row: Cell[], at: number, suffix: string): void {
  const key = row[at]
  if (typeof key === 'string' && !key.endsWith(suffix)) row[at] = key + suffix
}

/** The contents are others than those of the story, and so are the hashes that bind them to their entries. */
function bindContents(gathered: Gathered): void {
  const contents = gathered.get('entry_contents')
  const entries = gathered.get('call_entries')
  if (!contents || !entries) return
  const [entry, salt, body] = ['entry_id', 'salt', 'body'].map((name) =>
    contents.columns.indexOf(name),
  ) as [number, number, number] // three names give three places
  const hashes = new Map(
    contents.rows.map((row) => [row[entry], contentHash(String(row[salt]), String(row[body]))]),
  )
  const [id, hash] = [entries.columns.indexOf('id'), entries.columns.indexOf('content_hash')]
  for (const row of entries.rows) row[hash] = hashes.get(row[id] ?? null) ?? null
}

/** The younger a case, the likelier it is still open; what ends later than yesterday has not ended yet. */
function sceneFor({ scenes }: Cast, age: number, n: number): Scene {
  const share = age <= 2 ? 600 : age <= 7 ? 250 : age <= 30 ? 80 : 2
  const isOpen = drawn(n, 21) % 1000 < share
  const fitting = scenes.filter(({ days }) => days < age)
  const weightOf = (scene: Scene) => (isOpen ? scene.open : scene.over)
  const total = fitting.reduce((sum, scene) => sum + weightOf(scene), 0)
  let left = total === 0 ? 0 : drawn(n, 22) % total
  for (const scene of fitting) {
    left -= weightOf(scene)
    if (left < 0) return scene
  }
  return scenes[0] as Scene // there is always the call that was cut off
}

const JITTER_MINUTES = 240

function fillingFor(
  deps: HistoryDeps,
  plan: Plan,
  crowd: Crowd,
  scene: Scene,
  n: number,
  day: number,
): Filling {
  const storyDay = Math.floor((scene.openedAt + plan.offsetMs) / DAY)
  const days = plan.firstDay + day - storyDay
  const minutes = (drawn(n, 23) % JITTER_MINUTES) - JITTER_MINUTES / 4
  const opened = scene.openedAt + days * DAY + minutes * 60_000
  const { customer, id } = customerOf(plan, crowd, scene.customerRef, n)
  const operator = drawn(n, 25) % crowd.operators.length
  const words = wordsFor(customer, id)
  const date = new Date((plan.firstDay + day) * DAY).toISOString().slice(0, 10)
  words.set('number', formatCaseNumber(date, n - firstOfDay(plan, day) + 1))
  words.set('version', deps.scriptVersionId)
  for (const who of [0, 1]) {
    const one = crowd.operators[(operator + who) % crowd.operators.length]
    words.set(`operator${who}`, one?.id ?? '')
    words.set(`operatorName${who}`, one?.name ?? '')
  }
  const stem = idStem(opened)
  const nth = n.toString(16).padStart(12, '0')
  return {
    id: (at) => `${stem}-7${at.toString(16).padStart(3, '0')}-8000-${nth}`,
    word: (name) => words.get(name) ?? '',
    suffix: `-m${n}`,
    days,
    minutes,
  }
}

/** The time of a UUIDv7, as its first two groups. */
function idStem(at: number): string {
  const hex = at.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}`
}
