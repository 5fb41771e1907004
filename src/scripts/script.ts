/** What a call script is: data with a finite number of states, no code and no expressions. */

export type Language = 'ja' | 'en'
export type Text = Readonly<Record<Language, string>>
/** False for the labels and titles that a script leaves to the program's own words. */
export const hasWords = (text: Text) => text.ja !== ''

/** How far the caller is known: nothing, the right cardmember and card, or fully verified. */
export const LEVELS = ['none', 'basic', 'full'] as const
export type Level = (typeof LEVELS)[number]
export const atLeast = (have: Level, need: Level) => LEVELS.indexOf(have) >= LEVELS.indexOf(need)
export const higher = (a: Level, b: Level): Level => (atLeast(a, b) ? a : b)

export type StepId = string
export type Variables = Readonly<Record<string, string>>

/** `say` is read aloud; `ask` waits for the customer; `check` looks up; `act` changes; `route` branches; `end` ends. */
export const STEP_KINDS = ['say', 'ask', 'check', 'act', 'route', 'end'] as const
export type StepKind = (typeof STEP_KINDS)[number]

/** The values of a route on `$network`. */
export const NETWORKS = ['AMEX', 'VISA', 'MASTERCARD', 'JCB', 'DINERS', 'unknown'] as const

/** Takes an interrupt back to the step where it was pressed, one level deep. */
export const BACK = '$back'

export interface Choice {
  readonly outcome: string
  /** Blank where the script leaves it to the catalogue: only for what the system gives. */
  readonly label: Text
  readonly next: StepId | typeof BACK
  /** `operator`: the customer's or operator's word; `system`: what a look-up, an action or a route gives. */
  readonly by: 'operator' | 'system'
  /** What may be said now that this outcome is the one (shown on the way). */
  readonly say?: Text
  /** Offered only while every named variable has one of these values. */
  readonly when: Readonly<Record<string, readonly string[]>>
  readonly set: Variables
  readonly needs: Level
  /** The caller must be verified anew. */
  readonly forgetsIdentity: boolean
  /** This matter is done; `next` is the first step of another matter of the same call. */
  readonly opensMatter: boolean
  /** Commitment kinds that this answer makes, and those that it keeps. */
  readonly commits: readonly string[]
  readonly keeps: readonly string[]
}

export const FIELD_TYPES = [
  'text',
  'long_text',
  'date',
  'time',
  'datetime',
  'money',
  'count',
  'one_of',
  'card',
  'phone',
  'address',
  'codes',
] as const
export type FieldType = (typeof FIELD_TYPES)[number]

export interface Field {
  readonly name: string
  readonly label: Text
  readonly type: FieldType
  readonly required: boolean
  /** The values of a `one_of`. */
  readonly options: readonly { readonly value: string; readonly label: Text }[]
}

export interface Bound {
  readonly visits: number
  /** The step that is entered instead when the visits are used up (`then` in a file). */
  readonly otherwise: StepId
  readonly per: 'matter' | 'call'
}

export interface Step {
  readonly id: StepId
  readonly phase: string
  readonly kind: StepKind
  readonly title: Text
  readonly say?: Text
  readonly hint?: Text
  /** What must not be asked, said or typed here: codes that the screen turns into warnings. */
  readonly never: readonly string[]
  readonly needs: Level
  readonly lookUp?: string
  readonly action?: string
  /** Fixed parameters of the action; `$name` takes the variable's value. */
  readonly with: Readonly<Record<string, string>>
  /** What a `route` branches on: a variable, `$identity` or `$network`. */
  readonly on?: string
  readonly choices: readonly Choice[]
  readonly fields: readonly Field[]
  /** Reference tables shown beside the step. */
  readonly show: readonly string[]
  readonly atMost?: Bound
  /** What an `end` means for the case. */
  readonly disposition?: string
}

export interface Interrupt {
  readonly id: string
  readonly label: Text
  readonly next: StepId
  /** Where to go instead while the identity level is lower than `next` needs. */
  readonly below?: StepId
  readonly set: Variables
}

/** Something that happens on a path. Without `outcome`: the step is entered; with it: answered so. */
export interface EventPattern {
  readonly step?: readonly StepId[]
  readonly act?: string
  readonly lookUp?: string
  readonly outcome?: readonly string[]
  readonly commitment?: string
}

/** What must be so at a moment: events that came before, a level, values of variables. All that is named must hold. */
export interface Requirement {
  readonly happened?: EventPattern
  readonly level?: Level
  readonly variables?: Readonly<Record<string, readonly string[]>>
}

interface PolicyHead {
  readonly id: string
  readonly text: Text
}
/** Whenever `before` happens, `require` holds; what happened counts only since the last `since`. */
export interface Precedence extends PolicyHead {
  readonly form: 'precedence'
  readonly before: EventPattern
  readonly require: readonly Requirement[]
  readonly since?: EventPattern
}
/** Once `after` happened, one of `require` happens before the matter is over, but for `exceptEnds`. */
export interface Response extends PolicyHead {
  readonly form: 'response'
  readonly after: EventPattern
  readonly require: readonly EventPattern[]
  readonly exceptEnds: readonly StepId[]
}
/** Every matter that ends has one of `require` behind it, but for `exceptEnds`. */
export interface BeforeEnd extends PolicyHead {
  readonly form: 'before_end'
  readonly require: readonly EventPattern[]
  readonly exceptEnds: readonly StepId[]
}
/** Once `after` happened, `never` does not happen, unless `until` came between. */
export interface Absence extends PolicyHead {
  readonly form: 'absence'
  readonly after: EventPattern
  readonly never: EventPattern
  readonly until?: EventPattern
}
export type Policy = Precedence | Response | BeforeEnd | Absence

export interface Script {
  readonly id: string
  readonly title: Text
  readonly start: StepId
  readonly phases: readonly { readonly id: string; readonly title: Text }[]
  /** Every variable with all its values; the first is where it starts. */
  readonly variables: Readonly<Record<string, readonly string[]>>
  readonly policies: readonly Policy[]
  readonly interrupts: readonly Interrupt[]
  readonly steps: ReadonlyMap<StepId, Step>
}

export const initialVariables = (script: Script): Variables =>
  Object.fromEntries(
    Object.entries(script.variables).map(([name, values]) => [name, values[0] ?? '']),
  )
