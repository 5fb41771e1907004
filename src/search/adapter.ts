import type { Db } from '../db.ts'
import type { Needle } from './needles.ts'

export type Indexed = 'cases' | 'customers'

/** A case or a customer as the index takes it, all texts folded: what is its own, and whom it is about. */
export interface FoldedDoc {
  readonly ref: string
  readonly own: readonly string[]
  readonly who: readonly string[]
  readonly digest: string
}

/** The parts of a statement that finds documents; `m` is a document, the newest has the highest id. */
export interface Matching {
  readonly from: string
  readonly where: string
  readonly bindings: readonly (string | number)[]
  readonly id: string
  /** By what the newest come first when nothing else is asked. */
  readonly order: string
  /** How another table is joined, so that the words are looked up first. */
  readonly join: string
}

/** How one of the two databases keeps and asks the index. */
export interface Adapter {
  create(db: Db, indexed: Indexed): Promise<void>
  drop(db: Db, indexed: Indexed): Promise<void>
  clear(trx: Db, indexed: Indexed): Promise<void>
  insert(trx: Db, indexed: Indexed, docs: readonly FoldedDoc[]): Promise<void>
  remove(trx: Db, indexed: Indexed, refs: readonly string[]): Promise<void>
  /** Puts the index in order after many documents have come. */
  tidy(db: Db, indexed: Indexed): Promise<void>
  /** Brings parts of the index together that hold what was removed; true while more is left to be done. */
  merge(trx: Db, indexed: Indexed, isFirst: boolean): Promise<boolean>
  matching(indexed: Indexed, needles: readonly Needle[]): Matching
  /** The same among the newest few thousand before a place; null where the index itself goes from the newest. */
  recent(indexed: Indexed, needles: readonly Needle[], before: number | undefined): Matching | null
}
