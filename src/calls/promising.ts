import { endCommitments, isPromised, makeCommitment } from '../cases/commitments.ts'
import type { Db } from '../db.ts'
import type { Standing } from '../scripts/walk.ts'
import type { Hand } from './consequences.ts'
import { deliveryOf, promiseWords } from './promise-words.ts'
import { dueOf } from './promises.ts'

interface PromiseOnPath {
  readonly matter: number
  readonly kind: string
  readonly verb: 'commits' | 'keeps'
}
function promisesOf(standing: Standing): Map<string, PromiseOnPath> {
  const found = new Map<string, PromiseOnPath>()
  for (const { matter, step, visit, choice } of standing.path)
    for (const verb of ['keeps', 'commits'] as const)
      for (const kind of choice?.[verb] ?? [])
        found.set(`${matter}/${step}/${visit}/${verb}/${kind}`, { matter, kind, verb })
  return found
}

/** What promises need to know of the call around them. */
export interface Promising {
  readonly trx: Db
  readonly timeZone: string
  readonly hand: Hand
  readonly fields: Readonly<Record<string, string>>
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
  await withdrawCorrected(scope, had, has)
  for (const [key, { matter, kind, verb }] of has) {
    if (had.has(key)) continue
    if (verb === 'keeps') await end(scope, matter, kind, 'kept', 'fulfilled')
    else await promise(scope, await scope.ensureCase(matter), matter, kind)
  }
}

/** A promise made twice on the path stands as long as one of the two does. */
async function withdrawCorrected(
  scope: Promising,
  had: ReadonlyMap<string, PromiseOnPath>,
  has: ReadonlyMap<string, PromiseOnPath>,
): Promise<void> {
  const made = ({ matter, kind, verb }: PromiseOnPath) => `${matter}/${kind}/${verb}`
  const stillMade = new Set([...has.values()].map(made))
  for (const each of had.values())
    if (each.verb === 'commits' && !stillMade.has(made(each)))
      await end(scope, each.matter, each.kind, 'withdrawn', 'corrected')
}

async function end(
  scope: Promising,
  matter: number,
  kind: string,
  state: 'kept' | 'withdrawn',
  reason: string,
) {
  const caseId = scope.caseOf(matter)
  if (caseId !== null) await endCommitments(scope.trx, caseId, [kind], state, reason, scope.hand)
}

async function promise(
  { trx, hand, fields, timeZone }: Promising,
  caseId: string,
  matter: number,
  kind: string,
) {
  // A time that was agreed anew, or a new delivery, replaces what was promised.
  const isNew = kind === 'delivery' || fields.callback_due !== undefined
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
