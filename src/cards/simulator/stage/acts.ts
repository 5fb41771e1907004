import { z } from 'zod'
import type { Card } from '../../card.ts'
import { HOME_SHOP, TOP_UP_APP } from '../acts/merchants.ts'
import { setPassword, typeWrongPasswords } from '../acts/passwords.ts'
import { registerInPortal } from '../acts/portal.ts'
import { strangerTries } from '../acts/stranger.ts'
import { takenByApp, topUp } from '../acts/top-ups.ts'
import { approveMove } from '../operations/addresses.ts'
import { answerInquiry, liftHold, raiseHold, refuseToLift } from '../operations/network.ts'
import { deliver, giveBack, leaveNotice } from '../post-office.ts'
import { Refused } from '../refused.ts'
import { setWalletManner } from '../wallets.ts'
import type { World } from '../world.ts'

/** The buttons of the stage: each is a form of one customer. What they give is the log entry to show, if any. */
interface Act {
  play(world: World, customerRef: string, form: unknown): number | undefined
}

function act<S extends z.ZodType>(
  schema: S,
  play: (world: World, form: z.infer<S>, customerRef: string) => unknown,
): Act {
  return {
    play(world, customerRef, form) {
      const read = schema.safeParse(form)
      if (!read.success) throw new Refused('invalid_request')
      const said = play(world, read.data, customerRef)
      return typeof said === 'number' ? said : undefined
    },
  }
}

/** Numbers as people type them: full width, with commas. */
const number = (least: number, most: number) =>
  z
    .string()
    .max(20)
    .transform((text) => text.normalize('NFKC').replace(/[,円\s]/g, ''))
    .pipe(z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(least).max(most)))

const ref = z.string().min(1).max(100)
const yes = z.enum(['yes', 'no']).transform((answer) => answer === 'yes')
const cardForm = z.object({ cardRef: ref })
const holdForm = z.object({ holdRef: ref })
const parcelForm = z.object({ shipmentRef: ref })

/** A card, hold or parcel of another customer is as good as none. */
function own<T extends { customerRef: string }>(record: T, customerRef: string): T {
  if (record.customerRef !== customerRef) throw new Refused('not_found')
  return record
}
const cardOf = (world: World, cardRef: string, customerRef: string): Card =>
  own(world.need('card', cardRef), customerRef)
const parcelOf = (world: World, shipmentRef: string, customerRef: string) =>
  own(world.need('shipment', shipmentRef), customerRef)
function holdOf(world: World, holdRef: string, customerRef: string) {
  const hold = world.need('hold', holdRef)
  cardOf(world, hold.cardRef, customerRef)
  return hold
}
function undelivered(world: World, shipmentRef: string, customerRef: string) {
  const parcel = parcelOf(world, shipmentRef, customerRef)
  if (parcel.state === 'delivered' || parcel.state === 'returned')
    throw new Refused('conflict_state')
  return parcel
}

const byCustomer = {
  passwords: act(cardForm.extend({ linked: yes }), (world, { cardRef, linked }, customerRef) => {
    const card = cardOf(world, cardRef, customerRef)
    const before = world.store.ofOwner('password', cardRef).some(({ kind }) => kind === 'set')
    return setPassword(world, card, before ? 'changed' : 'set', linked)
  }),
  'wrong-passwords': act(
    cardForm.extend({ times: number(1, 9) }),
    (world, { cardRef, times }, customerRef) => {
      const card = cardOf(world, cardRef, customerRef)
      const merchant = takenByApp(card) ? TOP_UP_APP : HOME_SHOP
      return typeWrongPasswords(world, card, times, { merchant, amountYen: 10_000 })
    },
  ),
  'top-ups': act(
    cardForm.extend({ amountYen: number(1, 1_000_000) }),
    (world, { cardRef, amountYen }, customerRef) =>
      topUp(world, cardOf(world, cardRef, customerRef), amountYen),
  ),
  'portal-registrations': act(cardForm, (world, { cardRef }, customerRef) =>
    registerInPortal(world, cardOf(world, cardRef, customerRef)),
  ),
}

const byNetwork = {
  'stranger-attempts': act(
    cardForm.extend({ charged: yes }),
    (world, { cardRef, charged }, customerRef) =>
      strangerTries(world, cardOf(world, cardRef, customerRef), charged),
  ),
  holds: act(cardForm, (world, { cardRef }, customerRef) => {
    raiseHold(world, cardOf(world, cardRef, customerRef), 'velocity', [])
  }),
  'hold-answers': act(holdForm, (world, { holdRef }, customerRef) => {
    answerInquiry(world, holdOf(world, holdRef, customerRef))
  }),
  'hold-lifts': act(holdForm, (world, { holdRef }, customerRef) => {
    liftHold(world, holdOf(world, holdRef, customerRef))
  }),
  'hold-refusals': act(holdForm, (world, { holdRef }, customerRef) => {
    refuseToLift(world, holdOf(world, holdRef, customerRef))
  }),
}

const byPost = {
  deliveries: act(parcelForm, (world, { shipmentRef }, customerRef) => {
    deliver(world, undelivered(world, shipmentRef, customerRef))
  }),
  absences: act(parcelForm, (world, { shipmentRef }, customerRef) => {
    leaveNotice(world, undelivered(world, shipmentRef, customerRef))
  }),
  returns: act(
    parcelForm.extend({ reason: z.enum(['storage_expired', 'unknown_address', 'refused']) }),
    (world, { shipmentRef, reason }, customerRef) => {
      giveBack(world, undelivered(world, shipmentRef, customerRef), reason)
    },
  ),
  fates: act(
    parcelForm.extend({ fate: z.enum(['delivered', 'absent', 'returned']) }),
    (world, { shipmentRef, fate }, customerRef) => {
      world.store.put('shipment', { ...parcelOf(world, shipmentRef, customerRef), fate })
    },
  ),
  'address-approvals': act(z.object({ changeRef: ref }), (world, { changeRef }, customerRef) => {
    const move = own(world.need('move', changeRef), customerRef)
    if (move.state !== 'review') throw new Refused('conflict_state')
    approveMove(world, move)
  }),
  'wallet-manner': act(z.object({ relinks: yes }), (world, { relinks }, customerRef) =>
    setWalletManner(world, customerRef, relinks),
  ),
}

const acts: Readonly<Record<string, Act>> = { ...byCustomer, ...byNetwork, ...byPost }

/** Plays one button; throws `Refused` when there is no such button, record or value. */
export function playAct(
  world: World,
  customerRef: string,
  name: string,
  form: unknown,
): number | undefined {
  const found = Object.hasOwn(acts, name) ? acts[name] : undefined
  if (!found) throw new Refused('not_found')
  world.need('customer', customerRef)
  return world.store.transaction(() => found.play(world, customerRef, form))
}
