import { expect } from 'chai'
import fc from 'fast-check'
import type { CustomerOverview, Shipment, Stop, WalletToken } from '../../src/cards/card.ts'
import type { ChangeName, Input } from '../../src/cards/card-system.ts'
import { newKey } from './orders.ts'
import { codeOf, type TestWorld } from './world.ts'

/** What operators, customers, the network, the post and time do, aimed at whatever is there. */

const CUSTOMERS = ['customer-0101', 'customer-0109'] as const

/** Everything of one customer that can go from state to state. */
export interface Seen {
  readonly overview: CustomerOverview
  readonly stops: readonly Stop[]
  readonly shipments: readonly Shipment[]
  readonly tokens: readonly WalletToken[]
}

async function see({ cards }: TestWorld, customerRef: string): Promise<Seen> {
  const overview = await cards.read('getCustomerOverview', { customerRef })
  const parcels = overview.reissues.map(({ reissueRef }) =>
    cards.read('getShipment', { reissueRef }),
  )
  return {
    overview,
    stops: await cards.read('listStops', { customerRef }),
    shipments: await Promise.all(parcels),
    tokens: await cards.read('listWalletTokens', { customerRef }),
  }
}
export const seeAll = (world: TestWorld): Promise<Seen[]> =>
  Promise.all(CUSTOMERS.map((customerRef) => see(world, customerRef)))

const OPERATIONS = [
  'stopCard',
  'requestReissue',
  'releaseLock',
  'inquireNetworkHold',
  'requestNetworkHoldRelease',
  'reportAttempt',
  'requestAddressChange',
  'requestReshipment',
] as const
type Operation = (typeof OPERATIONS)[number]
/** Without these not much follows from the others. */
const OFTEN = ['stopCard', 'requestReissue'] as const
const ACTS = [
  'passwords',
  'wrong-passwords',
  'top-ups',
  'portal-registrations',
  'stranger-attempts',
  'holds',
  'hold-answers',
  'hold-lifts',
  'hold-refusals',
  'deliveries',
  'absences',
  'returns',
  'fates',
  'address-approvals',
  'wallet-manner',
] as const

interface Deed {
  readonly how: 'operation' | 'act' | 'clock' | 'network'
  readonly customer: number
  readonly operation: Operation
  readonly act: (typeof ACTS)[number]
  /** Picks the card, the record and the value that it is aimed at. */
  readonly nth: number
}
export const deed: fc.Arbitrary<Deed> = fc.record({
  how: fc.constantFrom('operation', 'operation', 'act', 'act', 'clock', 'network'),
  customer: fc.nat(CUSTOMERS.length - 1),
  operation: fc.constantFrom(...OPERATIONS, ...OFTEN, ...OFTEN),
  act: fc.constantFrom(...ACTS, 'deliveries', 'deliveries', 'returns'),
  nth: fc.nat(23),
})
export const tell = ({ how, operation, act, customer, nth }: Deed): string =>
  `${how === 'act' ? act : how === 'operation' ? operation : how} (${CUSTOMERS[customer]}, ${nth})`

export async function carryOut(world: TestWorld, deed: Deed, all: readonly Seen[]): Promise<void> {
  const seen = all[deed.customer]
  if (!seen) throw new Error('no such customer')
  const { customerRef } = seen.overview.customer
  const pick = <T>(list: readonly T[]): T | undefined => list[deed.nth % Math.max(1, list.length)]
  if (deed.how === 'clock') return play(world, 'clock', { hours: String(1 + deed.nth * 8) })
  const manner = pick(['at_once', 'later', 'never']) ?? ''
  if (deed.how === 'network') return play(world, 'network', { manner })
  const refs = {
    cardRef: pick(seen.overview.cards)?.cardRef ?? 'none',
    lockRef: pick(seen.overview.locks)?.lockRef ?? 'none',
    holdRef: pick(seen.overview.holds)?.holdRef ?? 'none',
    attemptRef: pick(seen.overview.attempts)?.attemptRef ?? 'none',
    shipmentRef: pick(seen.shipments)?.shipmentRef ?? 'none',
    stopRef: pick(seen.stops)?.stopRef ?? 'none',
    changeRef: `move-00000${1 + (deed.nth % 5)}`,
    customerRef,
  }
  if (deed.how === 'operation') return change(world, inputs(refs, deed.nth), deed.operation)
  const half = deed.nth % 2 === 0 ? 'yes' : 'no'
  await play(world, `customers/${customerRef}/${deed.act}`, {
    ...refs,
    times: '5',
    amountYen: '100000',
    linked: half,
    charged: half,
    relinks: half,
    reason: pick(['storage_expired', 'unknown_address', 'refused']) ?? '',
    fate: pick(['delivered', 'absent', 'returned']) ?? '',
  })
}

type Refs = Readonly<
  Record<
    'cardRef' | 'lockRef' | 'holdRef' | 'attemptRef' | 'shipmentRef' | 'stopRef' | 'customerRef',
    string
  >
>
const inputs = (refs: Refs, nth: number): { [N in Operation]: Input<N> } => ({
  stopCard: { cardRef: refs.cardRef, reason: 'lost', alsoRelated: nth % 2 === 0 },
  requestReissue: { stopRef: refs.stopRef, newNumber: true, addressConfirmed: true },
  releaseLock: { lockRef: refs.lockRef, reasonText: '' },
  inquireNetworkHold: { holdRef: refs.holdRef },
  requestNetworkHoldRelease: { holdRef: refs.holdRef, confirmation: '' },
  reportAttempt: { attemptRef: refs.attemptRef, verdict: nth % 3 ? 'genuine' : 'unsure' },
  requestAddressChange: {
    customerRef: refs.customerRef,
    address: { postalCode: '000-0111', prefecture: '東京都', city: '市', line1: '1', line2: null },
    evidence: nth % 2 ? 'second_person: mori' : '',
  },
  requestReshipment: { shipmentRef: refs.shipmentRef },
})

/** Done or refused: an illegal way breaks the operation, and then nobody knows its outcome. */
async function change<N extends ChangeName>(
  { cards }: TestWorld,
  inputs: { [K in N]: Input<K> },
  name: N,
): Promise<void> {
  const code = await codeOf(cards.change(name, inputs[name], newKey()))
  expect(code, name).not.to.be.oneOf(['timeout_unknown', 'unavailable', 'invalid_request'])
}

async function play({ url }: TestWorld, path: string, fields: Record<string, string>) {
  const body = new URLSearchParams(fields)
  const answer = await fetch(`${url}/stage/${path}`, { method: 'POST', body, redirect: 'manual' })
  expect(answer.status, `${path} ${await answer.text()}`).to.be.oneOf([303, 404, 409])
}
