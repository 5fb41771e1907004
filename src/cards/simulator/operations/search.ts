import type { CustomerSummary } from '../../card.ts'
import type { CustomerCriteria, Output } from '../../card-system.ts'
import { Refused } from '../refused.ts'
import { cardsOf, type World } from '../world.ts'

const FOUND_AT_MOST = 10
const ITEMS_AT_LEAST = 2

const digits = (text: string): string => text.normalize('NFKC').replace(/\D/g, '')

/** Kana as it is compared: full width, katakana, no spaces. */
const kana = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/[ぁ-ゖ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0x60))

type Matches = {
  [C in keyof CustomerCriteria]-?: (customer: CustomerSummary, wanted: string) => boolean
}
const matches: Matches = {
  kana: (customer, wanted) => kana(customer.nameKana).startsWith(kana(wanted)),
  birthDate: (customer, wanted) => customer.birthDate === wanted,
  phone: (customer, wanted) => customer.phones.some(({ number }) => number === digits(wanted)),
  last4: (customer, wanted) => customer.cards.some((card) => card.last4 === wanted),
  postalCode: (customer, wanted) => digits(customer.address.postalCode) === digits(wanted),
  memberNo: (customer, wanted) => customer.memberNo === digits(wanted),
}

export function summaryOf(world: World, customerRef: string): CustomerSummary {
  const cards = cardsOf(world, customerRef).map(({ cardRef, label, network, last4 }) => ({
    cardRef,
    label,
    network,
    last4,
  }))
  return { ...world.need('customer', customerRef), cards }
}

/** What was really asked for: an empty text is no criterion. */
const asked = (criteria: CustomerCriteria): [keyof CustomerCriteria, string][] =>
  KEYS.flatMap((name) => {
    const wanted = criteria[name]?.trim()
    return wanted ? [[name, wanted] satisfies [keyof CustomerCriteria, string]] : []
  })
const KEYS = ['kana', 'birthDate', 'phone', 'last4', 'postalCode', 'memberNo'] as const

/** Nobody is found by one item alone, and nobody is listed when there are too many. */
export function searchCustomers(
  world: World,
  criteria: CustomerCriteria,
): Output<'searchCustomers'> {
  const items = asked(criteria)
  if (items.length < ITEMS_AT_LEAST) throw new Refused('invalid_request')
  const customers = world.store
    .all('customer')
    .map(({ customerRef }) => summaryOf(world, customerRef))
    .filter((customer) => items.every(([name, wanted]) => matches[name](customer, wanted)))
  const tooMany = customers.length > FOUND_AT_MOST
  return { customers: tooMany ? [] : customers, tooMany }
}
