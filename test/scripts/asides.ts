import {
  BACK,
  type Choice,
  type Interrupt,
  type Script,
  type Step,
} from '../../src/scripts/script.ts'
import { type Dice, dice } from './few-words.ts'
import { bareStep, plainChoice, policiesFor, tameScript } from './random.ts'

const BLANK = { ja: '', en: '' }
const MOODS = ['calm', 'cross']

const mood = (die: Dice) => (die.chance(0.3) ? { set: { mood: die.one(MOODS) } } : {})
const guard = (die: Dice) => (die.chance(0.2) ? { when: { mood: [die.one(MOODS)] } } : {})

function answer(die: Dice, outcome: string, next: string): Choice {
  return {
    ...plainChoice(outcome, next, 'operator'),
    ...mood(die),
    ...guard(die),
    ...(die.chance(0.2) ? { commits: ['call_back'] } : {}),
    forgetsIdentity: die.chance(0.2),
  }
}

/** A step that an interrupt leads to; mostly bounded for the whole call, as such steps ought to be. */
function aside(die: Dice, id: string, ways: readonly string[], end: string): Step {
  const per = die.chance(0.85) ? ('call' as const) : ('matter' as const)
  const atMost = { visits: 1 + die.below(2), otherwise: end, per }
  const choices = ['a', 'b'].map((outcome) => answer(die, outcome, die.one(ways)))
  return { ...bareStep(id, 'ask'), choices, ...(die.chance(0.9) ? { atMost } : {}) }
}

/** A small script with interrupts from which calls come back in many ways. */
export function scriptWithAsides(seed: number): Script {
  const base = tameScript(seed)
  const die = dice(seed + 1)
  const own = [...base.steps.keys()]
  const end = own.at(-1) ?? ''
  const far = aside(die, 'aside_far', [BACK, BACK, die.one(own)], end)
  const near = aside(die, 'aside_near', [BACK, BACK, far.id, die.one(own)], end)
  const press = (id: string, next: string): Interrupt => ({
    id,
    label: BLANK,
    next,
    set: {},
    ...mood(die),
  })
  const interrupts = [press('i0', near.id), ...(die.chance(0.3) ? [press('i1', far.id)] : [])]
  const steps = new Map([...base.steps, [near.id, near], [far.id, far]])
  const script = { ...base, steps, interrupts }
  return { ...script, policies: policiesFor(script, seed + 2) }
}
