import { FAULT_KINDS } from '../../src/cards/simulator/faults.ts'
import type { Dice } from './dice.ts'

/** A refusal is no misbehaviour: what is refused is not to be done. */
const KINDS = FAULT_KINDS.filter((kind) => kind !== 'error_400')
/** What may go wrong around a change, and while somebody looks something up. */
const OPERATIONS = {
  change: ['stopCard', 'requestReissue', 'changes', 'getOperation', '*'],
  look: ['reads'],
} as const
export type Occasion = keyof typeof OPERATIONS

const put = async (url: string, faults: readonly unknown[]): Promise<void> => {
  const answer = await fetch(`${url}/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ faults }),
  })
  if (answer.status !== 200) throw new Error(`faults: ${answer.status}`)
}

/** Lets the card system misbehave a few times; gives how many faults were set. */
export async function misbehave(url: string, dice: Dice, occasion: Occasion): Promise<number> {
  const faults = Array.from({ length: 1 + dice.roll(3) }, () => {
    const kind = dice.pick(KINDS)
    const delayMs = kind === 'delay' ? dice.roll(1500) : 0
    const chance = dice.chance(25) ? { chance: 0.5, seed: dice.roll(1000) } : {}
    const operation = dice.pick<string>(OPERATIONS[occasion])
    return { operation, kind, delayMs, times: 1 + dice.roll(2), ...chance }
  })
  await put(url, faults)
  return faults.length
}
export const behave = (url: string): Promise<void> => put(url, [])
