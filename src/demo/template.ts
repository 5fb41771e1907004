/** A case as it was played, with blanks where every made-up copy of it differs: people, ids, references, times. */

export type Cell = string | number | null
export type Row = Readonly<Record<string, Cell>>
export interface Rows {
  readonly table: string
  readonly rows: readonly Row[]
}

/** What a copy puts into the blanks. */
export interface Filling {
  /** The nth id of the copy; they are in the order of the ids that they stand for. */
  id(n: number): string
  /** What stands for a word of the story: a name, a number, a reference of the customer. */
  word(name: string): string
  /** Behind references of the card system, which no other copy may have. */
  readonly suffix: string
  /** By how much the copy is later than the story: whole days, and minutes within the day. */
  readonly days: number
  readonly minutes: number
}

type Blank = (filling: Filling) => string
/** A number is the place of a blank; each is filled in once a copy, wherever it stands. */
type Part = string | number
type Filled = Cell | readonly Part[]

interface TableTemplate {
  readonly table: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Filled[])[]
}
export interface Template {
  readonly tables: readonly TableTemplate[]
  readonly blanks: readonly Blank[]
}

const DAY = 86_400_000
const MINUTE = 60_000
const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}'
const INSTANT = '20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z'
/** Birthdays are left alone. */
const DATE = '202\\d-\\d\\d-\\d\\d'
const WRITTEN_DATE = '(?:20\\d\\d年)?\\d{1,2}月\\d{1,2}日(?:（.）)?'
const WRITTEN_MOMENT = '(?<!\\d)\\d{1,2}/\\d{1,2} \\d\\d:\\d\\d'
const REFERENCE = '\\b[a-z]+-\\d{6}\\b'

/**
 * Makes a template of the rows of one case. `words`: what stands in them for the people of the story, and the name of
 * the blank that it becomes; `near`: an instant of the story, which tells the year of dates that are written without.
 */
export function templateOf(
  tables: readonly Rows[],
  words: ReadonlyMap<string, string>,
  near: Date,
): Template {
  const { blanks, cut } = blankFinder(words, idsIn(tables, words), near)
  return {
    blanks,
    tables: tables
      .filter(({ rows }) => rows.length > 0)
      .map(({ table, rows }) => {
        const columns = Object.keys(rows[0] ?? {})
        const filled = (cell: Cell | undefined): Filled =>
          typeof cell === 'string' ? cut(cell) : (cell ?? null)
        return { table, columns, rows: rows.map((row) => columns.map((name) => filled(row[name]))) }
      }),
  }
}

/** Every id that is not a word, numbered in their order. */
function idsIn(tables: readonly Rows[], words: ReadonlyMap<string, string>): Map<string, number> {
  const found = new Set(JSON.stringify(tables).match(new RegExp(UUID, 'g')))
  const own = [...found].filter((id) => !words.has(id)).sort()
  return new Map(own.map((id, n) => [id, n]))
}

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
/** Digits are a word only where no digit stands beside them. */
const wordPattern = (word: string) =>
  /^\d+$/.test(word) ? `(?<![\\d.:-])${word}(?![\\d:-])` : literal(word)

function blankFinder(
  words: ReadonlyMap<string, string>,
  ids: ReadonlyMap<string, number>,
  near: Date,
): { readonly blanks: readonly Blank[]; cut(text: string): Filled } {
  const longestFirst = [...words.keys()].sort((a, b) => b.length - a.length)
  const patterns = [
    INSTANT,
    ...longestFirst.map(wordPattern),
    UUID,
    DATE,
    WRITTEN_DATE,
    WRITTEN_MOMENT,
    REFERENCE,
  ]
  const anyBlank = new RegExp(`(${patterns.join('|')})`)
  const blank = (found: string): Blank => {
    const word = words.get(found)
    if (word !== undefined) return ({ word: of }) => of(word)
    const id = ids.get(found)
    if (id !== undefined) return (filling) => filling.id(id)
    return timeBlank(found, near) ?? (({ suffix }) => `${found}${suffix}`)
  }
  const places = new Map<string, number>()
  const blanks: Blank[] = []
  const placeOf = (found: string): number => {
    const place = places.get(found) ?? blanks.push(blank(found)) - 1
    places.set(found, place)
    return place
  }
  const cut = (text: string): Filled => {
    const parts = text.split(anyBlank)
    if (parts.length === 1) return text
    return parts.flatMap((part, n): Part[] =>
      n % 2 === 1 ? [placeOf(part)] : part === '' ? [] : [part],
    )
  }
  return { blanks, cut }
}

const WEEKDAYS = ['日', '月', '火', '水', '木', '金', '土']
const two = (n: number) => String(n).padStart(2, '0')

function timeBlank(found: string, near: Date): Blank | null {
  if (new RegExp(`^${INSTANT}$`).test(found)) {
    const at = Date.parse(found)
    if (/T(?:14:59|08:00):00\.000Z$/.test(found))
      return ({ days }) => new Date(at + days * DAY).toISOString()
    return ({ days, minutes }) => new Date(at + days * DAY + minutes * MINUTE).toISOString()
  }
  if (new RegExp(`^${DATE}$`).test(found)) {
    const at = Date.parse(found)
    return ({ days }) => new Date(at + days * DAY).toISOString().slice(0, 10)
  }
  const moment = /^(\d+)\/(\d+) (\d\d):(\d\d)$/.exec(found)
  if (moment) {
    const [month = 0, day = 0, hour = 0, minute = 0] = moment.slice(1).map(Number)
    const at = dated(near, month, day) + (hour * 60 + minute) * MINUTE
    return ({ days, minutes }) => {
      const to = new Date(at + days * DAY + minutes * MINUTE)
      return `${to.getUTCMonth() + 1}/${to.getUTCDate()} ${two(to.getUTCHours())}:${two(to.getUTCMinutes())}`
    }
  }
  const date = /^(?:(\d{4})年)?(\d+)月(\d+)日(（)?/.exec(found)
  if (!date) return null
  const [, year, month, day, weekday] = date
  const at = dated(near, Number(month), Number(day))
  return ({ days }) => {
    const to = new Date(at + days * DAY)
    const words = `${to.getUTCMonth() + 1}月${to.getUTCDate()}日`
    const named = weekday ? `${words}（${WEEKDAYS[to.getUTCDay()]}）` : words
    return year ? `${to.getUTCFullYear()}年${named}` : named
  }
}

/** Midnight of a day without its year, in the year that brings it nearest. */
function dated(near: Date, month: number, day: number): number {
  const years = [-1, 0, 1].map((more) => Date.UTC(near.getUTCFullYear() + more, month - 1, day))
  const distance = (at: number) => Math.abs(at - near.getTime())
  return years.reduce((best, at) => (distance(at) < distance(best) ? at : best))
}

/** Adds one copy to the rows of each table. */
export function fill(
  { tables, blanks }: Template,
  filling: Filling,
  add: (table: string, columns: readonly string[], row: Cell[]) => void,
): void {
  const words = blanks.map((blank) => blank(filling))
  for (const { table, columns, rows } of tables)
    for (const row of rows)
      add(
        table,
        columns,
        row.map((cell) => filled(cell, words)),
      )
}

function filled(cell: Filled, words: readonly string[]): Cell {
  if (cell === null || typeof cell === 'string' || typeof cell === 'number') return cell
  if (cell.length === 1) return textOf(cell[0] ?? '', words)
  let text = ''
  for (const part of cell) text += textOf(part, words)
  return text
}
const textOf = (part: Part, words: readonly string[]): string =>
  typeof part === 'string' ? part : (words[part] ?? '')
