import { demoPeople } from '../cards/simulator/people.ts'
import { closeCase } from '../cases/case-turns.ts'
import { demandCase } from '../cases/cases.ts'
import { commitmentsOf, endCommitment } from '../cases/commitments.ts'
import { endTask, tasksOfCase } from '../cases/tasks.ts'
import type { Operator } from '../operators/operator.ts'
import { type Line, type PlayedCall, ring } from './played-call.ts'
import type { Workshop } from './workshop.ts'

/** What a story has come to: its case as it stands, how many of a thousand made-up cases look like it, and who called. */
export interface Moment {
  readonly caseId: string
  readonly customerRef: string
  /** Of 1,000 cases that are over, or that are not. */
  readonly over: number
  readonly open: number
}
export type Tell = (moment: Moment) => Promise<void>

const MINUTE = 60_000
export const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How a call is wrapped up: disposition, reason and cause. */
export const wrapUp = (disposition: string, reason: string, cause: string): Line => [
  `wr_acw ${disposition}`,
  { fields: { reason, cause } },
]
export const closing = (disposition: string, reason: string, cause: string): Line[] => [
  'wr_more nothing',
  'wr_close next',
  wrapUp(disposition, reason, cause),
]

/** What every story is played with. */
export type Table = ReturnType<typeof createTable>

export function createTable(
  workshop: Workshop,
  [first, second]: readonly [Operator, Operator],
  tell: Tell,
) {
  const pace = () => workshop.later(25_000)
  const newest = async (): Promise<string> =>
    (
      await workshop
        .db('cases')
        .orderBy([{ column: 'id', order: 'desc' }])
        .first('id')
    ).id
  return {
    workshop,
    call: (ref: string, who: 1 | 2 = 1) =>
      ring(workshop.calls, who === 1 ? first : second, personOf(ref).phones[0].number, pace),
    told: async (customerRef: string, open: number, over: number) =>
      tell({ caseId: await newest(), customerRef, open, over }),
    /** What was promised is kept by now; whoever had the case closes it. */
    close: async () => {
      const caseId = await newest()
      const hand = { operatorId: first.id, at: workshop.calls.clock.now() }
      await workshop.db.transaction(async (trx) => {
        for (const promise of await commitmentsOf(trx, [caseId]))
          await endCommitment(trx, promise, 'kept', 'fulfilled', hand)
        for (const task of await tasksOfCase(trx, caseId))
          await endTask(trx, task, 'answered', hand)
        const { version } = await demandCase(trx, caseId)
        await closeCase(trx, caseId, version, hand)
      })
    },
    later: workshop.later,
    /** This hour of the next day in Tokyo. */
    morning: async (hour: number) => {
      const now = workshop.calls.clock.now().getTime()
      const midnight = Math.floor((now + 9 * HOUR) / DAY) * DAY - 9 * HOUR
      await workshop.later(midnight + DAY + hour * HOUR - now)
    },
  }
}

export function personOf(ref: string) {
  const person = demoPeople.find((each) => each.customerRef === ref)
  if (!person) throw new Error(`nobody is called ${ref}`)
  return person
}

export async function verify(call: PlayedCall, ref: string, last4: string): Promise<void> {
  const { nameKana, birthDate, phones, bank } = personOf(ref)
  await call.follow('id_intro next', 'id_caller self')
  await call.tell({ kana: nameKana, birthDate, phone: phones[0].number })
  await call.follow('id_search one')
  await call.tell({ bank: `${bank.name} ${bank.branch}`, last4 })
  await call.follow('id_items full')
}
/** The customer's own words. */
export const words = (text: string) => ({ fields: { customer_words: text } })
