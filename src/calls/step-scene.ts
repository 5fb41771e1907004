import type { CardAction } from '../cards/card-action.ts'
import type { Operator } from '../operators/operator.ts'
import type { Position, State } from '../scripts/walk.ts'
import { confirmedAt, seenAt } from './call.ts'
import type { ReferenceView } from './call-page.ts'
import { type CallContext, type CallDeps, isMine, stepOf } from './context.ts'
import { confirmedIn, type Holdings } from './holdings.ts'
import { referenceViews } from './reference-view.ts'
import { NOTHING_TYPED, type StepScene, type Typed } from './step-view.ts'
import { suggestions } from './suggestions.ts'
import { valuesFor } from './values.ts'
import type { Wording } from './wording.ts'

/** What a step is shown from: where the call stands, what was found and typed, and what runs here. */
export function sceneOf(
  deps: CallDeps,
  context: CallContext,
  held: Holdings,
  operator: Operator,
  at: Position,
  state: State,
  typed: Typed | undefined,
  cards: ReadonlyMap<string, string>,
  wording: Wording,
): Omit<StepScene, 'standing' | 'names'> {
  const { call, version } = context
  const step = stepOf(version, at.step)
  const card = held.customer?.cards.find((each) => each.cardRef === state.cards[0])
  const values = valuesFor({
    call,
    matter: at.matter,
    operatorName: held.staff.names.get(call.operatorId) ?? '',
    caseFile: held.caseFile,
    customer: held.customer,
    card: card ? { label: card.label, last4: card.last4, network: card.network } : null,
    cards: state.cards,
    actions: held.caseActions,
    commitments: held.commitments,
    references: deps.references,
    now: deps.clock.now(),
  })
  return {
    step,
    at: { matter: at.matter, visit: at.visit },
    state,
    seen: seenAt(call, at, state),
    values,
    typed: typed ?? NOTHING_TYPED,
    // What somebody said to prove who they are is for whoever talks with them.
    said: isMine(call, operator) ? deps.said.recall(call.id) : {},
    suggested: suggestions(context, at, step, held.caseFile, held.actions, wording),
    cards,
    running: runningHere(context, at, state, held),
    phase: version.script.phases.find((each) => each.id === step.phase)?.title[wording.lang] ?? '',
    references: referencesOf(deps, context, at, step.show, wording),
  }
}

const referencesOf = (
  deps: CallDeps,
  { call }: CallContext,
  at: Position,
  show: readonly string[],
  wording: Wording,
): readonly ReferenceView[] => referenceViews(deps.references, show, call, at.matter, wording)

/** What was confirmed at this step, and what stands for the same target from another step or call. */
function runningHere(
  { call }: CallContext,
  at: Position,
  about: State,
  held: Holdings,
): CardAction[] {
  const ids = new Set(confirmedAt(call, at, about)?.facts.actions ?? [])
  return confirmedIn(call, held).filter((each) => ids.has(each.id))
}
