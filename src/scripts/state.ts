import {
  atLeast,
  type Choice,
  initialVariables,
  type Level,
  type Script,
  type Step,
  type StepId,
  type Variables,
} from './script.ts'

/** Whom and which cards an answer was about when it was given. */
export interface Subject {
  readonly customer: string | null
  readonly cards: readonly string[]
}

/** What the look-up behind an answer gave; a script cannot write these. */
export interface Given {
  readonly identity?: Level
  readonly customer?: string
  readonly cards?: readonly string[]
  readonly network?: string
}

/** All that a call knows while it goes on. */
export interface State extends Subject {
  readonly variables: Variables
  readonly identity: Level
  readonly network: string
  /** Where the last interrupt was pressed. */
  readonly back: StepId | null
}

/** Before the id of an interrupt in the log. */
export const INTERRUPT_MARK = '!'

const holds = (condition: Readonly<Record<string, readonly string[]>>, variables: Variables) =>
  Object.entries(condition).every(([name, values]) => values.includes(variables[name] ?? ''))

/** Whether a choice may be taken in this state: its `when` and its `needs` hold. */
export const isOffered = (choice: Choice, state: Pick<State, 'variables' | 'identity'>): boolean =>
  atLeast(state.identity, choice.needs) && holds(choice.when, state.variables)

/** The value on which a route branches. */
export function routeValue(
  step: Step,
  state: Pick<State, 'variables' | 'identity' | 'network'>,
): string {
  if (step.on === '$identity') return state.identity
  if (step.on === '$network') return state.network
  return state.variables[step.on ?? ''] ?? ''
}

/** The step to which an interrupt leads from this state. */
export function interruptTarget(script: Script, id: string, identity: Level): StepId | undefined {
  const interrupt = script.interrupts.find((each) => each.id === id)
  if (!interrupt) return undefined
  const needs = script.steps.get(interrupt.next)?.needs ?? 'none'
  return atLeast(identity, needs) ? interrupt.next : (interrupt.below ?? interrupt.next)
}

/** How every call starts. */
export const initialState = (script: Script): State => ({
  variables: initialVariables(script),
  identity: 'none',
  customer: null,
  cards: [],
  network: 'unknown',
  back: null,
})

/** The state that an interrupt leaves behind when it is pressed at a step. */
export function afterInterrupt(script: Script, state: State, id: string, at: StepId): State {
  const set = script.interrupts.find((each) => each.id === id)?.set ?? {}
  return { ...state, variables: { ...state.variables, ...set }, back: at }
}

/** The state that an answer leaves behind. */
export function afterChoice(script: Script, state: State, choice: Choice, gives: Given): State {
  const customer = gives.customer ?? state.customer
  const otherCustomer = customer !== state.customer
  const freshMatter = choice.opensMatter
  return {
    customer,
    identity: choice.forgetsIdentity
      ? 'none'
      : (gives.identity ?? (otherCustomer ? 'none' : state.identity)),
    cards: gives.cards ?? (otherCustomer || freshMatter ? [] : state.cards),
    network: gives.network ?? (otherCustomer || freshMatter ? 'unknown' : state.network),
    variables: freshMatter ? initialVariables(script) : { ...state.variables, ...choice.set },
    back: freshMatter ? null : state.back,
  }
}
