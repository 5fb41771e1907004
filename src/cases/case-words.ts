import { createHash } from 'node:crypto'
import type { Db } from '../db.ts'
import type { CaseFile } from './case-file.ts'
import { changeCase, type Hand } from './cases.ts'

/** The words of a case that a person may put right: what the customer wanted, and what is left to do. */
export type CaseWords = Pick<CaseFile, 'wanted' | 'nextSteps'>

/** A mark of these words as they stand: a form that carries another one was drawn from others. */
export const wordsMark = ({ wanted, nextSteps }: CaseWords): string =>
  createHash('sha256')
    .update(JSON.stringify([wanted, nextSteps]))
    .digest('base64url')
    .slice(0, 16)

/** Puts the words of a case right; later calls add to them. */
export async function setWords(trx: Db, id: string, words: CaseWords, hand: Hand): Promise<void> {
  await changeCase(trx, id, 'case_worded', words, hand)
  await trx('cases').where({ id }).update({ worded_at: hand.at.toISOString() })
}

/** Whether a person has put them right: a call that ends leaves them standing. */
export async function areWordsByHand(trx: Db, id: string): Promise<boolean> {
  const row = await trx('cases').where({ id }).first('worded_at')
  return Boolean(row?.worded_at)
}
