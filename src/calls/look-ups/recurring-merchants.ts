import { fact } from './fact.ts'
import { forCard, seen } from './seen.ts'
import { subjectValues, text } from './values.ts'

const MONTHS = 13

/** Who charges this card regularly. The list may lack some, so the customer is asked all the same. */
export const recurringMerchants = forCard(async ({ cardSystem }, { cardRef, customerRef }) => {
  const [merchants, overview] = await Promise.all([
    cardSystem.read('listRecurringMerchants', { cardRef, months: MONTHS }),
    cardSystem.read('getCustomerOverview', { customerRef }),
  ])
  const names = merchants.map(({ name }) => name)
  const facts = merchants.map(({ name, lastAt, amountYen, cadence, updaterState }) =>
    fact(
      'recurring.merchant',
      { name, last: lastAt, yen: amountYen, cadence, updater: updaterState },
      updaterState === 'supported' ? 'plain' : 'warn',
    ),
  )
  return seen({
    proposed: merchants.length > 0 ? 'some' : 'none',
    facts: facts.length > 0 ? facts : [fact('recurring.none', { months: MONTHS }, 'ok')],
    values: {
      ...subjectValues(overview, cardRef),
      ...(names.length > 0 ? { 'recurring.names': text(names.join('、'), names.join(', ')) } : {}),
    },
  })
})
