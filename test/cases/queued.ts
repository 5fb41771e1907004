import { v7 as uuid } from 'uuid'
import { formatCaseNumber } from '../../src/cases/number.ts'
import { followUrgency } from '../../src/cases/urgencies.ts'
import type { Annai } from '../support/annai.ts'
import type { Visitor } from '../support/visitor.ts'

/** Cases as calls leave them, written down directly: lists need many, and of every kind. */

export interface Wanted {
  readonly owner: string | null
  readonly status?: string
  readonly reason?: string
  /** When a promise of it is due, from now on. */
  readonly due?: number
}
export interface Added {
  readonly id: string
  readonly number: string
}

export const operatorId = async (annai: Annai, login: string): Promise<string> =>
  (await annai.db('operators').where({ login }).first('id')).id

let serial = 500

/** Adds cases in the order in which they are given. */
export async function addCases(annai: Annai, wanted: readonly Wanted[]): Promise<Added[]> {
  const { db, clock } = annai
  const now = clock.now()
  const made: Added[] = []
  const somebody = await operatorId(annai, 'tanaka')
  await db.transaction(async (trx) => {
    for (const [nth, one] of wanted.entries()) {
      serial += 1
      const id = uuid()
      const at = new Date(now.getTime() - (wanted.length - nth) * 1000).toISOString()
      const isClosed = one.status === 'closed'
      const number = formatCaseNumber('2026-11-23', serial)
      await trx('cases').insert({
        id,
        number,
        status: one.status ?? 'open',
        reason: one.reason ?? 'topup_error',
        queue: one.status === 'escalated' ? 'fraud_desk' : 'front',
        owner_id: one.owner,
        team_id: one.owner && trx('operators').where({ id: one.owner }).select('team_id'),
        card_label: nth % 3 === 0 ? 'ゴールド' : null,
        card_network: nth % 3 === 1 ? 'VISA' : null,
        opened_at: at,
        opened_by: somebody,
        updated_at: at,
        ...(isClosed ? { closed_at: at, closed_by: somebody } : {}),
      })
      if (one.due !== undefined)
        await trx('commitments').insert({
          id: uuid(),
          case_id: id,
          kind: 'call_back',
          wording: '折り返しご連絡します',
          due_at: new Date(now.getTime() + one.due).toISOString(),
          owner_id: one.owner,
          made_by: somebody,
          made_at: at,
          state: 'open',
        })
      await followUrgency(trx, id)
      made.push({ id, number })
    }
  })
  return made
}

/** The numbers of the cases that a list shows, in its order. */
export const numbersOn = (visitor: Visitor): string[] =>
  visitor
    .$('table[data-list] tbody th')
    .toArray()
    .map((each) => visitor.$(each).text().trim())
