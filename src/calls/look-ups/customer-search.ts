import type { CustomerSummary } from '../../cards/card.ts'
import type { CustomerCriteria } from '../../cards/card-system.ts'
import { isKana, kanaKey, nameKey } from '../../customers/name.ts'
import type { LookUp, Seen } from '../look-up.ts'
import { fact } from './fact.ts'
import { READABLE, readSaid, type Said, saidName, unreadable } from './said.ts'
import { seen } from './seen.ts'
import { customerValues } from './values.ts'

const ITEMS_AT_LEAST = 2

/** What the card system can search by; a name written in kanji is compared with what it finds. */
function criteriaOf(said: Said): CustomerCriteria {
  const name = saidName(said)
  const read = READABLE.map((item) => [item, readSaid(said, item) ?? ''] as const)
  const items = [['kana', isKana(name) ? kanaKey(name) : ''] as const, ...read]
  return Object.fromEntries(items.filter(([, value]) => value !== ''))
}

/** People of the same kana are told apart by their kanji when these were said. */
function fitsName(said: Said, customer: CustomerSummary): boolean {
  const name = saidName(said)
  return name === '' || isKana(name) || nameKey(customer.nameKanji).startsWith(nameKey(name))
}

const named = ({ nameKanji, nameKana }: CustomerSummary) => ({ name: nameKanji, kana: nameKana })

function found(customers: readonly CustomerSummary[]): Seen {
  const [customer] = customers
  if (!customer) return seen({ proposed: 'none', facts: [fact('search.none', {}, 'warn')] })
  if (customers.length > 1)
    return seen({
      proposed: 'many',
      facts: [
        fact('search.many', { count: customers.length }, 'warn'),
        ...customers.map((each) => fact('search.candidate', named(each))),
      ],
      gives: { shown: customers.map(({ customerRef }) => customerRef) },
    })
  return seen({
    proposed: 'one',
    facts: [fact('search.one', named(customer), 'ok')],
    values: customerValues(customer),
    gives: { customer },
  })
}

/** Finds the cardmember by two items or more; below verification no more than a name is shown. */
export const customerSearch: LookUp = async ({ cardSystem, said }) => {
  const wrong = unreadable(said)
  if (wrong.length > 0)
    return seen({ facts: wrong.map((item) => fact('search.unreadable', { item }, 'warn')) })
  const criteria = criteriaOf(said)
  if (Object.keys(criteria).length < ITEMS_AT_LEAST)
    return seen({ facts: [fact('search.too_few', {}, 'warn')] })
  const { customers, tooMany } = await cardSystem.read('searchCustomers', criteria)
  if (tooMany) return seen({ proposed: 'many', facts: [fact('search.too_many', {}, 'warn')] })
  return found(customers.filter((customer) => fitsName(said, customer)))
}
