import type {
  Choice,
  EventPattern,
  Interrupt,
  Level,
  Policy,
  Requirement,
  Script,
  Step,
  Text,
} from '../../src/scripts/script.ts'
import { BACK, LEVELS } from '../../src/scripts/script.ts'
import { type Dice, dice, FEW_WORDS } from './few-words.ts'

const BLANK: Text = { ja: '', en: '' }
const VARIABLES = { mood: ['calm', 'cross'], topic: ['none', 'lost', 'found'] } as const
const NAMES = Object.keys(VARIABLES) as (keyof typeof VARIABLES)[] // the keys of the constant above
const WORDS = [...Object.keys(FEW_WORDS.placeholders), null, null, null]

const words = (die: Dice): Text => {
  const word = die.one(WORDS)
  return { ja: word ? `{{${word}}}です` : '文', en: word ? `{{${word}}}` : 'text' }
}
const setting = (die: Dice) => {
  const name = die.one(NAMES)
  return { [name]: die.one(VARIABLES[name]) }
}

export const plainChoice = (outcome: string, next: string, by: Choice['by']): Choice => ({
  outcome,
  label: BLANK,
  next,
  by,
  when: {},
  set: {},
  needs: 'none',
  forgetsIdentity: false,
  opensMatter: false,
  commits: [],
  keeps: [],
})

const KINDS = ['say', 'ask', 'ask', 'check', 'check', 'act', 'route'] as const
const TAME_KINDS = ['say', 'ask', 'ask', 'check', 'route'] as const

class Maker {
  private readonly die: Dice
  /** Mostly sound: loops come to bounded steps only, everything is handled, nothing is said too early. */
  private readonly tame: boolean
  private readonly ids: readonly string[]
  private readonly ends: readonly string[]
  private readonly goesBack: boolean

  constructor(die: Dice, tame: boolean) {
    this.die = die
    this.tame = tame
    this.ids = Array.from({ length: 3 + die.below(4) }, (_, index) => `s${index}`)
    this.ends = die.chance(0.5) ? ['end_a'] : ['end_a', 'end_b']
    this.goesBack = die.chance(0.5)
  }

  script(): Script {
    const { die } = this
    const steps = [...this.ids.map((id, index) => this.step(id, index)), ...this.ends.map(endStep)]
    const interrupts = Array.from({ length: die.below(3) }, (_, index) =>
      this.interrupt(`i${index}`),
    )
    const script: Script = {
      id: 'random',
      title: BLANK,
      start: 's0',
      phases: [],
      variables: VARIABLES,
      policies: [],
      interrupts,
      steps: new Map(steps.map((step) => [step.id, step])),
    }
    return { ...script, policies: this.policies(script) }
  }

  policies(script: Script): Policy[] {
    return Array.from({ length: 3 }, (_, index) => this.policy(script, `p${index}`))
  }

  /** Mostly a later step, so that many calls come to an end. */
  private target(index: number): string {
    const { die } = this
    if (this.goesBack && die.chance(this.tame ? 0.02 : 0.12)) return BACK
    const later = [...this.ids.slice(index + 1), ...this.ends]
    return die.chance(this.tame ? 0.9 : 0.75)
      ? die.one(later)
      : die.one([...this.ids, ...this.ends])
  }

  private choice(outcome: string, index: number, by: Choice['by']): Choice {
    const { die } = this
    const guarded = by === 'operator' && !(this.tame && outcome === 'a') && die.chance(0.3)
    const opensMatter = die.chance(0.06)
    const next = this.target(index)
    return {
      ...plainChoice(outcome, opensMatter && next === BACK ? 's0' : next, by),
      ...(die.chance(0.3) ? { set: setting(die) } : {}),
      ...(guarded ? { when: this.condition() } : {}),
      ...(by === 'operator' && outcome !== 'a' && die.chance(0.1)
        ? { needs: die.one(LEVELS) }
        : {}),
      ...(!this.tame && die.chance(0.2) ? { say: words(die) } : {}),
      ...(die.chance(0.12) ? { commits: ['call_back'] } : {}),
      forgetsIdentity: die.chance(0.06),
      opensMatter,
    }
  }

  private condition() {
    const name = this.die.one(NAMES)
    return { [name]: [this.die.one(VARIABLES[name])] }
  }

  private step(id: string, index: number): Step {
    const { die } = this
    const kind = die.one(this.tame ? TAME_KINDS : KINDS)
    const say = kind === 'route' || this.tame ? {} : { say: words(die) }
    const step = { ...bareStep(id, kind), ...say, ...this.bound(index) }
    if (kind === 'say') {
      const next = this.choice('next', index, 'operator')
      return { ...step, choices: [this.tame ? { ...next, when: {}, needs: 'none' } : next] }
    }
    if (kind === 'route') return this.route(step, index)
    if (kind === 'ask') {
      const outcomes = ['a', 'b', 'c'].slice(0, 1 + die.below(3))
      const needs: Level = die.chance(this.tame ? 0 : 0.2) ? die.one(LEVELS) : 'none'
      return {
        ...step,
        needs,
        choices: outcomes.map((each) => this.choice(each, index, 'operator')),
      }
    }
    const lookUp = die.one(this.tame ? ['search', 'verify'] : Object.keys(FEW_WORDS.lookUps))
    const spec = kind === 'check' ? FEW_WORDS.lookUps[lookUp] : FEW_WORDS.actions.stop
    const given = Array.isArray(spec?.outcomes) ? spec.outcomes : Object.keys(spec?.outcomes ?? {})
    return {
      ...step,
      ...(kind === 'check' ? { lookUp } : { action: 'stop' }),
      needs: spec?.level ?? 'none',
      choices: given.map((each: string) => this.choice(each, index, 'system')),
    }
  }

  private route(step: Step, index: number): Step {
    const { die } = this
    const on = die.one([...NAMES, '$identity', '$network'])
    const values =
      on === '$identity'
        ? LEVELS
        : on === '$network'
          ? ['AMEX', 'VISA', 'MASTERCARD', 'JCB', 'DINERS', 'unknown']
          : (Object.entries(VARIABLES).find(([name]) => name === on)?.[1] ?? [])
    return { ...step, on, choices: values.map((each) => this.choice(each, index, 'system')) }
  }

  private bound(index: number): Partial<Step> {
    const { die } = this
    if (!die.chance(this.tame ? 0.8 : 0.45)) return {}
    const otherwise = die.one([...this.ids.slice(index + 1), ...this.ends])
    const per = die.chance(0.4) ? ('call' as const) : ('matter' as const)
    return { atMost: { visits: 1 + die.below(2), otherwise, per } }
  }

  private interrupt(id: string): Interrupt {
    const { die } = this
    const below = die.chance(0.4) ? { below: die.one(this.ids) } : {}
    const set = die.chance(0.4) ? setting(die) : {}
    return { id, label: BLANK, next: die.one([...this.ids, ...this.ends]), ...below, set }
  }

  private pattern(script: Script): EventPattern {
    const { die } = this
    if (die.chance(0.15)) return { commitment: 'call_back' }
    const step = die.one([...script.steps.values()])
    const outcomes = [
      ...step.choices.map((each) => each.outcome),
      ...script.interrupts.slice(0, 1).map((each) => `!${each.id}`),
    ]
    const answered = outcomes.length > 0 && die.chance(0.5) ? { outcome: [die.one(outcomes)] } : {}
    if (step.action && die.chance(0.6)) return { act: step.action, ...answered }
    if (step.lookUp && die.chance(0.6)) return { lookUp: step.lookUp, ...answered }
    return { step: [step.id], ...answered }
  }

  private policy(script: Script, id: string): Policy {
    const { die } = this
    const head = { id, text: BLANK }
    const exceptEnds = die.chance(0.3) ? [die.one(this.ends)] : []
    const form = die.below(4)
    const event = () => this.pattern(script)
    if (form === 0) {
      const since = die.chance(0.3) ? { since: event() } : {}
      const require = [
        this.requirement(script),
        ...(die.chance(0.3) ? [this.requirement(script)] : []),
      ]
      return { ...head, form: 'precedence', before: event(), require, ...since }
    }
    if (form === 1)
      return { ...head, form: 'response', after: event(), require: [event()], exceptEnds }
    if (form === 2) return { ...head, form: 'before_end', require: [event(), event()], exceptEnds }
    const until = die.chance(0.4) ? { until: event() } : {}
    return { ...head, form: 'absence', after: event(), never: event(), ...until }
  }

  private requirement(script: Script): Requirement {
    const { die } = this
    if (die.chance(0.2)) return { level: die.one(LEVELS) }
    if (die.chance(0.25)) return { variables: this.condition() }
    return { happened: this.pattern(script) }
  }
}

export const bareStep = (id: string, kind: Step['kind']): Step => ({
  id,
  phase: '',
  kind,
  title: BLANK,
  never: [],
  needs: 'none',
  with: {},
  choices: [],
  fields: [],
  show: [],
})
const endStep = (id: string): Step => ({ ...bareStep(id, 'end'), disposition: 'resolved' })

/** A small script that could have been parsed, and mostly has something wrong with it. */
export const randomScript = (seed: number): Script => new Maker(dice(seed), false).script()

/** A small script that quite often has nothing wrong with it. */
export const tameScript = (seed: number): Script => new Maker(dice(seed), true).script()

/** Policies that speak of any step of a script. */
export const policiesFor = (script: Script, seed: number): Policy[] =>
  new Maker(dice(seed), true).policies(script)
