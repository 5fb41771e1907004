import type { Kind, Kinds } from './records.ts'

/** Which state may follow which; what is not named here is final. The same state again is no change. */
type Machine = Readonly<Record<string, readonly string[]>>

const CARD: Machine = {
  pending_activation: ['active', 'stopped', 'closed'],
  active: ['suspended', 'stopped', 'closed'],
  suspended: ['active', 'stopped', 'closed'],
}
const LOCK: Machine = { active: ['released'] }
const HOLD: Machine = {
  active: ['inquiring', 'release_requested', 'released', 'refused'],
  inquiring: ['active', 'release_requested', 'released', 'refused'],
  /** A new suspicion takes the wish to lift it back. */
  release_requested: ['active', 'released', 'refused'],
  refused: ['released'],
}
const REISSUE: Machine = {
  ordered: ['embossing', 'dispatched', 'rejected', 'on_review'],
  on_review: ['ordered', 'rejected'],
  embossing: ['dispatched'],
  /** A card that came back is ordered to be sent again. */
  dispatched: ['completed', 'ordered'],
}
const SHIPMENT: Machine = {
  preparing: ['in_transit'],
  in_transit: ['held', 'delivered', 'returning', 'returned'],
  held: ['delivered', 'returning', 'returned'],
  returning: ['returned'],
  returned: ['preparing'],
}
const TOKEN: Machine = {
  requested: ['active', 'suspended', 'deleted'],
  active: ['suspended', 'deleted'],
  suspended: ['active', 'deleted'],
}
const RELINK: Machine = {
  none: ['pending', 'not_supported'],
  pending: ['relinked', 'not_supported', 'failed'],
  not_supported: ['pending'],
  failed: ['pending', 'not_supported'],
  /** The card that it has followed to is replaced in its turn. */
  relinked: ['pending', 'not_supported'],
}
const MOVE: Machine = { review: ['approved'] }

/** The fields of each kind that go from state to state. */
export const MACHINES: { readonly [K in Kind]?: Readonly<Record<string, Machine>> } = {
  card: { status: CARD },
  lock: { state: LOCK },
  hold: { state: HOLD },
  reissue: { state: REISSUE },
  shipment: { state: SHIPMENT },
  token: { state: TOKEN, relinkState: RELINK },
  move: { state: MOVE },
}

/** What was told once stays as it was told. */
const FIXED: { readonly [K in Kind]?: readonly string[] } = {
  card: ['cardRef', 'customerRef', 'replacementForRef'],
  stop: ['cardRef', 'reason', 'stoppedAt', 'alsoStopped', 'channel'],
  reissue: ['stopRef', 'oldCardRef', 'newCardRef', 'newNumber'],
  shipment: ['reissueRef'],
  claim: ['cardRef', 'reportedAt', 'coverFrom', 'items'],
}

/** Throws where a record would go a way that there is not: that is a mistake of the simulator's own. */
export function mustBeAllowed<K extends Kind>(
  kind: K,
  before: Kinds[K] | undefined,
  after: Kinds[K],
): void {
  if (before === undefined) return
  const told = (record: Kinds[K], field: string): unknown => Reflect.get(record, field)
  const machines: Readonly<Record<string, Machine>> = MACHINES[kind] ?? {}
  for (const [field, machine] of Object.entries(machines)) {
    const [from, to] = [String(told(before, field)), String(told(after, field))]
    if (from !== to && !machine[from]?.includes(to))
      throw new Error(`the ${field} of a ${kind} never goes ${from} → ${to}`)
  }
  for (const field of FIXED[kind] ?? [])
    if (JSON.stringify(told(before, field)) !== JSON.stringify(told(after, field)))
      throw new Error(`the ${field} of a ${kind} never changes`)
}
