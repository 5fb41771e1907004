import { CardSystemError, type ChangeName, type ErrorCode, type Output } from './card-system.ts'
import { outputs } from './schemas.ts'

/** How one attempt to change something ended: the script's word, what to keep as receipt, why it was refused. */
export interface ActionResult {
  readonly outcome: string
  readonly receipt: string | null
  readonly error: ErrorCode | 'replaced' | null
  readonly output: unknown
}
/** A value to be read out, in the form in which the call keeps it. */
export type ResultValue =
  | { readonly type: 'instant' | 'date'; readonly iso: string }
  | { readonly type: 'count' | 'digits'; readonly value: string }
export interface ResultFacts {
  /** What the result can be acted on next: the stop to order for, the new card, the holds that are left. */
  readonly refs: Readonly<Record<string, readonly string[]>>
  readonly values: Readonly<Record<string, ResultValue>>
}

interface Reading<N extends ChangeName> {
  readonly operation: N
  readonly outcome: (output: Output<N>) => string
  readonly receipt: (output: Output<N>) => string | null
  readonly facts: (output: Output<N>) => Partial<ResultFacts>
  /** Errors that are an outcome of their own; every other one that says "certainly not done" is `refused`. */
  readonly errors: Partial<Record<ErrorCode, string>>
}
type Read = (result: unknown) => { outcome: string; receipt: string | null; facts: ResultFacts }
interface Reader {
  readonly read: Read
  readonly errors: Partial<Record<ErrorCode, string>>
}

const NOTHING: ResultFacts = { refs: {}, values: {} }
const day = (iso: string): ResultValue => ({ type: 'date', iso })

/** A result that cannot be read was still done, so it ends as `unread`, without anything to go on from. */
function reader<N extends ChangeName>(
  operation: N,
  unread: string,
  reading: Partial<Omit<Reading<N>, 'operation'>>,
): Reader {
  const { outcome = () => 'ok', receipt = () => null, facts = () => ({}), errors = {} } = reading
  const schema = outputs[operation]
  return {
    errors,
    read(result) {
      const parsed = schema.safeParse(result)
      if (!parsed.success) return { outcome: unread, receipt: null, facts: NOTHING }
      const output: Output<N> = parsed.data
      const found = { ...NOTHING, ...facts(output) }
      return { outcome: outcome(output), receipt: receipt(output), facts: found }
    },
  }
}

const holdsIn = (holds: Output<'reportAttempt'>['holdsLeft']): string[] =>
  holds.filter(({ state }) => state !== 'released').map(({ holdRef }) => holdRef)

const readers: Readonly<Record<string, Reader>> = {
  release_lock: reader('releaseLock', 'ok', {
    receipt: ({ lockRef }) => lockRef,
    errors: { conflict_state: 'ok' },
  }),
  inquire_hold: reader('inquireNetworkHold', 'pending', {
    outcome: ({ reason }) =>
      reason === 'unknown' ? 'pending' : reason === 'velocity' ? 'velocity' : 'suspicious',
    receipt: ({ networkCaseRef }) => networkCaseRef,
    facts: (hold) => ({ refs: { hold: holdsIn([hold]) } }),
    errors: { network_pending: 'pending' },
  }),
  request_hold_release: reader('requestNetworkHoldRelease', 'accepted', {
    outcome: ({ state }) =>
      state === 'released' ? 'ok' : state === 'refused' ? 'refused' : 'accepted',
    receipt: ({ networkCaseRef, holdRef }) => networkCaseRef ?? holdRef,
    facts: (hold) => ({ refs: { hold: holdsIn([hold]) } }),
    errors: { network_pending: 'accepted' },
  }),
  report_genuine: reader('reportAttempt', 'hold_left', {
    outcome: ({ holdsLeft }) => (holdsIn(holdsLeft).length > 0 ? 'hold_left' : 'clear'),
    receipt: ({ attempt }) => attempt.attemptRef,
    facts: ({ holdsLeft }) => ({ refs: { hold: holdsIn(holdsLeft) } }),
  }),
  open_claim: reader('openFraudClaim', 'ok', {
    receipt: ({ claimRef }) => claimRef,
    facts: ({ items }) => ({
      values: { 'claim.count': { type: 'count', value: String(items.length) } },
    }),
  }),
  stop_card: reader('stopCard', 'ok', {
    receipt: ({ stopRef }) => stopRef,
    facts: ({ stopRef }) => ({ refs: { stop: [stopRef] } }),
    errors: { conflict_state: 'ok' },
  }),
  request_reissue: reader('requestReissue', 'ok', {
    receipt: ({ reissueRef }) => reissueRef,
    facts: ({ reissueRef, newCardRef, etaFrom, etaTo }) => ({
      refs: { reissue: [reissueRef], new_card: newCardRef === null ? [] : [newCardRef] },
      values: { 'eta.from': day(etaFrom), 'eta.to': day(etaTo) },
    }),
    errors: { already_reissued: 'ok' },
  }),
  request_address_change: reader('requestAddressChange', 'review', {
    outcome: ({ state }) => (state === 'approved' ? 'ok' : 'review'),
    receipt: ({ changeRef }) => changeRef,
  }),
  request_reshipment: reader('requestReshipment', 'ok', {
    receipt: ({ shipmentRef }) => shipmentRef,
    facts: ({ shipmentRef }) => ({ refs: { shipment: [shipmentRef] } }),
  }),
}

/** Nobody can say whether it was done, or with this key something else was. */
const UNKNOWN: readonly ErrorCode[] = ['timeout_unknown', 'idempotency_mismatch']
/** Not done, and not because of what was asked for. */
const NOT_NOW: readonly ErrorCode[] = ['unavailable', 'rate_limited']

function failure(code: ErrorCode, errors: Partial<Record<ErrorCode, string>>): string {
  const special = errors[code]
  if (special !== undefined) return special
  if (UNKNOWN.includes(code)) return 'unknown'
  return NOT_NOW.includes(code) ? 'unavailable' : 'refused'
}

/** How an action ended, from what the card system gave back or threw. */
export function outcomeOf(action: string, output: unknown): ActionResult {
  const known = readers[action]
  if (output instanceof CardSystemError) {
    const outcome = failure(output.code, known?.errors ?? {})
    return { outcome, receipt: null, error: output.code, output: null }
  }
  const { outcome, receipt } = known?.read(output) ?? { outcome: 'ok', receipt: null }
  return { outcome, receipt, error: null, output }
}

/** What a result that was kept gives to the rest of the matter. */
export const resultFacts = (action: string, output: unknown): ResultFacts =>
  readers[action]?.read(output).facts ?? NOTHING

/** What must be known first stands in front; the rest in the order in which they leave something to do. */
const WORST_FIRST = [
  'unknown',
  'refused',
  'unavailable',
  'suspicious',
  'velocity',
  'pending',
  'accepted',
  'hold_left',
  'review',
]

/** One outcome for an action that had several targets: all must be well for it to be well. */
export function combine(outcomes: readonly string[]): string {
  const worst = WORST_FIRST.find((outcome) => outcomes.includes(outcome))
  return worst ?? outcomes[0] ?? 'unavailable'
}
