import { type CardAction, stands } from '../cards/card-action.ts'
import { wordsOf } from '../cards/manual-stop.ts'
import { type Names, nameOf } from '../cases/case-lines.ts'
import type { Choice, Field, Step } from '../scripts/script.ts'
import { vocabulary } from '../scripts/vocabulary.ts'
import { isOffered, type State } from '../scripts/walk.ts'
import { LONGEST_TEXT } from '../web/forms.ts'
import { CONFIRM, GO_ON } from './answer-check.ts'
import type { CallEntry } from './call.ts'
import type { ActionView, ChoiceView, FieldView, LookUpView, StepView } from './call-page.ts'
import { factViews } from './facts-view.ts'
import type { FieldError } from './field-values.ts'
import { FORMS } from './looking-up.ts'
import { readOut, type Values } from './read-out.ts'
import { saidFields } from './said-fields.ts'
import type { StandingHere } from './standing.ts'
import { nameAndOutcomes, type Wording, wordFor } from './wording.ts'

/** Everything a step's view is made of; the step may be the current one or an earlier one that is being corrected. */
export interface StepScene {
  readonly step: Step
  readonly at: { matter: number; visit: number }
  readonly state: State
  readonly seen: CallEntry | undefined
  readonly values: Values
  readonly typed: Typed
  readonly said: Readonly<Record<string, string>>
  readonly suggested: Readonly<Record<string, string>>
  readonly cards: ReadonlyMap<string, string>
  readonly running: readonly CardAction[]
  readonly standing: StandingHere
  readonly names: Names
  readonly phase: string
  readonly references: StepView['references']
}
/** What was typed into a form that was not taken. */
export interface Typed {
  readonly fields: Readonly<Record<string, string>>
  readonly reason: string
  readonly errors: Readonly<Record<string, FieldError>>
  readonly reasonMissing?: boolean
}
export const NOTHING_TYPED: Typed = { fields: {}, reason: '', errors: {} }

export function stepView(scene: StepScene, wording: Wording): StepView {
  const { step, state } = scene
  const { t, lang } = wording
  return {
    id: step.id,
    ...scene.at,
    kind: step.kind,
    kindLabel: kindLabel(scene, wording),
    title: step.title[lang],
    say: readOut(step.say, scene.values, state.identity, wording),
    hint: readOut(step.hint, scene.values, state.identity, wording)
      .map((each) => each.text)
      .join(''),
    never: step.never.map((code) => wordFor(t.terms.never, code)),
    fields: step.fields.map((field) => fieldView(field, scene, wording)),
    choices: keyed([...candidateViews(scene, wording), ...choiceViews(scene, wording)]),
    lookUp: step.lookUp === undefined ? null : lookUpView(step.lookUp, scene, wording),
    act: step.action === undefined ? null : actView(step.action, scene, wording),
    references: scene.references,
    reason: {
      value: scene.typed.reason,
      ...(scene.typed.reasonMissing ? { error: t.errors.reasonMissing } : {}),
    },
  }
}

/** An end is an end: its phase says no more. */
const kindLabel = ({ step, phase }: StepScene, { t }: Wording): string =>
  wordFor(t.terms.stepKind, step.kind) + (step.kind === 'end' ? '' : `　${phase}`)

const keyed = (choices: Omit<ChoiceView, 'key'>[]): ChoiceView[] =>
  choices.map((choice, index) => ({ ...choice, key: index < 9 ? index + 1 : null }))

/** A step's own label, else the program's word for what the look-up or the action gives. */
export function choiceLabel(step: Step, choice: Choice, { t, lang }: Wording): string {
  if (choice.label[lang] !== '') return choice.label[lang]
  const given = nameAndOutcomes(t.lookUps, step.lookUp) ?? nameAndOutcomes(t.actions, step.action)
  return given?.outcomes[choice.outcome] ?? choice.outcome
}

function choiceViews(scene: StepScene, wording: Wording): Omit<ChoiceView, 'key'>[] {
  const { step, state } = scene
  const proposed = scene.seen?.facts.proposed ?? null
  if (isUnderWay(scene)) return []
  const offered = step.choices.filter(
    (choice) => isOffered(choice, state) && isShown(scene, choice),
  )
  const confirm = step.kind === 'act' ? confirmView(scene, wording) : []
  const views = offered.map((choice) => ({
    value: choice.outcome,
    label: choiceLabel(step, choice, wording),
    proposed: step.kind === 'check' && choice.outcome === proposed,
    needsReason: needsReason(scene, choice),
  }))
  return [...confirm, ...views.sort((a, b) => Number(b.proposed) - Number(a.proposed))]
}

/** Against what was seen, with the card system answering: only with a reason. */
const needsReason = ({ seen }: StepScene, choice: Choice): boolean =>
  choice.by === 'system' &&
  seen?.content.seen?.away === false &&
  seen.facts.proposed != null &&
  choice.outcome !== seen.facts.proposed

/** What only the card system can tell is not offered; what nothing was found for is not either. */
function isShown(scene: StepScene, choice: Choice): boolean {
  const { step, seen } = scene
  if (step.kind === 'act') return choice.by === 'operator'
  if (step.kind !== 'check' || choice.by === 'operator') return true
  const spec = vocabulary.lookUps[step.lookUp ?? '']
  const looked = seen?.content.seen
  if (!looked || !spec) return false
  if (looked.away) return !spec.byHand || spec.byHand.includes(choice.outcome)
  if (looked.candidates.some((each) => each.outcome === choice.outcome)) return false
  if (choice.outcome === 'unavailable') return false
  const gives = spec.outcomes[choice.outcome] ?? {}
  return Object.keys(gives).length === 0 || choice.outcome === seen.facts.proposed
}

/**
 * Each card or case that was found is a choice of its own, so that one key picks it; where several may be picked, all
 * of them together are one more. Only a single find is proposed: between two the customer is asked.
 */
function candidateViews(
  { step, seen }: StepScene,
  { lang, t }: Wording,
): Omit<ChoiceView, 'key'>[] {
  const candidates = seen?.content.seen?.candidates ?? []
  const single = candidates.length === 1
  const views = candidates.map((each) => ({
    value: `${each.outcome}:${each.ref}`,
    label: each.label[lang],
    detail: each.detail[lang],
    proposed: single,
    needsReason: false,
  }))
  const severalPicked =
    vocabulary.lookUps[step.lookUp ?? '']?.picks === 'cards' && candidates.length > 1
  if (!severalPicked) return views
  const outcome = candidates[0]?.outcome ?? ''
  const refs = candidates.filter((each) => each.usual).map((each) => each.ref)
  const all = {
    value: `${outcome}:${refs.join(',')}`,
    label: t.call.allCards(refs.length),
    proposed: false,
    needsReason: false,
  }
  return refs.length > 1 ? [...views, all] : views
}

/** What was confirmed here may have an effect already: only the card system can tell how it ends. */
const isUnderWay = ({ step, running }: StepScene): boolean =>
  step.kind === 'act' && running.some(stands)

/** What stands already for every target is not confirmed anew: the call goes on from it. */
function confirmView({ step, standing }: StepScene, { t }: Wording): Omit<ChoiceView, 'key'>[] {
  const words: Readonly<Record<string, { confirm: string; doing: string }>> = t.actions
  const word = words[step.action ?? '']
  const { goOn, goOnDetail } = t.waiting.standing
  const said = standing.isAll
    ? { value: GO_ON, label: goOn, detail: goOnDetail }
    : { value: CONFIRM, label: word?.confirm ?? '', detail: word?.doing ?? '' }
  return [{ ...said, proposed: true, needsReason: false }]
}

function fieldView(field: Field, scene: StepScene, { t, lang }: Wording): FieldView {
  const error = scene.typed.errors[field.name]
  return {
    name: `field.${field.name}`,
    label: field.label[lang],
    type: field.type,
    required: field.required,
    value: scene.typed.fields[field.name] ?? scene.suggested[field.name] ?? '',
    ...(error ? { error: t.errors.field[error](field.label[lang], LONGEST_TEXT) } : {}),
    options: field.options.map((option) => ({ value: option.value, label: option.label[lang] })),
  }
}

function lookUpView(name: string, scene: StepScene, wording: Wording): LookUpView {
  const looked = scene.seen?.content.seen
  const form = FORMS[name] ?? 'none'
  return {
    name: nameAndOutcomes(wording.t.lookUps, name)?.name ?? name,
    state: looked ? (looked.away ? 'away' : 'seen') : 'missing',
    at: scene.seen?.at ?? null,
    facts: factViews(looked?.facts ?? [], wording, scene.cards),
    form,
    said: form === 'none' ? [] : saidFields(form, scene.said, wording),
  }
}

function actView(name: string, scene: StepScene, wording: Wording): StepView['act'] {
  return {
    name: nameAndOutcomes(wording.t.actions, name)?.name ?? name,
    final: vocabulary.actions[name]?.final ?? false,
    targets: scene.state.cards.map((ref) => scene.cards.get(ref) ?? ref),
    running: scene.running.map((action) => actionView(action, scene.cards, wording)),
    standing: scene.standing.actions.map((action) => ({
      ...actionView(action, scene.cards, wording),
      at: action.confirmedAt,
      by: nameOf(scene.names, action.confirmedBy),
    })),
    ...(scene.typed.errors.last4 ? { last4Error: wording.t.errors.last4Wrong } : {}),
  }
}

/** A result that a person was told and wrote down is told as such, wherever it stands. */
const stateWords = (
  { error }: CardAction,
  words: string,
  { layout, tasks }: Wording['t'],
): string => (error === 'by_hand' ? words + layout.aside(tasks.result.byHand) : words)

export function actionView(
  action: CardAction,
  cards: ReadonlyMap<string, string>,
  { t }: Wording,
): ActionView {
  const word = nameAndOutcomes(t.actions, action.action)
  const ended = action.outcome === null ? undefined : word?.outcomes[action.outcome]
  return {
    id: action.id,
    label: word?.name ?? action.action,
    target: cards.get(action.targetRef) ?? '',
    state: action.state === 'waiting' ? 'pending' : action.state,
    stateLabel: stateWords(action, ended ?? wordFor(t.terms.actionState, action.state), t),
    // A stop by another route has the reference that was told by telephone.
    receipt: action.receipt ?? (wordsOf(action.input).reference || null),
    at: action.endedAt ?? action.sentAt ?? action.confirmedAt,
  }
}
