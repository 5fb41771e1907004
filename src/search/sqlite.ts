import { marks } from '../db.ts'
import type { Adapter, FoldedDoc } from './adapter.ts'
import type { Needle } from './needles.ts'

/**
 * SQLite: FTS5 over overlapping pairs of characters. 利用停止 is kept as `利用 用停 停止 止`, so that a phrase of pairs
 * finds any part of a text and nothing else. Single characters are looked up among the letters of a document.
 */

/** Stands between texts, so that no phrase reaches from one into the next. Folded texts hold no such character. */
const GAP = '\uE000'
/** Marks the letters of whom a document is about. */
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

/** Every pair, and each last character alone. */
const pairs = (texts: readonly string[]): string => texts.map(phraseOf).join(` ${GAP} `)
const phraseOf = (text: string): string => text.split(' ').map(tokens).join(' ')
function tokens(word: string): string {
  let all = ''
  let last = ''
  for (const letter of word) {
    if (last !== '') all += `${last}${letter} `
    last = letter
  }
  return all + last
}

/** Digits by fours: pairs of digits stand in so many documents that a long number would be looked for in all of them. */
const fours = (digits: string, mark: string): string =>
  Array.from({ length: digits.length - 3 }, (_, at) => digits.slice(at, at + 4) + mark).join(' ')
function finely(texts: readonly string[], mark: string): string {
  const all = texts.join(' ')
  const known = new Set(all)
  known.delete(' ')
  let fine = ''
  for (const letter of known) fine += `${letter}${mark} `
  for (const digits of all.match(/\d{4,}/g) ?? []) fine += `${GAP} ${fours(digits, mark)} `
  return fine
}
const columns = ({ own, who }: FoldedDoc) => [
  pairs(own),
  inWords(who),
  `${finely(own, '')} ${GAP} ${finely(who, WHO)}`,
]
/** Of whom a document is about, numbers are asked for by fours alone. */
const inWords = (who: readonly string[]) => pairs(who.filter((text) => !/^\d+$/.test(text)))

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
  return [...text].length === 1 ? `"${text}${mark}"` : null
}

function inOwn({ text }: Needle): string {
  const fine = fineNeedle(text, '')
  return fine ? `letters : ${fine}` : `own : ${phrase(text)}`
}
function anywhere(needle: Needle): string {
  const { text, ownOnly } = needle
  const fine = fineNeedle(text, '')
  if (ownOnly) return inOwn(needle)
  return fine ? `letters : (${fine} OR ${fineNeedle(text, WHO)})` : `{own who} : ${phrase(text)}`
}

/** A phrase ends within a word: its last pair is whole, but a last character alone may be followed by any other. */
function phrase(text: string): string {
  const words = text.split(' ')
  const last = [...(words.pop() ?? '')]
  const ending =
    last.length === 1 ? last : last.slice(0, -1).map((letter, at) => letter + last[at + 1])
  return `"${[...words.map(tokens), ...ending].join(' ')}"${last.length === 1 ? ' *' : ''}`
}
