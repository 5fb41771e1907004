import {
  endCommitments,
  isPromised,
  makeCommitment,
  reopenCommitment,
  withdrawCommitment,
} from '../cases/commitments.ts'
import type { Db } from '../db.ts'
import type { Position, Standing } from '../scripts/walk.ts'
import { samePosition } from './answer-check.ts'
import type { Hand } from './consequences.ts'
import { deliveryOf, promiseWords } from './promise-words.ts'
import { dueOf } from './promises.ts'

interface PromiseOnPath {
  readonly matter: number
  readonly kind: string
  readonly verb: 'commits' | 'keeps'
  readonly at: Position
}
function promisesOf(standing: Standing): Map<string, PromiseOnPath> {
  const found = new Map<string, PromiseOnPath>()
  for (const { matter, step, visit, choice } of standing.path)
    for (const verb of ['keeps', 'commits'] as const)
      for (const kind of choice?.[verb] ?? [])
        found.set(`${matter}/${step}/${visit}/${verb}/${kind}`, {
          matter,
          kind,
          verb,
          at: { matter, step, visit },
        })
  return found
}

/** What promises need to know of the call around them. */
export interface Promising {
  readonly trx: Db
  readonly timeZone: string
  readonly hand: Hand
  readonly fields: Readonly<Record<string, string>>
  /** Where a call back was promised before and is now agreed for another time. */
  readonly agreedAnew: Position | null
  /** When the call began: what was ended since is this call's to take back. */
  readonly callStartedAt: string
  /** Whether a step changes something in the card system. */
  isDeed(step: string): boolean
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
  const had = promisesOf(before)
  const has = promisesOf(after)
  await takeBackCorrected(scope, had, has)
  for (const [key, { matter, kind, verb, at }] of has) {
    const isAnew =
      kind === 'call_back' && scope.agreedAnew !== null && samePosition(at, scope.agreedAnew)
    if (had.has(key) && !isAnew) continue
    if (verb === 'keeps') await keep(scope, matter, kind)
    else await promise(scope, await scope.ensureCase(matter), matter, kind, isAnew)
  }
}

/** A promise made or kept twice on the path stands as long as one of the two does. */
async function takeBackCorrected(
  scope: Promising,
  had: ReadonlyMap<string, PromiseOnPath>,
  has: ReadonlyMap<string, PromiseOnPath>,
): Promise<void> {
  const made = ({ matter, kind, verb }: PromiseOnPath) => `${matter}/${kind}/${verb}`
  const stillMade = new Set([...has.values()].map(made))
  for (const each of had.values()) {
    const caseId = scope.caseOf(each.matter)
    if (caseId === null || stillMade.has(made(each))) continue
    if (await restsOnDeed(scope, caseId, each)) continue
    if (each.verb === 'commits') await withdrawCommitment(scope.trx, caseId, each.kind, scope.hand)
    else await reopenCommitment(scope.trx, caseId, each.kind, scope.callStartedAt, scope.hand)
  }
}

/** What the card system did stays done, whatever is corrected before it, and so does what was promised for it. */
const restsOnDeed = async (scope: Promising, caseId: string, { at, kind }: PromiseOnPath) =>
  scope.isDeed(at.step) || (kind === 'delivery' && (await deliveryOf(scope.trx, caseId)) !== null)

async function keep(scope: Promising, matter: number, kind: string) {
  const caseId = scope.caseOf(matter)
  if (caseId !== null)
    await endCommitments(scope.trx, caseId, [kind], 'kept', 'fulfilled', scope.hand)
}

async function promise(
  { trx, hand, fields, timeZone }: Promising,
  caseId: string,
  matter: number,
  kind: string,
  isAnew: boolean,
) {
  // A time that was agreed anew, or a new delivery, replaces what was promised.
  const isNew = isAnew || kind === 'delivery' || fields.callback_due !== undefined
  if (!isNew && (await isPromised(trx, caseId, kind, hand.at))) return
  const delivery = kind === 'delivery' ? await deliveryOf(trx, caseId) : null
  const dueAt = dueOf(kind, hand.at, {
    ...(delivery ? { deliveryBy: delivery.etaTo } : {}),
    ...(fields.callback_due ? { agreed: fields.callback_due } : {}),
  })
  const { operatorId } = hand
  const wording = await promiseWords(trx, { caseId, kind, dueAt, delivery, operatorId, timeZone })
  const subjectRef = delivery?.reissueRef ?? null
  await makeCommitment(trx, { caseId, matter, kind, dueAt, wording, subjectRef }, hand)
}
