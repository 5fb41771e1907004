import { marks } from '../db.ts'
import type { Adapter, FoldedDoc } from './adapter.ts'
import type { Needle } from './needles.ts'

/**
 * SQLite: FTS5 over overlapping pairs of characters. 利用停止 is kept as `利用 用停 停止 止`, so that a phrase of pairs
 * finds any part of a text and nothing else. Single characters are looked up among the letters of a document.
 */

/** Stands between texts, so that no phrase reaches from one into the next. Folded texts hold no such character. */
const GAP = '\uE000'
/** Marks what belongs to the person whom a document is about, so that names fill no list of other words. */
const WHO = '\uE001'

/** The tokenizer takes every character beyond ASCII as part of a word, and folded texts hold letters and digits only. */
const TOKENIZER = 'ascii'

export const sqlite: Adapter = {
  async create(db, indexed) {
    await db.raw(
      `create table search_${indexed} (id integer primary key autoincrement, ref_id char(36) not null unique,
       digest varchar(24) not null)`,
    )
    await db.raw(
      `create virtual table search_${indexed}_words using fts5(own, who, letters, content='',
       contentless_delete=1, tokenize='${TOKENIZER}')`,
    )
  },
  async drop(db, indexed) {
    await db.raw(`drop table search_${indexed}_words`)
    await db.raw(`drop table search_${indexed}`)
  },
  async clear(trx, indexed) {
    await trx.raw(
      `insert into search_${indexed}_words (search_${indexed}_words) values ('delete-all')`,
    )
    await trx.raw(`delete from search_${indexed}`)
  },
  async insert(trx, indexed, docs) {
    const rows: { id: number; ref_id: string }[] = await trx.raw(
      `insert into search_${indexed} (ref_id, digest) values ${docs.map(() => '(?, ?)').join()}
       returning id, ref_id`,
      docs.flatMap(({ ref, digest }) => [ref, digest]),
    )
    const ids = new Map(rows.map(({ id, ref_id }) => [ref_id, id]))
    await trx.raw(
      `insert into search_${indexed}_words (rowid, own, who, letters)
       values ${docs.map(() => '(?, ?, ?, ?)').join()}`,
      docs.flatMap((doc) => [ids.get(doc.ref) ?? null, ...columns(doc)]),
    )
  },
  async remove(trx, indexed, refs) {
    const rows: { id: number }[] = await trx.raw(
      `delete from search_${indexed} where ref_id in (${marks(refs)}) returning id`,
      [...refs],
    )
    if (rows.length === 0) return
    await trx.raw(
      `delete from search_${indexed}_words where rowid in (${marks(rows)})`,
      rows.map(({ id }) => id),
    )
  },
  async tidy(db, indexed) {
    await db.raw(
      `insert into search_${indexed}_words (search_${indexed}_words) values ('optimize')`,
    )
  },
  async merge(trx, indexed, isFirst) {
    const changes = async (): Promise<number> =>
      (await trx.raw('select total_changes() as count'))[0].count
    const before = await changes()
    await trx.raw(
      `insert into search_${indexed}_words (search_${indexed}_words, rank) values ('merge', ?)`,
      [isFirst ? -MERGED_PAGES : MERGED_PAGES],
    )
    // Fewer than two: the command itself, and nothing that it had to do.
    return (await changes()) - before >= 2
  },
  matching: (indexed, needles) => ({
    from: `search_${indexed}_words w cross join search_${indexed} m on m.id = w.rowid`,
    where: `w.search_${indexed}_words match ?`,
    bindings: [expression(needles)],
    id: 'w.rowid',
    order: 'w.rowid',
    join: 'cross join',
  }),
  recent: () => null,
}

/** So many pages are written in one step: a tenth of a second at most. */
const MERGED_PAGES = 500

/** Every pair, and each last character alone. */
const pairs = (texts: readonly string[], mark: string): string =>
  texts.map((text) => phraseOf(text, mark)).join(` ${GAP} `)
const phraseOf = (text: string, mark: string): string =>
  text
    .split(' ')
    .map((word) => tokens(word, mark))
    .join(' ')
function tokens(word: string, mark: string): string {
  let all = ''
  let last = ''
  for (const letter of word) {
    if (last !== '') all += `${mark}${last}${letter} `
    last = letter
  }
  return all + mark + last
}

/** Digits by fours: pairs of digits stand in so many documents that a long number would be looked for in all of them. */
const fours = (digits: string, mark: string): string =>
  Array.from({ length: digits.length - 3 }, (_, at) => mark + digits.slice(at, at + 4)).join(' ')
function finely(texts: readonly string[], mark: string): string {
  const all = texts.join(' ')
  const known = new Set(all)
  known.delete(' ')
  let fine = ''
  for (const letter of known) fine += `${mark}${letter} `
  for (const digits of all.match(/\d{4,}/g) ?? []) fine += `${GAP} ${fours(digits, mark)} `
  return fine
}
const columns = ({ own, who }: FoldedDoc) => [
  pairs(own, ''),
  pairs(wordsIn(who), WHO),
  [finely(own, ''), finely(who, WHO), ...partsOf(who).map((word) => threes(word).join(' '))].join(
    ` ${GAP} `,
  ),
]
/** Of whom a document is about, numbers are asked for by fours alone. */
const wordsIn = (who: readonly string[]) => who.filter((text) => !/^\d+$/.test(text))
const partsOf = (who: readonly string[]) => wordsIn(who).flatMap((text) => text.split(' '))
/** Names by threes: there are many of one surname, and many of one given name. */
const threes = (word: string): string[] => {
  const letters = [...word]
  return letters.slice(2).map((letter, at) => `${WHO}${letters[at]}${letters[at + 1]}${letter}`)
}

/** All needles, and at least one of them in the document's own texts. */
function expression(needles: readonly Needle[]): string {
  const own = needles.map((needle) => `(${inOwn(needle)})`)
  if (needles.length === 1) return own.join('')
  const all = needles.map((needle) => `(${anywhere(needle)})`)
  return `${all.join(' AND ')} AND (${own.join(' OR ')})`
}
/** A needle that is kept as it is, or by fours; null for one that is looked up by its pairs. */
function fineNeedle(text: string, mark: string): string | null {
  if (/^\d{4,}$/.test(text)) return `"${fours(text, mark)}"`
  return [...text].length === 1 ? `"${mark}${text}"` : null
}

function inOwn({ text }: Needle): string {
  const fine = fineNeedle(text, '')
  return fine ? `letters : ${fine}` : `own : ${phrase(text, '')}`
}
function anywhere(needle: Needle): string {
  const { text, ownOnly } = needle
  const fine = fineNeedle(text, '')
  if (ownOnly) return inOwn(needle)
  if (fine) return `letters : (${fine} OR ${fineNeedle(text, WHO)})`
  return `(own : ${phrase(text, '')}) OR (${inWho(text)})`
}
/** Spaces do not stand in names; what has one is looked up by its pairs. */
const inWho = (text: string): string =>
  text.includes(' ') || [...text].length < 3
    ? `who : ${phrase(text, WHO)}`
    : `letters : "${threes(text).join(' ')}"`

/** A phrase ends within a word: its last pair is whole, but a last character alone may be followed by any other. */
function phrase(text: string, mark: string): string {
  const words = text.split(' ')
  const last = [...(words.pop() ?? '')]
  const isLetter = last.length === 1
  const ending = isLetter ? last : last.slice(1).map((letter, at) => `${last[at]}${letter}`)
  const before = words.map((word) => tokens(word, mark))
  return `"${[...before, ...ending.map((each) => mark + each)].join(' ')}"${isLetter ? ' *' : ''}`
}
