import { actionsOfCases } from '../cards/actions.ts'
import type { NetworkHold } from '../cards/card.ts'
import type { CardAction } from '../cards/card-action.ts'
import type { HoldsSeen } from '../cards/holds.ts'
import { writeSighting } from '../cards/sightings.ts'
import type { AnyHand } from '../cases/cases.ts'
import { commitmentsOf } from '../cases/commitments.ts'
import { familiesOf, lockFamily } from '../cases/families.ts'
import { endTask, tasksOfCases } from '../cases/tasks.ts'
import type { Db } from '../db.ts'
import { NETWORK_ANSWER } from './awaited.ts'
import type { CallDeps } from './context.ts'
import { raiseOnce } from './raising.ts'

/**
 * What follows from how a card's holds stand: where the network has answered what a case asked, and the customer waits
 * to be told, somebody has to tell them. The promise ends when they have been told.
 */
export async function onHoldsSeen(
  { db, clock }: Pick<CallDeps, 'db' | 'clock'>,
  { cardRef, askedAt, holds }: HoldsSeen,
): Promise<void> {
  const hand = { operatorId: null, at: clock.now() }
  await db.transaction(async (trx) => {
    const state = {
      holds: holds.map(({ holdRef, state: is, reason }) => ({ holdRef, is, reason })),
    }
    const sighting = { kind: 'holds', ref: cardRef, askedAt, state } as const
    if (!(await writeSighting(trx, sighting, hand.at))) return
    const cases = await casesOfCard(trx, cardRef)
    await lockFamily(trx, cases)
    const families = [...(await familiesOf(trx, cases)).values()]
    const wholes = new Map(families.map((family) => [family[0], family]))
    for (const family of wholes.values()) await followInCases(trx, family, holds, hand)
  })
}

const casesOfCard = async (trx: Db, cardRef: string): Promise<string[]> =>
  (await trx('cases').where({ card_ref: cardRef }).whereNot({ status: 'closed' }).select('id')).map(
    ({ id }) => String(id),
  )

/** Of cases that are one, one may have asked and another one have promised the answer. */
async function followInCases(
  trx: Db,
  family: readonly string[],
  holds: readonly NetworkHold[],
  hand: AnyHand,
): Promise<void> {
  const promise = (await commitmentsOf(trx, family)).find(
    ({ kind, state }) => kind === NETWORK_ANSWER && state === 'open',
  )
  if (!promise) return await endAnswered(trx, family, hand)
  const actions = await actionsOfCases(trx, family)
  const answered = holds.find((hold) => isAnswered(hold, lastAsked(hold, actions)))
  if (!answered) return
  const { holdRef, state, reason } = answered
  const { caseId } = promise
  const detail = { reason: promise.id, hold: state, why: reason }
  await raiseOnce(trx, { kind: 'network_answered', caseId, subjectRef: holdRef, detail }, hand)
}

/** The customer has been told, or nobody owes it to them any more. */
async function endAnswered(trx: Db, family: readonly string[], hand: AnyHand): Promise<void> {
  for (const task of await tasksOfCases(trx, family))
    if (task.kind === 'network_answered' && task.state === 'open')
      await endTask(trx, task, 'answered', hand)
}

const ASKING = ['inquireNetworkHold', 'requestNetworkHoldRelease']

/** What the network was last asked about a hold, if it was. */
const lastAsked = (
  { holdRef }: NetworkHold,
  actions: readonly CardAction[],
): CardAction | undefined =>
  actions.findLast(
    ({ operation, targetRef, state }) =>
      ASKING.includes(operation) && targetRef === holdRef && state !== 'refused',
  )

/** Outcomes with which a question was left open: the others were told on the call. */
const LEFT_OPEN: readonly (string | null)[] = ['pending', 'accepted', 'unknown', null]

function isAnswered({ state, reason }: NetworkHold, asked: CardAction | undefined): boolean {
  if (!asked || !LEFT_OPEN.includes(asked.outcome)) return false
  if (state === 'released' || state === 'refused') return true
  return asked.operation === 'inquireNetworkHold' && state === 'active' && reason !== 'unknown'
}
