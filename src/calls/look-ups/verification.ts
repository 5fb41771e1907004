import { compare } from '../../customers/verification.ts'
import type { Level } from '../../scripts/script.ts'
import type { LookUp } from '../look-up.ts'
import { fact } from './fact.ts'
import { saidItems, unreadable } from './said.ts'
import { seen } from './seen.ts'
import { customerValues } from './values.ts'

const OUTCOMES: Readonly<Record<Level, string>> = { full: 'full', basic: 'basic', none: 'no_match' }

/** Compares what was said with what is registered; the facts tell how many items, never which one failed. */
export const verification: LookUp = async ({ cardSystem, customerRef, said }) => {
  const wrong = unreadable(said)
  if (wrong.length > 0)
    return seen({ facts: wrong.map((item) => fact('verification.unreadable', { item }, 'warn')) })
  if (customerRef === null) return seen({ facts: [fact('search.none', {}, 'warn')] })
  const { customer } = await cardSystem.read('getCustomerOverview', { customerRef })
  const { level, compared } = compare(saidItems(said), customer)
  return seen({
    proposed: OUTCOMES[level],
    facts: [fact('verification.compared', { count: compared.length }, 'plain')],
    values: customerValues(customer),
    gives: level === 'none' ? {} : { identity: level },
  })
}

/** A family member or other caller: name and birth date of the cardmember make `basic`, however much more is said. */
export const thirdPartyCheck: LookUp = async ({ cardSystem, customerRef, said }) => {
  const { name = '', birthDate = '' } = saidItems(said)
  const nothing = seen({
    proposed: 'no_match',
    facts: [fact('third_party.not_stated', {}, 'warn')],
  })
  if (customerRef === null || name === '' || birthDate === '') return nothing
  const { customer } = await cardSystem.read('getCustomerOverview', { customerRef })
  if (compare({ name, birthDate }, customer).level === 'none') return nothing
  return seen({
    proposed: 'basic',
    facts: [fact('third_party.stated', {}, 'ok')],
    gives: { identity: 'basic' },
  })
}
