import type { CustomerSummary } from '../../cards/card.ts'
import { compare, type SaidItems } from '../../customers/verification.ts'
import type { Level } from '../../scripts/script.ts'
import type { LookUp, Seen } from '../look-up.ts'
import { fact } from './fact.ts'
import { saidItems, unreadable } from './said.ts'
import { seen } from './seen.ts'
import { customerValues } from './values.ts'

const OUTCOMES: Readonly<Record<Level, string>> = { full: 'full', basic: 'basic', none: 'no_match' }

/** After too many tries by anybody nothing is compared any more, and nothing is told but that. */
export const nothingCompared = (): Seen =>
  seen({ proposed: 'no_match', facts: [fact('verification.closed', {}, 'bad')] })

/** Compares what was said with what is registered; the facts tell how many items, never which one failed. */
export const verification: LookUp = async ({ cardSystem, customerRef, said, allowed = 'all' }) => {
  const wrong = unreadable(said)
  if (wrong.length > 0)
    return seen({ facts: wrong.map((item) => fact('verification.unreadable', { item }, 'warn')) })
  if (customerRef === null) return seen({ facts: [fact('search.none', {}, 'warn')] })
  const { customer } = await cardSystem.read('getCustomerOverview', { customerRef })
  const items = allowed === 'all' ? saidItems(said) : nameAndBirth(saidItems(said))
  const { level, tried, count } = tryOf(items, customer)
  const told =
    allowed === 'all'
      ? fact('verification.compared', { count }, 'plain')
      : fact('verification.cooling', {}, 'bad')
  return seen({
    proposed: OUTCOMES[level],
    facts: [told],
    ...(level === 'none' ? {} : { values: customerValues(customer) }),
    gives: level === 'none' ? { tried } : { tried, identity: level },
  })
}

/** A family member or other caller: name and birth date of the cardmember make `basic`, however much more is said. */
export const thirdPartyCheck: LookUp = async ({
  cardSystem,
  customerRef,
  said,
  allowed = 'all',
}) => {
  const cooling = allowed === 'all' ? [] : [fact('verification.cooling', {}, 'bad')]
  const items = nameAndBirth(saidItems(said))
  const nothing = seen({
    proposed: 'no_match',
    facts: [fact('third_party.not_stated', {}, 'warn'), ...cooling],
  })
  if (customerRef === null || items.name === '' || items.birthDate === '') return nothing
  const { customer } = await cardSystem.read('getCustomerOverview', { customerRef })
  const { level, tried } = tryOf(items, customer)
  if (level === 'none') return { ...nothing, gives: { tried } }
  return seen({
    proposed: 'basic',
    facts: [fact('third_party.stated', {}, 'ok'), ...cooling],
    gives: { tried, identity: 'basic' },
  })
}

/** What leads to a stop and no further. */
const nameAndBirth = ({ name = '', birthDate = '' }: SaidItems) => ({ name, birthDate })

function tryOf(items: SaidItems, customer: CustomerSummary) {
  const { level, compared, failed } = compare(items, customer)
  const count = compared.length
  return { level, count, tried: { level, compared: count, failed } }
}
