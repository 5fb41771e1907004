import { type CardAction, isUnsettled } from '../cards/card-action.ts'
import { type Names, nameOf } from '../cases/case-lines.ts'
import type { WaitingView } from '../cases/case-view.ts'
import { catalogue, LANGUAGES } from '../i18n/index.ts'
import { actionView } from './step-view.ts'
import { nameAndOutcomes, type Wording } from './wording.ts'

interface Said {
  readonly may: readonly string[]
  readonly mayNot: readonly string[]
}

/**
 * What has no known end yet, with what may be said of it meanwhile; several cards that were stopped together are one.
 * `targetOf` names the card that an action is about.
 */
export function waitingViews(
  actions: readonly CardAction[],
  targetOf: (action: CardAction) => string,
  names: Names,
  wording: Wording,
): WaitingView[] {
  const { t } = wording
  const words: Readonly<Record<string, Said>> = t.waiting.words
  const unsettled = actions.filter(isUnsettled)
  return [...new Set(unsettled.map((each) => each.action))].map((action) => {
    const together = unsettled.filter((each) => each.action === action)
    const [first] = together
    const states = together.map((each) => actionView(each, new Map(), wording).stateLabel)
    return {
      label: nameAndOutcomes(t.actions, action)?.name ?? action,
      targets: [...new Set(together.map(targetOf))].filter((target) => target !== ''),
      stateLabel: [...new Set(states)].join(t.layout.comma),
      since: first?.confirmedAt ?? '',
      by: nameOf(names, first?.confirmedBy ?? null),
      may: words[action]?.may ?? [],
      mayNot: words[action]?.mayNot ?? [],
    }
  })
}

/** What a result came to that was not known when the call went on. */
export const sinceWords = (action: CardAction, wording: Wording): string | null =>
  isUnsettled(action) || action.state === 'waiting'
    ? null
    : wording.t.waiting.since(actionView(action, new Map(), wording).stateLabel)

/**
 * The operator's words about what was done, without the lines that the program had proposed while a result was not
 * known, in whichever language: told now is what came of it.
 */
export function withResults(
  lines: readonly string[],
  actions: readonly CardAction[],
  wording: Wording,
): string[] {
  const ended = actions.filter((each) => !isUnsettled(each) && each.state !== 'waiting')
  const left = new Set(ended)
  return lines.map((line) => {
    const action = [...left].find((each) => openings(each).some((words) => line.startsWith(words)))
    if (!action) return line
    left.delete(action)
    return doneLine(action, wording)
  })
}

/** How a line began that told of this action before its end was known. */
const openings = (action: CardAction): string[] =>
  LANGUAGES.flatMap((language) => {
    const t = catalogue(language)
    const named: Readonly<Record<string, { name: string }>> = t.actions
    const { pending, sent, unknown } = t.terms.actionState
    return [pending, sent, unknown].map(
      (state) => `${named[action.action]?.name}${t.layout.colon}${state}`,
    )
  })

/** One action in one line, as it stands now. */
export function doneLine(action: CardAction, wording: Wording): string {
  const { label, stateLabel, receipt } = actionView(action, new Map(), wording)
  const { colon, aside } = wording.t.layout
  return `${label}${colon}${stateLabel}${receipt ? aside(receipt) : ''}`
}
