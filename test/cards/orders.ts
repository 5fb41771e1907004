import type { TestWorld } from './world.ts'

/** Changes under keys of their own. */
let keys = 0
export const newKey = () => {
  keys += 1
  return `contract-${keys}`
}

export const stopFor = (cards: TestWorld['cards'], cardRef: string) =>
  cards.change('stopCard', { cardRef, reason: 'suspected_fraud', alsoRelated: true }, newKey())
export const order = (cards: TestWorld['cards'], stopRef: string, more = {}) =>
  cards.change(
    'requestReissue',
    { stopRef, newNumber: true, addressConfirmed: true, ...more },
    newKey(),
  )
