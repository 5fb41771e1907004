import type { CardAction } from '../cards/card-action.ts'
import { fromTokyo } from '../cards/delivery.ts'
import { atLeast, type Field, type Step } from '../scripts/script.ts'
import {
  type Answer,
  INTERRUPT_MARK,
  type Passed,
  type Position,
  type State,
} from '../scripts/walk.ts'
import type { Call, CallEntry } from './call.ts'
import type { PathItem } from './call-page.ts'
import type { CallContext } from './context.ts'
import { factViews } from './facts-view.ts'
import { choiceLabel } from './step-view.ts'
import { sinceWords } from './waiting.ts'
import type { Wording } from './wording.ts'

/** The steps that a call went through, with what was answered; routes are the program's own and are left out. */
export function pathView(
  context: CallContext,
  wording: Wording,
  actions: readonly CardAction[],
  canCorrect: boolean,
): PathItem[] {
  const entries = entriesBySeq(context.call)
  const { path, state } = context.standing
  return path.flatMap((passed) => {
    if (!passed.answer) return []
    const step = context.version.script.steps.get(passed.step)
    const mayChange = canCorrect && isCorrectable(step, passed, state)
    return [itemOf(context, passed, passed.answer, entries, wording, actions, mayChange)]
  })
}

/** Answers that a correction has put aside: not used, not lost. */
export function setAsideView(context: CallContext, wording: Wording): PathItem[] {
  const entries = entriesBySeq(context.call)
  return [...context.standing.setAside]
    .sort((a, b) => a.seq - b.seq)
    .map((answer) => itemOf(context, answer, answer, entries, wording, [], false))
}

const entriesBySeq = (call: Call): ReadonlyMap<number, CallEntry> =>
  new Map(call.entries.map((entry) => [entry.seq, entry]))

function itemOf(
  { call, version }: CallContext,
  at: Pick<Passed, 'matter' | 'step' | 'visit'>,
  answer: Answer,
  entries: ReadonlyMap<number, CallEntry>,
  wording: Wording,
  actions: readonly CardAction[],
  mayChange: boolean,
): PathItem {
  const step = version.script.steps.get(at.step)
  const entry = entries.get(answer.seq)
  const when = entry?.at ?? call.startedAt
  const { matter, step: id, visit } = at
  return {
    matter,
    step: id,
    visit,
    title: step?.title[wording.lang] ?? id,
    answer: answerWords(version.script.interrupts, step, answer.outcome, wording),
    detail: [...deeds(at, answer, actions, wording), ...typedWords(step, entry, wording)].join(
      '　',
    ),
    at: when,
    second: Math.max(0, Math.round((Date.parse(when) - Date.parse(call.startedAt)) / 1000)),
    byHand: entry?.byWhom === 'hand',
    correctUrl: mayChange ? correctUrl(call.id, at) : null,
  }
}

/** Where the answer that was given at this position is changed. */
export const correctUrl = (callId: string, { matter, step, visit }: Position): string =>
  `/calls/${callId}?correct=${matter}/${step}/${visit}`

/**
 * Asked and looked up can be answered anew, and so can an interrupt; what the card system did cannot. Nor can what was
 * answered while the caller was verified further than now: the step would show what was seen then.
 */
export const isCorrectable = (
  step: Step | undefined,
  { answer, before }: Passed,
  now: Pick<State, 'identity'>,
): boolean =>
  answer !== undefined &&
  atLeast(now.identity, before.identity) &&
  (step?.kind === 'ask' ||
    step?.kind === 'check' ||
    (step?.kind === 'say' && answer.outcome.startsWith(INTERRUPT_MARK)))

export function answerWords(
  interrupts: CallContext['version']['script']['interrupts'],
  step: Step | undefined,
  outcome: string,
  wording: Wording,
): string {
  if (outcome.startsWith(INTERRUPT_MARK))
    return (
      interrupts.find((each) => INTERRUPT_MARK + each.id === outcome)?.label[wording.lang] ??
      outcome
    )
  if (step?.kind === 'say') return ''
  const choice = step?.choices.find((each) => each.outcome === outcome)
  return step && choice ? choiceLabel(step, choice, wording) : outcome
}

/** The receipts of what was done here; and what came of it, where that was not known when the call went on. */
const deeds = (
  at: Pick<Passed, 'matter' | 'step' | 'visit'>,
  { outcome }: Answer,
  actions: readonly CardAction[],
  wording: Wording,
): string[] =>
  actions
    .filter((each) => each.matter === at.matter && each.step === at.step && each.visit === at.visit)
    .flatMap((each) => [outcome === 'unknown' ? sinceWords(each, wording) : null, each.receipt])
    .filter((words) => words !== null)

/** What was typed into the step's fields, and why a proposal was not followed. */
export function typedWords(
  step: Step | undefined,
  entry: Pick<CallEntry, 'content'> | undefined,
  wording: Wording,
): string[] {
  const fields = Object.entries(entry?.content.fields ?? {}).map(([name, value]) => {
    const field = step?.fields.find((each) => each.name === name)
    return field ? fieldWords(field, value, wording) : value
  })
  const reason = entry?.content.reason
  return reason ? [...fields, reason] : fields
}

/** A value as people read it; one that could not be taken as it was typed. */
function fieldWords({ type, options }: Field, value: string, { lang, fmt }: Wording): string {
  const instant = type === 'datetime' ? fromTokyo(value) : null
  if (instant && !Number.isNaN(instant.getTime())) return fmt.instant(instant.toISOString())
  if (type === 'date') return fmt.date(value) || value
  return options.find((option) => option.value === value)?.label[lang] ?? value
}

/** The facts that stood behind an answer, for the case page and the print. */
export function factsBehind(
  call: Call,
  passed: Passed,
  wording: Wording,
  cards: ReadonlyMap<string, string>,
) {
  const seen = call.entries.findLast(
    (entry) =>
      entry.kind === 'seen' &&
      entry.matter === passed.matter &&
      entry.step === passed.step &&
      entry.visit === passed.visit,
  )
  return factViews(seen?.content.seen?.facts ?? [], wording, cards)
}
