import { marks } from '../db.ts'
import type { Adapter, FoldedDoc } from './adapter.ts'
import type { Needle } from './needles.ts'

/**
 * PostgreSQL: a GIN index over the characters and pairs of characters of a document, as numbers, finds what may fit;
 * the folded texts beside it tell what does. Words that stand in many documents are met by going back from the newest.
 */

/** Numbers may clash; then the folded text decides. */
const gramOf = (letters: string): number => {
  let gram = 0
  for (const letter of letters) gram = (Math.imul(gram, 65_599) + (letter.codePointAt(0) ?? 0)) | 0
  return gram
}
const pairsOf = (letters: readonly string[]): string[] =>
  letters.slice(1).map((letter, at) => `${letters[at]}${letter}`)
/** Digits by fours: pairs of digits stand in so many documents that the index would be of no help. */
const foursOf = (digits: string): string[] =>
  Array.from({ length: digits.length - 3 }, (_, at) => digits.slice(at, at + 4))

function gramsOf(texts: readonly string[]): Set<number> {
  const grams = new Set<number>()
  for (const text of texts) {
    for (const word of text.split(' '))
      for (const gram of [...word, ...pairsOf([...word])]) grams.add(gramOf(gram))
    for (const digits of text.match(/\d{4,}/g) ?? [])
      for (const four of foursOf(digits)) grams.add(gramOf(four))
  }
  return grams
}

/** What a document has to hold for a word: no more than is needed, for the planner takes each as a chance of its own. */
function gramsIn({ text }: Needle): number[] {
  const words = text.split(' ').map((word) => {
    if (/^\d{4,}$/.test(word)) return foursOf(word)
    const letters = [...word]
    return letters.length === 1 ? letters : pairsOf(letters)
  })
  return words.flat().map(gramOf)
}
const written = (grams: Iterable<number>): string => `{${[...grams].join()}}`

export const postgres: Adapter = {
  async create(db, indexed) {
    await db.raw(
      `create table search_${indexed} (id bigint generated always as identity primary key, ref_id uuid not null unique,
       digest varchar(24) not null, own text not null, who text not null, grams integer[] not null)`,
    )
    await db.raw(
      `create index search_${indexed}_grams on search_${indexed} using gin (grams) with (gin_pending_list_limit = 512)`,
    )
  },
  async drop(db, indexed) {
    await db.raw(`drop table search_${indexed}`)
  },
  async clear(trx, indexed) {
    await trx.raw(`delete from search_${indexed}`)
  },
  async insert(trx, indexed, docs) {
    await trx.raw(
      `insert into search_${indexed} (ref_id, digest, own, who, grams)
       values ${docs.map(() => '(?, ?, ?, ?, ?::integer[])').join()}`,
      docs.flatMap(rowOf),
    )
  },
  async remove(trx, indexed, refs) {
    await trx.raw(`delete from search_${indexed} where ref_id in (${marks(refs)})`, [...refs])
  },
  async tidy(db, indexed) {
    await db.raw(`analyze search_${indexed}`)
  },
  // A row that was removed is no part of anything that stays.
  merge: async () => false,
  matching: (indexed, needles) => ({
    from: `search_${indexed} m`,
    where: `m.grams @> ?::integer[] and ${holding(needles)}`,
    bindings: [written(new Set(needles.flatMap(gramsIn))), ...held(needles)],
    id: 'm.id',
    // Not the key itself: going back along it would look at everything for what is rare.
    order: 'm.id + 0',
    join: 'join',
  }),
  recent: (indexed, needles, before) => ({
    from: `(select * from search_${indexed} ${before === undefined ? '' : 'where id < ?'}
            order by id desc limit ${NEWEST}) m`,
    where: holding(needles),
    bindings: [...(before === undefined ? [] : [before]), ...held(needles)],
    id: 'm.id',
    order: 'm.id',
    join: 'join',
  }),
}

/** What stands in many documents is met among the newest; only what does not is looked up in the index. */
const NEWEST = 2000
const OWN = 'strpos(m.own, ?) > 0'

/** Every word, and at least one of them in the document's own texts. */
const holding = (needles: readonly Needle[]): string => {
  const each = needles.map(({ ownOnly }) => (ownOnly ? OWN : `(${OWN} or strpos(m.who, ?) > 0)`))
  const own = needles.map(() => OWN).join(' or ')
  return needles.length === 1 ? own : [...each, `(${own})`].join(' and ')
}
function held(needles: readonly Needle[]): string[] {
  const own = needles.map(({ text }) => text)
  if (needles.length === 1) return own
  return [...needles.flatMap(({ text, ownOnly }) => (ownOnly ? [text] : [text, text])), ...own]
}

const rowOf = ({ ref, digest, own, who }: FoldedDoc) => [
  ref,
  digest,
  own.join('\n'),
  who.join('\n'),
  written(gramsOf([...own, ...who])),
]
