import type { Card } from '../../card.ts'
import { findHappening, happeningsOf } from '../happenings.ts'
import { activeLocks } from '../operations/locks.ts'
import { isHolding } from '../operations/network.ts'
import { type Language, sentence, valueWord, type Words, wordsOf } from '../words/index.ts'
import { cardsOf, type World } from '../world.ts'
import { systemIsOn } from './settings.ts'

/** Everything that the stage shows of one customer, ready to be printed. */

const formatter = (language: Language, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(language === 'ja' ? 'ja-JP' : 'en-GB', {
    timeZone: 'Asia/Tokyo',
    ...options,
  })

const shortTime = (language: Language) => {
  const format = formatter(language, {
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  })
  return (at: string) => format.format(new Date(at))
}
const longTime = (language: Language, at: string): string =>
  formatter(language, { dateStyle: 'full', timeStyle: 'short' }).format(new Date(at))

function lastPassword(world: World, card: Card) {
  const events = world.store
    .ofOwner('password', card.cardRef)
    .filter(({ kind }) => kind !== 'locked' && kind !== 'unlocked')
  return events.reduce<(typeof events)[number] | undefined>(
    (last, event) => (last === undefined || event.at > last.at ? event : last),
    undefined,
  )
}

function portalWord(world: World, words: Words, card: Card): string | null {
  const portal = world.store.find('portal', card.customerRef)
  if (portal?.loginCardRef === card.cardRef) return words.loginCard
  return portal?.linkedCardRefs.includes(card.cardRef) ? words.linkedCard : null
}

function authenticationWord(world: World, words: Words, card: Card): string {
  const profile = world.need('profile', card.cardRef)
  if (!profile.supports3ds) return words.unsupported
  return profile.enrolled ? words.enrolled : words.notEnrolled
}

function cardView(world: World, words: Words, time: (at: string) => string, card: Card) {
  const password = lastPassword(world, card)
  const portal = portalWord(world, words, card)
  const isOver = card.status === 'stopped' || card.status === 'closed'
  return {
    ...card,
    isOver,
    statusWord: valueWord(words, card.status),
    locks: activeLocks(world, card.cardRef),
    hold: world.store.ofOwner('hold', card.cardRef).find(isHolding),
    password: password ? `${time(password.at)} ${valueWord(words, password.kind)}` : words.never,
    authentication: authenticationWord(world, words, card),
    portal: portal ?? words.notInPortal,
    canRegister: portal === null && !isOver && card.kind !== 'etc',
  }
}

const walletViews = (world: World, words: Words, customerRef: string) =>
  world.store.ofOwner('token', customerRef).map((token) => ({
    ...token,
    name: valueWord(words, token.provider),
    word: valueWord(words, token.state === 'suspended' ? 'suspended' : token.relinkState),
    card: world.need('card', token.cardRef).last4,
  }))

const parcelViews = (world: World, words: Words, customerRef: string) =>
  world.store.ofOwner('shipment', customerRef).map((parcel) => {
    const order = world.need('reissue', parcel.reissueRef)
    const isOver = parcel.state === 'delivered' || parcel.state === 'returned'
    const card = order.newCardRef === null ? undefined : world.store.find('card', order.newCardRef)
    return { ...parcel, order, card, isOver, word: valueWord(words, parcel.state) }
  })

function logOf(world: World, words: Words, time: (at: string) => string, customerRef: string) {
  return happeningsOf(world.store, customerRef).map((happening) => ({
    id: happening.id,
    time: time(happening.at),
    at: happening.at,
    text: sentence(words, happening),
  }))
}

/** What the last button did: a sentence, and for a top-up what the payment app showed. */
function shownResult(world: World, words: Words, customerRef: string, id: number) {
  const happening = findHappening(world.store, id)
  const mine = happening && (happening.customerRef ?? customerRef) === customerRef
  if (!happening || !mine) return null
  const isTopUp = happening.code === 'top_up_ok' || happening.code === 'top_up_failed'
  const { amount, code } = happening.details
  const app = { amount: Number(amount ?? 0).toLocaleString('ja-JP'), code: String(code ?? '') }
  return { text: sentence(words, happening), app: isTopUp ? app : null }
}

const customerList = (world: World, words: Words) => {
  const scenarios: Readonly<Record<string, string>> = words.scenarios
  return world.store.all('customer').map((customer) => ({
    ...customer,
    scenario: scenarios[customer.customerRef] ?? '',
  }))
}

export interface Wish {
  customerRef: string
  language: Language
  shown: number
}

export function stagePage(world: World, { customerRef, language, shown }: Wish) {
  const words = wordsOf(language)
  const time = shortTime(language)
  return {
    words,
    language,
    valueOf: (name: string) => valueWord(words, name),
    customers: customerList(world, words),
    customer: world.need('customer', customerRef),
    now: longTime(language, world.now()),
    network: world.networkManner(),
    isOn: systemIsOn(world),
    cards: cardsOf(world, customerRef).map((card) => cardView(world, words, time, card)),
    wallets: walletViews(world, words, customerRef),
    parcels: parcelViews(world, words, customerRef),
    moves: world.store.ofOwner('move', customerRef).filter(({ state }) => state === 'review'),
    log: logOf(world, words, time, customerRef),
    result: shownResult(world, words, customerRef, shown),
  }
}
