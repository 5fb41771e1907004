import type { Dice } from './dice.ts'

/** What the card system may do to a change, or to the question after one. */
const KINDS = ['delay', 'error_500', 'error_503', 'reset', 'hang', 'malformed', 'lost'] as const
const OPERATIONS = ['stopCard', 'requestReissue', 'changes', 'getOperation', '*'] as const

const put = async (url: string, faults: readonly unknown[]): Promise<void> => {
  const answer = await fetch(`${url}/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ faults }),
  })
  if (answer.status !== 200) throw new Error(`faults: ${answer.status}`)
}

/** Lets the card system misbehave a few times; gives how many faults were set. */
export async function misbehave(url: string, dice: Dice): Promise<number> {
  const faults = Array.from({ length: 1 + dice.roll(3) }, () => {
    const kind = dice.pick(KINDS)
    const delayMs = kind === 'delay' ? dice.roll(1500) : 0
    return { operation: dice.pick(OPERATIONS), kind, delayMs, times: 1 + dice.roll(2) }
  })
  await put(url, faults)
  return faults.length
}
export const behave = (url: string): Promise<void> => put(url, [])
