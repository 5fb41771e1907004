import { marks } from '../db.ts'
import type { Adapter, FoldedDoc } from './adapter.ts'

/**
 * PostgreSQL: a GIN index over the characters and pairs of characters of a document, as numbers, finds what may fit;
 * the folded texts beside it tell what does. Words that stand in many documents are met by going back from the newest.
 */

/** Numbers may clash; then the folded text decides. */
const gramOf = (first: number, second: number): number => (Math.imul(first, 65_599) + second) | 0

function gramsOf(texts: readonly string[]): Set<number> {
  const grams = new Set<number>()
  for (const text of texts)
    for (const word of text.split(' ')) {
      const codes = Array.from(word, (letter) => letter.codePointAt(0) ?? 0)
      for (const [at, code] of codes.entries()) {
        grams.add(gramOf(code, 0))
        const next = codes[at + 1]
        if (next !== undefined) grams.add(gramOf(code, next))
      }
    }
  return grams
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
  matching: (indexed, needles) => ({
    from: `search_${indexed} m`,
    where: [
      'm.grams @> ?::integer[]',
      ...needles.map(({ ownOnly }) => (ownOnly ? OWN : `(${OWN} or strpos(m.who, ?) > 0)`)),
      `(${needles.map(() => OWN).join(' or ')})`,
    ].join(' and '),
    bindings: [
      written(gramsOf(needles.map(({ text }) => text))),
      ...needles.flatMap(({ text, ownOnly }) => (ownOnly ? [text] : [text, text])),
      ...needles.map(({ text }) => text),
    ],
    id: 'm.id',
    join: 'join',
  }),
}

const OWN = 'strpos(m.own, ?) > 0'

const rowOf = ({ ref, digest, own, who }: FoldedDoc) => [
  ref,
  digest,
  own.join('\n'),
  who.join('\n'),
  written(gramsOf([...own, ...who])),
]
