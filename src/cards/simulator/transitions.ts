import type { Kind, Kinds } from './records.ts'

/** Which state may follow which; what is not named here is final. The same state again is no change. */
const CARD = {
  pending_activation: ['active', 'stopped', 'closed'],
  active: ['suspended', 'stopped', 'closed'],
  suspended: ['active', 'stopped', 'closed'],
}
const LOCK = { active: ['released'] }
const HOLD = {
  active: ['inquiring', 'release_requested', 'released', 'refused'],
  inquiring: ['active', 'release_requested', 'released', 'refused'],
  /** A new suspicion takes the wish to lift it back. */
  release_requested: ['active', 'released', 'refused'],
  refused: ['released'],
}
const REISSUE = {
  ordered: ['embossing', 'dispatched', 'rejected', 'on_review'],
  on_review: ['ordered', 'rejected'],
  embossing: ['dispatched'],
  /** A card that came back is ordered to be sent again. */
  dispatched: ['completed', 'ordered'],
}
const SHIPMENT = {
  preparing: ['in_transit'],
  in_transit: ['held', 'delivered', 'returning', 'returned'],
  held: ['delivered', 'returning', 'returned'],
  returning: ['returned'],
  returned: ['preparing'],
}
const TOKEN = {
  requested: ['active', 'deleted'],
  active: ['suspended', 'deleted'],
  suspended: ['active', 'deleted'],
}

type Machine = Readonly<Record<string, readonly string[]>>
interface Watched {
  readonly field: string
  readonly machine: Machine
}
export const MACHINES: { readonly [K in Kind]?: Watched } = {
  card: { field: 'status', machine: CARD },
  lock: { field: 'state', machine: LOCK },
  hold: { field: 'state', machine: HOLD },
  reissue: { field: 'state', machine: REISSUE },
  shipment: { field: 'state', machine: SHIPMENT },
  token: { field: 'state', machine: TOKEN },
}

/** Throws where a record would go a way that there is not: that is a mistake of the simulator's own. */
export function mustBeAllowed<K extends Kind>(
  kind: K,
  before: Kinds[K] | undefined,
  after: Kinds[K],
): void {
  const watched = MACHINES[kind]
  if (!watched || before === undefined) return
  const [from, to] = [before, after].map((each) => String(Reflect.get(each, watched.field)))
  if (from === to || from === undefined || to === undefined) return
  if (!watched.machine[from]?.includes(to)) throw new Error(`a ${kind} never goes ${from} → ${to}`)
}
