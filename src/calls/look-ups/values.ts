import type { Card, CustomerSummary, Network, StoppableCard } from '../../cards/card.ts'
import { tokyoDate } from '../../cards/delivery.ts'
import { phoneLast4 } from '../../customers/phone.ts'
import { placeholders as en } from '../../i18n/en/placeholders.ts'
import { placeholders as ja } from '../../i18n/ja/placeholders.ts'
import type { Value } from '../look-up.ts'

export type Values = Readonly<Record<string, Value>>

export const text = (inJa: string, inEn = inJa): Value => ({ type: 'text', ja: inJa, en: inEn })
export const digits = (value: string): Value => ({ type: 'digits', value })
export const count = (value: number): Value => ({ type: 'count', value: String(value) })
export const yen = (value: number): Value => ({ type: 'yen', value: String(value) })
export const instant = (iso: string): Value => ({ type: 'instant', iso })
export const date = (iso: string): Value => ({ type: 'date', iso })
/** The Tokyo date of an instant. */
export const dateOf = (iso: string): Value => date(tokyoDate(iso))

/** Only the values that there are: a missing one falls back to the catalogue's words for "see the screen". */
export const known = (values: Readonly<Record<string, Value | null>>): Values =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  )
export const orNull = <T>(value: T | null | undefined, make: (value: T) => Value): Value | null =>
  value === null || value === undefined ? null : make(value)

export const networkName = (network: Network): Value =>
  text(ja.networkReading[network], en.networkReading[network])

/** How a person is addressed, with the reading beside the name. */
export function customerValues(customer: CustomerSummary): Values {
  const phone = customer.phones.find(({ primary }) => primary) ?? customer.phones[0]
  return known({
    'customer.name': {
      type: 'text',
      ja: customer.nameKanji,
      en: customer.nameKanji,
      reading: customer.nameKana,
    },
    'phone.last4': orNull(phone, ({ number }) => digits(phoneLast4(number))),
  })
}

export const cardValues = (card: Pick<StoppableCard, 'label' | 'last4' | 'network'>): Values => ({
  'card.label': text(card.label),
  'card.last4': digits(card.last4),
  'network.name': networkName(card.network),
})

/** What is read out about whom and which card the call is about. */
export function subjectValues(
  overview: { customer: CustomerSummary; cards: readonly Card[] },
  cardRef: string,
): Values {
  const card = overview.cards.find((each) => each.cardRef === cardRef)
  return { ...customerValues(overview.customer), ...(card ? cardValues(card) : {}) }
}
