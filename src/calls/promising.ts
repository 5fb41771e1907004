import { actionsOfCase, actionsOfCases } from '../cards/actions.ts'
import { tokyoDate } from '../cards/delivery.ts'
import { commitmentsOf, endCommitments, isPromised, makeCommitment } from '../cases/commitments.ts'
import { reopenCommitment, withdrawCommitment } from '../cases/corrected-commitments.ts'
import { familyOf } from '../cases/families.ts'
import type { Db } from '../db.ts'
import type { Answer, Position, Standing } from '../scripts/walk.ts'
import { samePosition } from './answer-check.ts'
import { AWAITING_CARD } from './awaited.ts'
import type { Hand } from './consequences.ts'
import {
  type KnownOrder,
  lastOrder,
  newerOrder,
  type OrderDates,
  ordersWith,
} from './order-dates.ts'
import { promiseWords } from './promise-words.ts'
import { dueOf } from './promises.ts'
import { type PromiseOnPath, promisesOf } from './promises-on-path.ts'

/** What promises need to know of the call around them. */
export interface Promising {
  readonly trx: Db
  readonly timeZone: string
  readonly hand: Hand
  /** Where the answer was given. */
  readonly at: Position
  /** What was typed with an answer. */
  fieldsOf(answer: Answer): Readonly<Record<string, string>>
  /** When the call began: what was ended since is this call's to take back. */
  readonly callStartedAt: string
  /** Whether a step changes something in the card system. */
  isDeed(step: string): boolean
  /** The order that a look-up of a matter found; null when there was none. */
  orderSeen(matter: number): KnownOrder | null
  /** The case that a matter had before this answer, if it had one. */
  caseBefore(matter: number): string | null
  /** The case of a matter, if it has one. */
  caseOf(matter: number): string | null
  /** The case of a matter; it is opened where there is none yet. */
  ensureCase(matter: number): Promise<string>
}

/** Promises of the path now against those of the path before: new ones are made, those corrected away withdrawn. */
export async function followPromises(
  scope: Promising,
  before: Standing,
  after: Standing,
): Promise<void> {
  const had = promisesOf(before, scope.fieldsOf)
  const has = promisesOf(after, scope.fieldsOf)
  const owed = await openOn(scope, has)
  await takeBackCorrected(scope, had, has)
  for (const [key, each] of has) {
    const earlier = hasLeft(scope, each.matter) ? undefined : had.get(key)
    const isAnew = earlier !== undefined && !isSameTime(earlier, each)
    if (earlier && !isAnew) continue
    if (each.verb === 'keeps') await keep(scope, each)
    else if (!(await isKeptAlready(scope, each)))
      await promise(scope, await scope.ensureCase(each.matter), each, isAnew)
  }
  await promiseAgain(scope, has, owed)
}

/** The promises that stand, of each kind in each case, as `case/kind`. */
async function openOn(
  scope: Promising,
  has: ReadonlyMap<string, PromiseOnPath>,
): Promise<ReadonlySet<string>> {
  const cases = new Set([...has.values()].flatMap(({ matter }) => scope.caseOf(matter) ?? []))
  const open = (await commitmentsOf(scope.trx, [...cases])).filter(({ state }) => state === 'open')
  return new Set(open.map(({ caseId, kind }) => `${caseId}/${kind}`))
}

/** A promise that was ended by an answer further up, and that the path still makes behind it, goes on. */
async function promiseAgain(
  scope: Promising,
  has: ReadonlyMap<string, PromiseOnPath>,
  owed: ReadonlySet<string>,
): Promise<void> {
  const open = await openOn(scope, has)
  const last = new Map<string, readonly [string, PromiseOnPath]>()
  for (const each of has.values()) {
    const caseId = scope.caseOf(each.matter)
    if (caseId !== null) last.set(`${caseId}/${each.kind}`, [caseId, each])
  }
  for (const [key, [caseId, each]] of last)
    if (each.verb === 'commits' && owed.has(key) && !open.has(key))
      await promise(scope, caseId, each, false)
}

/** Corrected to another time: what was promised for the time before does not hold. */
const isSameTime = ({ told: a }: PromiseOnPath, { told: b }: PromiseOnPath): boolean =>
  a.agreed === b.agreed && a.window === b.window

/** The matter goes on with another case than before; what was promised for it has to stand there. */
function hasLeft(scope: Promising, matter: number): boolean {
  const before = scope.caseBefore(matter)
  return before !== null && before !== scope.caseOf(matter)
}

/** A promise made or kept twice on the path stands as long as one of the two does. */
async function takeBackCorrected(
  scope: Promising,
  had: ReadonlyMap<string, PromiseOnPath>,
  has: ReadonlyMap<string, PromiseOnPath>,
): Promise<void> {
  const made = ({ matter, kind, verb }: PromiseOnPath) => `${matter}/${kind}/${verb}`
  const stillMade = new Set(
    [...has.values()].filter((each) => !hasLeft(scope, each.matter)).map(made),
  )
  for (const each of had.values()) {
    const caseId = scope.caseBefore(each.matter)
    if (caseId === null || stillMade.has(made(each))) continue
    if (await restsOnDeed(scope, caseId, each)) continue
    const { trx, hand } = scope
    if (each.verb === 'commits')
      await withdrawCommitment(trx, caseId, each.kind, { ...hand, matter: each.matter })
    else
      for (const id of await familyOf(trx, caseId))
        await reopenCommitment(trx, id, each.kind, scope.callStartedAt, hand)
  }
}

/** What the card system did stays done, whatever is corrected before it, and so does what was promised for it. */
const restsOnDeed = async (scope: Promising, caseId: string, { at, kind }: PromiseOnPath) =>
  scope.isDeed(at.step) || (kind === 'delivery' && (await orderMadeIn(scope.trx, caseId)) !== null)

async function keep(scope: Promising, { matter, kind }: PromiseOnPath) {
  const caseId = scope.caseOf(matter)
  if (caseId === null) return
  for (const id of await familyOf(scope.trx, caseId))
    await endCommitments(scope.trx, id, [kind], 'kept', 'fulfilled', scope.hand)
}

/** An answer given before that comes back to the path does not promise again what was done in the meantime. */
async function isKeptAlready(scope: Promising, { matter, kind, at }: PromiseOnPath) {
  const caseId = scope.caseOf(matter)
  if (caseId === null || samePosition(at, scope.at)) return false
  return (await commitmentsOf(scope.trx, [caseId])).some(
    (each) =>
      each.callId === scope.hand.callId &&
      each.matter === matter &&
      each.kind === kind &&
      each.state === 'kept',
  )
}

async function promise(
  scope: Promising,
  caseId: string,
  { matter, kind, told, verb, at }: PromiseOnPath,
  isAnew: boolean,
): Promise<void> {
  const { trx, hand, timeZone } = scope
  // Ordered while the caller was told that it has to wait: what is left is to tell them when the card comes.
  if (kind === 'reissue' && (await isOrdered(scope, caseId, matter)))
    return await promise(scope, caseId, { matter, kind: 'tell_delivery', told, verb, at }, isAnew)
  const { slip } = hand
  const written = slip?.dueOf(kind) ?? null
  // A time that was agreed, or a new delivery, replaces what was promised.
  const isNew =
    isAnew ||
    written !== null ||
    kind === 'delivery' ||
    kind === 'follow_up' ||
    told.agreed !== undefined ||
    told.window !== undefined
  if (!isNew && (await isPromised(trx, caseId, kind, hand.at))) return
  const operatorId = slip?.takenBy ?? hand.operatorId
  const { window = '' } = told
  const { orders, beside } = await ordersOf(scope, caseId, matter, kind)
  for (const order of orders) {
    const delivery = kind === 'delivery' && isAhead(order, hand.at) ? order : null
    const facts = { ...told, ...(delivery ? { deliveryBy: delivery.etaTo } : {}) }
    const dueAt = written ?? dueOf(kind, slip?.endedAt ?? hand.at, facts)
    const words = { caseId, kind, dueAt, delivery, operatorId, timeZone, window }
    const wording = await promiseWords(trx, words)
    const subjectRef = order?.reissueRef ?? null
    const made = { caseId, matter, kind, dueAt, wording, subjectRef, by: operatorId, beside }
    await makeCommitment(trx, made, hand)
  }
}

/**
 * The orders that a promise is about, null for one that is about none: the call that ordered several cards together
 * promises each of them. What was promised for the others stands `beside` a new promise for one of them.
 */
async function ordersOf(scope: Promising, caseId: string, matter: number, kind: string) {
  if (!isOfCard(kind)) return { orders: [null], beside: [] }
  const order = await orderOf(scope, caseId, matter)
  const together = ordersWith(await actionsOfCase(scope.trx, caseId), order?.reissueRef ?? null)
  const own = together.filter(({ callId }) => callId === scope.hand.callId)
  const orders = own.length > 1 ? own.map(({ dates }) => dates) : [order]
  return { orders, beside: together.map(({ dates }) => dates.reissueRef) }
}

const isOfCard = (kind: string): boolean => AWAITING_CARD.some((each) => each === kind)

/** Whether the matter's own order has gone through. */
const isOrdered = async ({ trx, hand }: Promising, caseId: string, matter: number) =>
  (await actionsOfCase(trx, caseId)).some(
    (each) =>
      each.operation === 'requestReissue' &&
      each.state === 'done' &&
      each.callId === hand.callId &&
      each.matter === matter,
  )

const orderMadeIn = async (trx: Db, caseId: string) =>
  lastOrder(await actionsOfCases(trx, await familyOf(trx, caseId)))

/** The order that a promise is about. */
const orderOf = async (scope: Promising, caseId: string, matter: number) =>
  newerOrder(await orderMadeIn(scope.trx, caseId), scope.orderSeen(matter))

/** Days that are over cannot be promised: a card that is held comes when it is fetched. */
const isAhead = (order: OrderDates | null, now: Date): boolean =>
  order !== null && order.etaTo >= tokyoDate(now.toISOString())
