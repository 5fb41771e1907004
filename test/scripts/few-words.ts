import type { Vocabulary } from '../../src/scripts/vocabulary.ts'

/** A vocabulary of a few words, so that small random scripts meet all of them. */
export const FEW_WORDS: Vocabulary = {
  lookUps: {
    search: { level: 'none', reads: [], outcomes: { one: { customer: true }, none: {} } },
    verify: {
      level: 'none',
      reads: [],
      outcomes: { full: { identity: 'full' }, basic: { identity: 'basic' }, fail: {} },
    },
    pick: { level: 'basic', reads: [], outcomes: { picked: { card: true }, none: {} } },
  },
  actions: {
    stop: {
      level: 'basic',
      operation: 'stop',
      target: 'card',
      final: true,
      repeatable: false,
      outcomes: ['ok', 'refused'],
      with: {},
    },
  },
  placeholders: {
    'case.no': { level: 'none', neutral: false },
    'card.last4': { level: 'basic', neutral: false },
    'eta.from': { level: 'full', neutral: false },
    'customer.name': { level: 'basic', neutral: true },
  },
  commitments: ['call_back'],
  references: [],
  never: [],
  dispositions: ['resolved'],
}

/** Mulberry32: small, and the same everywhere. */
export function dice(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    chance: (share: number) => next() < share,
    below: (count: number) => Math.floor(next() * count),
    one<T>(items: readonly T[]): T {
      const item = items[Math.floor(next() * items.length)]
      if (item === undefined) throw new Error('Nothing to choose from')
      return item
    },
  }
}
export type Dice = ReturnType<typeof dice>
