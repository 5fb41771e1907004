import type { CardAction } from '../cards/card-action.ts'
import type { CallContext } from './context.ts'
import { actionView } from './step-view.ts'
import type { Wording } from './wording.ts'

/** Done in the card system, though a correction has led the call elsewhere since: it stays done, and the page says so. */
export function doneOffPath(
  { standing }: CallContext,
  actions: readonly CardAction[],
  cards: ReadonlyMap<string, string>,
  wording: Wording,
): string[] {
  const onPath = new Set(
    [...standing.path, standing.current].map((each) => `${each.matter}/${each.step}/${each.visit}`),
  )
  return actions
    .filter(
      (each) => each.state === 'done' && !onPath.has(`${each.matter}/${each.step}/${each.visit}`),
    )
    .map((each) => {
      const view = actionView(each, cards, wording)
      return [view.label, view.target, view.stateLabel, view.receipt ?? '']
        .filter((word) => word !== '')
        .join('　')
    })
}
