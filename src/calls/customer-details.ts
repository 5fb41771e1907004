import type { Address, CustomerOverview } from '../cards/card.ts'
import { CardSystemError } from '../cards/card-system.ts'
import { formatBirthDate } from '../customers/birth-date.ts'
import type { Customer } from '../customers/customer.ts'
import type { CustomerCardView, CustomerDetails } from '../customers/customer-page.ts'
import type { CallDeps } from './context.ts'
import { factViews } from './facts-view.ts'
import type { Fact } from './look-up.ts'
import { overviewOf } from './look-ups/index.ts'
import { type Wording, wordFor } from './wording.ts'

/** What the card system tells just now; `null` while it does not answer. */
interface Now {
  readonly overview: CustomerOverview
  readonly facts: readonly Fact[]
}

/** What is registered: as the card system tells it now, else what Annai itself knows. */
export async function customerDetails(
  deps: Pick<CallDeps, 'cardSystem' | 'clock'>,
  customer: Customer,
  wording: Wording,
): Promise<CustomerDetails> {
  const { t, lang } = wording
  const now = await readNow(deps, customer.customerRef)
  const bank = now?.overview.customer.bank ?? null
  return {
    birthDate: customer.birthDate,
    birthEra:
      lang === 'ja' ? (/（(.+?)）/.exec(formatBirthDate(customer.birthDate, lang))?.[1] ?? '') : '',
    memberNo: customer.memberNo,
    phones: customer.phones.map((phone) => ({
      kindLabel: t.terms.phoneKind[phone.kind],
      number: phone.number,
      primary: phone.primary,
    })),
    asOf: now ? deps.clock.now().toISOString() : customer.updatedAt,
    isNow: now !== null,
    address: now ? addressWords(now.overview.customer.address) : null,
    bank: bank && `${bank.name} ${bank.branch}`,
    cards: now ? liveCards(now, wording) : knownCards(customer, wording),
  }
}

async function readNow(
  { cardSystem, clock }: Pick<CallDeps, 'cardSystem' | 'clock'>,
  customerRef: string,
): Promise<Now | null> {
  try {
    const [overview, { facts }] = await Promise.all([
      cardSystem.read('getCustomerOverview', { customerRef }),
      overviewOf(cardSystem, customerRef, clock.now()),
    ])
    return { overview, facts }
  } catch (error) {
    if (error instanceof CardSystemError) return null
    throw error
  }
}

const addressWords = ({ postalCode, prefecture, city, line1, line2 }: Address): string =>
  `〒${postalCode} ${prefecture}${city}${line1}${line2 ? ` ${line2}` : ''}`

const knownCards = (customer: Customer, { t }: Wording): CustomerCardView[] =>
  customer.cards.map(({ label, last4, network }) => ({
    label,
    last4,
    network: t.terms.network[network],
    status: null,
    facts: [],
  }))

const liveCards = ({ overview, facts }: Now, wording: Wording): CustomerCardView[] =>
  overview.cards.map((card) => {
    const own = facts.filter((fact) => fact.cardRef === card.cardRef)
    const mark = own.find((fact) => fact.code === 'card.status')?.mark ?? 'plain'
    return {
      label: card.label,
      last4: card.last4,
      network: wordFor(wording.t.terms.network, card.network),
      status: { words: wordFor(wording.t.terms.cardStatus, card.status), mark },
      facts: factViews(
        own.filter((fact) => fact.code !== 'card.status'),
        wording,
      ),
    }
  })
