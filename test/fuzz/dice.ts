/** Dice that fall alike for the same seed, so that what was found can be found again. */
export interface Dice {
  /** A whole number from 0 to `below` - 1. */
  roll(below: number): number
  /** True once in so many times. */
  once(inSoMany: number): boolean
  pick<T>(from: readonly T[]): T
}

export function diceOf(seed: number): Dice {
  let state = seed >>> 0
  // mulberry32, by Tommy Ettinger (public domain).
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const roll = (below: number) => Math.floor(next() * below)
  return {
    roll,
    once: (inSoMany) => roll(inSoMany) === 0,
    pick: (from) => {
      if (from.length === 0) throw new Error('nothing to pick from')
      return from[roll(from.length)] as never // within the list
    },
  }
}
