import { randomUUID } from 'node:crypto'
import { caseLine, commitmentView } from '../cases/case-lines.ts'
import type { Commitment } from '../cases/commitment.ts'
import { similarViews } from '../cases/trouble-views.ts'
import type { Operator } from '../operators/operator.ts'
import { may } from '../operators/permissions.ts'
import { atLeast } from '../scripts/script.ts'
import { INTERRUPT_MARK, type Passed, type Position, type State } from '../scripts/walk.ts'
import { samePosition } from './answer-check.ts'
import { callTimes, operatorEntries } from './call.ts'
import type { CallNote } from './call-notes.ts'
import type { CallPage } from './call-page.ts'
import { targetOf } from './case-actions.ts'
import { caseSummary } from './case-summary.ts'
import { caseTurnWords } from './case-turn.ts'
import { type CallContext, type CallDeps, isMine } from './context.ts'
import { mindsInCall } from './customer-care.ts'
import { doneOffPath } from './done-off-path.ts'
import { confirmedIn, readHoldings } from './holdings.ts'
import { mergeUnknown } from './note-merge.ts'
import { cardPanel, cardWords, overviewIn } from './panels.ts'
import { paperWords } from './paper-words.ts'
import { answerWords, isCorrectable, pathView, setAsideView } from './path-view.ts'
import { NOTHING_STANDS, standingHere } from './standing.ts'
import { sceneOf } from './step-scene.ts'
import { actionView, stepView, type Typed } from './step-view.ts'
import { waitingViews } from './waiting.ts'
import type { Wording } from './wording.ts'

/** How the page is asked for: after bad input, a conflict, or to correct an earlier answer. */
export interface CallViewOptions {
  readonly correcting?: Position
  readonly typed?: Typed
  readonly alert?: CallPage['alert']
  /** A note that was written from an older one than the one that stands there. */
  readonly noteTyped?: { readonly body: string; readonly theirs: string }
}

const BROKEN_MS = 30 * 24 * 3_600_000
/** What whoever takes the next call has to know first: what is owed, and what was lately promised in vain. */
const isToldFirst = ({ state, endedAt }: Commitment, now: Date): boolean =>
  state === 'open' || (state === 'broken' && Date.parse(endedAt ?? '') > now.getTime() - BROKEN_MS)
const rank = ({ state }: Commitment): number => (state === 'open' ? 0 : state === 'broken' ? 1 : 2)
const openFirst = (a: Commitment, b: Commitment): number => rank(a) - rank(b)

const noteView = (note: CallNote, typed: CallViewOptions['noteTyped']): CallPage['note'] => ({
  ...note,
  typed: typed ? { mine: typed.body, both: mergeUnknown(typed.theirs, typed.body) } : null,
})

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
  const matter = { callId: call.id, matter: at.matter }
  const similar = full ? await similarViews(deps.db, matter, operator, now, wording) : []
  const minds = await mindsInCall(deps, call, held.customer, full, wording)
  return {
    minds,
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
      ? cardPanel(
          overview,
          held.customer?.cards ?? [],
          standing.state.cards,
          [...confirmed, ...held.caseActions],
          wording,
        )
      : [],
    cardsAt: overview?.at ?? null,
    commitments: full
      ? held.commitments
          .filter((each) => isToldFirst(each, now) || each.callId === call.id)
          .sort(openFirst)
          .map((each) =>
            commitmentView(each, numbers.get(each.caseId) ?? '', wording.t, names, now),
          )
      : [],
    openCases: openCases.map((each) => caseLine(each, wording.t, names)),
    previous:
      full && held.caseFile
        ? caseSummary({ ...held, caseFile: held.caseFile }, call.id, wording, names, now)
        : null,
    similar: similar.filter((each) => !each.isAlone || each.wave !== null),
    actions: confirmed.map((each) => actionView(each, cards, wording)),
    waiting: waitingViews(
      full ? [...confirmed, ...held.caseActions] : confirmed,
      (each) => targetOf(each, held.caseFile, cards),
      names,
      wording,
    ),
    note: noteView(held.note, options.noteTyped),
    place: [call.state, call.operatorId, at.matter, at.step, at.visit].join('/'),
    alert: options.alert ?? problemAlert(context, wording),
    handOverTo: mine ? handOverTargets(operators, operator) : [],
    takeOverFrom:
      !mine && call.state !== 'ended' && may(operator.role, 'take_over_calls')
        ? call.operatorId
        : null,
    takenOver: mine ? null : takenOverView(call, operator, names, wording),
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
    erased: call.erasedAt && wording.t.retention.erasedCall(wording.fmt.instant(call.erasedAt)),
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

function problemAlert({ standing }: CallContext, { t }: Wording): CallPage['alert'] {
  if (standing.problem === null) return null
  return {
    kind: 'error',
    text: standing.problem.kind === 'level' ? t.errors.levelTooLow : t.errors.notOffered,
  }
}

/** By whom and why the call was taken over, as long as they have it. */
function takenOverView(
  { entries, operatorId, state }: CallContext['call'],
  self: Operator,
  names: ReadonlyMap<string, string>,
  { t }: Wording,
): CallPage['takenOver'] {
  const last = entries.findLast(({ kind }) => kind === 'taken_over' || kind === 'handed_over')
  if (last?.kind !== 'taken_over' || last.operatorId !== operatorId || state === 'ended')
    return null
  const words = t.call.takenOver(names.get(operatorId) ?? '', last.content.reason ?? '')
  return { words, wasMine: last.facts.from === self.id }
}

const handOverTargets = (operators: readonly Operator[], self: Operator) =>
  operators
    .filter((each) => each.id !== self.id && may(each.role, 'take_calls'))
    .map((each) => ({ id: each.id, name: each.name }))
