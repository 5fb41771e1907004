import { createHash } from 'node:crypto'
import type { StopReason } from './card.ts'
import type { ChangeName, Input } from './card-system.ts'
import { readAddress } from './written-address.ts'

export {
  type ActionResult,
  combine,
  outcomeOf,
  type ResultFacts,
  resultFacts,
} from './action-results.ts'

/** What is known when an action is confirmed. */
export interface ActionFacts {
  /** What look-ups and earlier actions of the matter have found: locks, holds, attempts, stops, shipments. */
  readonly refs: Readonly<Record<string, readonly string[]>>
  readonly cardRefs: readonly string[]
  readonly customerRef: string | null
  /** Fixed parameters that the script gives the action. */
  readonly parameters: Readonly<Record<string, string>>
  /** What was typed in the matter. */
  readonly fields: Readonly<Record<string, string>>
}

/** Annai's own record of a stop made by other means; the card system knows nothing of it. */
export const MANUAL_STOP = 'recordManualStop'

/** One thing to be done to one target. */
export interface Planned {
  readonly operation: ChangeName | typeof MANUAL_STOP
  readonly targetRef: string
  /** What it is done to once, where that is more than the target: other uses are another claim. */
  readonly onceRef?: string
  /** What was asked for before for the same target holds no longer, so that it may be asked for again. */
  readonly replaces?: boolean
  readonly input: unknown
}
type Plan = (facts: ActionFacts) => Planned[]

const STOP_REASONS: readonly StopReason[] = [
  'lost',
  'stolen',
  'not_received',
  'suspected_fraud',
  'compromised',
  'damaged',
  'customer_request',
  'issuer_request',
  'expired',
  'other',
]
/** Only a card that is worn or past its date may come again with the same number. */
const SAME_NUMBER: readonly string[] = ['damaged', 'expired']

const planned = <N extends ChangeName>(
  operation: N,
  targetRef: string,
  input: Input<N>,
): Planned => ({ operation, targetRef, input })

const targets = (facts: ActionFacts, name: string): readonly string[] => [
  ...new Set(facts.refs[name] ?? []),
]

const releaseLock: Plan = (facts) =>
  targets(facts, 'lock').map((lockRef) =>
    planned('releaseLock', lockRef, {
      lockRef,
      reasonText: facts.parameters.reason ?? 'confirmed_by_cardmember',
    }),
  )

const inquireHold: Plan = (facts) =>
  targets(facts, 'hold').map((holdRef) => planned('inquireNetworkHold', holdRef, { holdRef }))

const requestHoldRelease: Plan = (facts) =>
  targets(facts, 'hold').map((holdRef) =>
    planned('requestNetworkHoldRelease', holdRef, {
      holdRef,
      confirmation: facts.parameters.confirmation ?? 'all_uses_confirmed_by_cardmember',
    }),
  )

const reportGenuine: Plan = (facts) =>
  targets(facts, 'attempt').map((attemptRef) =>
    planned('reportAttempt', attemptRef, { attemptRef, verdict: 'genuine' }),
  )

/** Numbers of the list of uses, when nothing but numbers was typed: 「1、3」, 「1番と3番」. */
export function listedNumbers(typed: string): number[] {
  const text = typed.normalize('NFKC').trim()
  const only = /^(?:\d{1,3}(?:番目?)?(?:[\s,、・と]+|$))+$/.test(text)
  return only ? (text.match(/\d+/g) ?? []).map(Number) : []
}

/** The uses named by their numbers in the list, else those that the look-up found suspicious. */
function disputed({ refs, fields }: ActionFacts): string[] {
  const named = listedNumbers(fields.disputed_items ?? '').flatMap(
    (number) => refs.charge?.[number - 1] ?? [],
  )
  return [...new Set(named.length > 0 ? named : (refs.auth ?? []))]
}

const openClaim: Plan = (facts) => {
  const items = disputed(facts).map((authRef) => ({ authRef }))
  const [cardRef] = facts.cardRefs
  if (items.length === 0 || cardRef === undefined) return []
  const { disclosure_said: disclosure = '', police_ref: policeRef = '' } = facts.fields
  const police = policeRef === '' ? {} : { policeRef }
  const claim = planned('openFraudClaim', cardRef, { cardRef, items, disclosure, ...police })
  return [{ ...claim, onceRef: `${cardRef}:${markOf(items.map((each) => each.authRef).sort())}` }]
}

/** Family and toll cards are stopped with their main card: they share its account. */
const stopCard: Plan = (facts) => {
  const reason = STOP_REASONS.find((each) => each === facts.parameters.reason) ?? 'other'
  return [...new Set(facts.cardRefs)].map((cardRef) =>
    planned('stopCard', cardRef, { cardRef, reason, alsoRelated: true }),
  )
}

/** One order a stop. A stop without a receipt has to be reconciled first, so there is nothing to order for. */
const requestReissue: Plan = (facts) =>
  targets(facts, 'stop').map((stopRef) => {
    const { absence_to: awayUntil = '' } = facts.fields
    const away = /^\d{4}-\d{2}-\d{2}$/.test(awayUntil) ? { dispatchAfter: awayUntil } : {}
    const newNumber = !SAME_NUMBER.includes(facts.parameters.reason ?? '')
    return planned('requestReissue', stopRef, {
      stopRef,
      newNumber,
      addressConfirmed: true,
      ...away,
    })
  })

const markOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 12)

/** Sent only after a second person has approved it; the card system is told so. */
const requestAddressChange: Plan = ({ customerRef, fields, parameters }) => {
  const address = readAddress(fields.new_address ?? '')
  if (customerRef === null || address === null) return []
  const evidence = parameters.evidence ?? 'second_person:annai'
  const change = planned('requestAddressChange', customerRef, { customerRef, address, evidence })
  return [{ ...change, onceRef: `${customerRef}:${markOf(address)}`, replaces: true }]
}

/** Once each time that it comes back. */
const requestReshipment: Plan = (facts) => {
  const { back: [back = ''] = [] } = facts.refs
  return targets(facts, 'shipment').map((shipmentRef) => ({
    ...planned('requestReshipment', shipmentRef, { shipmentRef }),
    onceRef: `${shipmentRef}:${markOf(back)}`,
  }))
}

const recordManualStop: Plan = ({ cardRefs, customerRef, fields }) => {
  const { manual_stop_ref = '', manual_stop_by = '', manual_stop_at = '' } = fields
  // The last 4 digits stand in for the card where nobody knows which one it is yet.
  const { manual_stop_last4: last4 } = fields
  const input = {
    cardRefs,
    manual_stop_ref,
    manual_stop_by,
    manual_stop_at,
    ...(last4 ? { manual_stop_last4: last4 } : {}),
  }
  return [{ operation: MANUAL_STOP, targetRef: cardRefs[0] ?? customerRef ?? 'unknown', input }]
}

const plans: Readonly<Record<string, Plan>> = {
  release_lock: releaseLock,
  inquire_hold: inquireHold,
  request_hold_release: requestHoldRelease,
  report_genuine: reportGenuine,
  open_claim: openClaim,
  stop_card: stopCard,
  request_reissue: requestReissue,
  request_address_change: requestAddressChange,
  request_reshipment: requestReshipment,
  record_manual_stop: recordManualStop,
}

/** What has to be sent to carry an action out, one entry a target; empty when there is nothing to act on. */
export const planAction = (action: string, facts: ActionFacts): Planned[] =>
  plans[action]?.(facts) ?? []
