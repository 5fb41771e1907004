import type { CardAction } from '../cards/card-action.ts'
import { confirmedAt } from './call.ts'
import type { CallContext } from './context.ts'
import { actionView } from './step-view.ts'
import type { Wording } from './wording.ts'

/** Done in the card system, though a correction has led the call elsewhere since: it stays done, and the page says so. */
export function doneOffPath(
  { call, standing }: CallContext,
  actions: readonly CardAction[],
  cards: ReadonlyMap<string, string>,
  wording: Wording,
): string[] {
  const places = [...standing.path, { ...standing.current, before: standing.state }]
  const onPath = new Set(
    places.flatMap((each) => confirmedAt(call, each, each.before)?.facts.actions ?? []),
  )
  return actions
    .filter((each) => each.state === 'done' && !onPath.has(each.id))
    .map((each) => {
      const view = actionView(each, cards, wording)
      return [view.label, view.target, view.stateLabel, view.receipt ?? '']
        .filter((word) => word !== '')
        .join('　')
    })
}
