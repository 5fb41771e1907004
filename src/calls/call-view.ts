import { randomUUID } from 'node:crypto'
import type { CardAction } from '../cards/card-action.ts'
import { caseLine, commitmentView } from '../cases/case-lines.ts'
import type { Operator } from '../operators/operator.ts'
import { may } from '../operators/permissions.ts'
import { atLeast } from '../scripts/script.ts'
import { INTERRUPT_MARK, type Passed, type Position, type State } from '../scripts/walk.ts'
import { samePosition } from './answer-check.ts'
import { callTimes, confirmedAt, operatorEntries, seenAt } from './call.ts'
import type { CallPage, ReferenceView } from './call-page.ts'
import { targetOf } from './case-actions.ts'
import { caseSummary } from './case-summary.ts'
import { caseTurnWords } from './case-turn.ts'
import { type CallContext, type CallDeps, isMine, stepOf } from './context.ts'
import { doneOffPath } from './done-off-path.ts'
import { confirmedIn, type Holdings, readHoldings } from './holdings.ts'
import { cardPanel, cardWords, overviewIn } from './panels.ts'
import { paperWords } from './paper-words.ts'
import { answerWords, isCorrectable, pathView, setAsideView } from './path-view.ts'
import { referenceViews } from './reference-view.ts'
import { NOTHING_STANDS, standingHere } from './standing.ts'
import { actionView, NOTHING_TYPED, type StepScene, stepView, type Typed } from './step-view.ts'
import { suggestions } from './suggestions.ts'
import { valuesFor } from './values.ts'
import { waitingViews } from './waiting.ts'
import type { Wording } from './wording.ts'

/** How the page is asked for: after bad input, a conflict, or to correct an earlier answer. */
export interface CallViewOptions {
  readonly correcting?: Position
  readonly typed?: Typed
  readonly alert?: CallPage['alert']
}

export async function callView(
  deps: CallDeps,
  context: CallContext,
  operator: Operator,
  wording: Wording,
  options: CallViewOptions = {},
): Promise<CallPage> {
  const [held, standingElsewhere] = await Promise.all([
    readHoldings(deps, context),
    standingHere(deps.db, context),
  ])
  const { call, standing, version } = context
  const now = deps.clock.now()
  const corrected = options.correcting && passedAt(context, options.correcting)
  const at: Position = corrected ?? standing.current
  const state = corrected?.before ?? standing.state
  const full = atLeast(standing.state.identity, 'full')
  const { names, operators } = held.staff
  const mine = isMine(call, operator)
  const cards = cardWords(held.customer?.cards ?? [])
  const numbers = new Map(
    [...held.openCases, ...(held.caseFile ? [held.caseFile] : [])].map((each) => [
      each.id,
      each.number,
    ]),
  )
  const confirmed = confirmedIn(call, held)
  const overview = overviewIn(call, standing.state.customer)
  const openCases = held.openCases.filter((each) => each.id !== held.caseFile?.id)
  return {
    call: callFacts(context, operator, now, names, wording),
    identity: identityView(standing.state, wording),
    customer:
      held.customer === null
        ? null
        : { id: held.customer.id, name: held.customer.nameKanji, kana: held.customer.nameKana },
    caseFile: held.caseFile && {
      id: held.caseFile.id,
      number: held.caseFile.number,
      calls: held.caseCalls.length,
      statusLabel: wording.t.terms.caseStatus[held.caseFile.status],
    },
    script: { title: version.script.title[wording.lang], version: version.version },
    step: stepView(
      {
        ...sceneOf(deps, context, held, operator, at, state, options.typed, cards, wording),
        standing: corrected ? NOTHING_STANDS : standingElsewhere,
        names,
      },
      wording,
    ),
    path: pathView(context, wording, held.actions, mine && call.state === 'live'),
    setAside: setAsideView(context, wording),
    correcting: corrected ? correctingView(context, corrected, wording) : null,
    interrupts:
      standing.ended || call.state === 'ended'
        ? []
        : version.script.interrupts.map((each) => ({
            value: INTERRUPT_MARK + each.id,
            label: each.label[wording.lang],
          })),
    cards: full
      ? cardPanel(overview, held.customer?.cards ?? [], standing.state.cards, wording)
      : [],
    cardsAt: overview?.at ?? null,
    commitments: full
      ? held.commitments
          .filter((each) => each.state === 'open' || each.callId === call.id)
          .map((each) =>
            commitmentView(each, numbers.get(each.caseId) ?? '', wording.t, names, now),
          )
      : [],
    openCases: openCases.map((each) => caseLine(each, wording.t, names)),
    previous:
      full && held.caseFile
        ? caseSummary({ ...held, caseFile: held.caseFile }, call.id, wording, names, now)
        : null,
    actions: confirmed.map((each) => actionView(each, cards, wording)),
    waiting: waitingViews(
      full ? [...confirmed, ...held.caseActions] : confirmed,
      (each) => targetOf(each, held.caseFile, cards),
      names,
      wording,
    ),
    note: held.note,
    place: [call.state, call.operatorId, at.matter, at.step, at.visit].join('/'),
    alert: options.alert ?? problemAlert(context, wording),
    handOverTo: mine ? handOverTargets(operators, operator) : [],
    goneElsewhere: doneOffPath(context, held.actions, cards, wording),
    caseTurn: caseTurnWords(call, at.matter, held.caseFile?.number ?? '', wording),
  }
}

/** The answer that is to be corrected, if it can be. */
function passedAt({ standing, version }: CallContext, at: Position): Passed | undefined {
  const passed = standing.path.find((each) => samePosition(each, at))
  const step = version.script.steps.get(at.step)
  return passed && isCorrectable(step, passed, standing.state) ? passed : undefined
}

function callFacts(
  context: CallContext,
  operator: Operator,
  now: Date,
  names: ReadonlyMap<string, string>,
  wording: Wording,
): CallPage['call'] {
  const { call } = context
  return {
    id: call.id,
    state: call.state,
    startedAt: call.startedAt,
    endedAt: call.endedAt,
    ...callTimes(call, now),
    fromNumber: call.fromNumber,
    operator: names.get(call.operatorId) ?? '',
    isMine: isMine(call, operator),
    entries: operatorEntries(call),
    submission: randomUUID(),
    paper: paperWords(call, names, wording),
  }
}

function correctingView(
  { call, version }: CallContext,
  passed: Passed,
  wording: Wording,
): CallPage['correcting'] {
  const step = version.script.steps.get(passed.step)
  const was = answerWords(version.script.interrupts, step, passed.answer?.outcome ?? '', wording)
  return { was, cancelUrl: `/calls/${call.id}` }
}

const LEVEL_MARKS = { none: 'warn', basic: 'warn', full: 'ok' } as const
const identityView = (state: State, { t }: Wording): CallPage['identity'] => ({
  level: state.identity,
  label: t.terms.level[state.identity],
  mark: LEVEL_MARKS[state.identity],
})

function sceneOf(
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
    operator,
    caseFile: held.caseFile,
    customer: held.customer,
    card: card ? { label: card.label, last4: card.last4, network: card.network } : null,
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
    said: deps.said.recall(call.id),
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

function problemAlert({ standing }: CallContext, { t }: Wording): CallPage['alert'] {
  if (standing.problem === null) return null
  return {
    kind: 'error',
    text: standing.problem.kind === 'level' ? t.errors.levelTooLow : t.errors.notOffered,
  }
}

const handOverTargets = (operators: readonly Operator[], self: Operator) =>
  operators
    .filter((each) => each.id !== self.id && may(each.role, 'take_calls'))
    .map((each) => ({ id: each.id, name: each.name }))
