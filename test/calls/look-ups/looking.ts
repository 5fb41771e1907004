import { expect } from 'chai'
import type { LookUpContext, Seen } from '../../../src/calls/look-up.ts'
import { factWords, type LookUpName, lookUps } from '../../../src/calls/look-ups/index.ts'
import { type ActionFacts, planAction, resultFacts } from '../../../src/cards/action-inputs.ts'
import { CHANGES, type ChangeName, type Input } from '../../../src/cards/card-system.ts'
import { facts as en, factTerms as enTerms } from '../../../src/i18n/en/facts.ts'
import { facts as ja, factTerms as jaTerms } from '../../../src/i18n/ja/facts.ts'
import { vocabulary } from '../../../src/scripts/vocabulary.ts'
import { openWorld, type TestWorld } from '../../cards/world.ts'

/** One demo customer on the line, with one card chosen: what an operator would look up and do. */
export interface Line {
  readonly world: TestWorld
  look(name: LookUpName, over?: Partial<LookUpContext>): Promise<Seen>
  /** Carries an action out with what was seen; gives what it brings for the next one. */
  act(action: string, over?: Partial<ActionFacts>): Promise<Seen['refs']>
  /** Presses a button of the stage. */
  stage(act: string, form?: Record<string, string>): Promise<void>
  days(count: number): Promise<void>
}

export const customerRef = (number: string) => `customer-${number}`
export const cardRef = (number: string, letter = 'a') => `card-${number}-${letter}`

async function post(world: TestWorld, path: string, form: Record<string, string>): Promise<void> {
  const body = new URLSearchParams(form)
  const answer = await fetch(world.url + path, { method: 'POST', body, redirect: 'manual' })
  expect(answer.status, await answer.text()).to.equal(303)
}

/** Every outcome that is proposed must be one that a script can name, and every fact must have its words. */
function expectSayable(name: LookUpName, seen: Seen): void {
  const outcomes = Object.keys(vocabulary.lookUps[name]?.outcomes ?? {})
  if (seen.proposed !== null) expect(outcomes).to.include(seen.proposed)
  const known = Object.keys(vocabulary.placeholders)
  for (const value of Object.keys(seen.values)) expect(known).to.include(value)
  for (const text of [...words(seen, 'ja'), ...words(seen, 'en')])
    expect(text).not.to.match(/undefined|NaN|\[object/)
}

export function words(seen: Seen, language: 'ja' | 'en' = 'ja'): string[] {
  const catalogue =
    language === 'ja' ? { facts: ja, factTerms: jaTerms } : { facts: en, factTerms: enTerms }
  return seen.facts.map((each) => factWords(each, catalogue).words)
}
export const codes = (seen: Seen): string[] => seen.facts.map(({ code }) => code)

/** A value as it is read out in Japanese. */
export function said(seen: Seen, name: string): string | undefined {
  const value = seen.values[name]
  if (!value) return undefined
  if (value.type === 'text') return value.ja
  return 'iso' in value ? value.iso : value.value
}

let keys = 0
const isChange = (name: string): name is ChangeName => CHANGES.some((each) => each === name)

export function lineOf(world: TestWorld, number: string, chosen = cardRef(number)): Line {
  const seenRefs: Record<string, readonly string[]> = {}
  const subject = { customerRef: customerRef(number), cardRefs: [chosen] }
  return {
    world,
    async look(name, over = {}) {
      const seen = await lookUps[name]({
        cardSystem: world.cards,
        now: world.clock.now,
        ...subject,
        said: {},
        refs: seenRefs,
        startedAt: world.clock.now.toISOString(),
        answers: {},
        openCases: [],
        fromNumber: null,
        ...over,
      })
      expectSayable(name, seen)
      Object.assign(seenRefs, seen.refs)
      return seen
    },
    async act(action, over = {}) {
      const facts = { refs: seenRefs, ...subject, parameters: {}, fields: {}, ...over }
      const plan = planAction(action, facts)
      expect(plan, `${action} has a target`).not.to.be.empty
      for (const { operation, input } of plan) {
        if (!isChange(operation)) throw new Error(operation)
        keys += 1
        // `planAction` made the input for this very operation.
        const typed = input as Input<ChangeName>
        const output = await world.cards.change(operation, typed, `line-${keys}`)
        Object.assign(seenRefs, resultFacts(action, output).refs)
      }
      return { ...seenRefs }
    },
    stage: (act, form = {}) =>
      post(world, `/stage/customers/${customerRef(number)}/${act}`, { cardRef: chosen, ...form }),
    async days(count) {
      world.clock.now = new Date(world.clock.now.getTime() + count * 86_400_000)
    },
  }
}

export async function withLine(
  number: string,
  work: (line: Line) => Promise<void>,
  chosen?: string,
): Promise<void> {
  const world = await openWorld()
  try {
    await work(lineOf(world, number, chosen))
  } finally {
    await world.close()
  }
}
