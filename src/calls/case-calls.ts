import type { CardAction } from '../cards/card-action.ts'
import { type Names, nameOf } from '../cases/case-lines.ts'
import type { CaseCall, CaseStep } from '../cases/case-page.ts'
import type { Mark } from '../cases/case-view.ts'
import type { Level } from '../scripts/script.ts'
import { type Call, callTimes } from './call.ts'
import type { PathItem } from './call-page.ts'
import type { CallContext } from './context.ts'
import { paperWords } from './paper-words.ts'
import { factsBehind, pathView, setAsideView } from './path-view.ts'
import { type Wording, wordFor } from './wording.ts'

/** What the calls of a case are told with. */
export interface CallTelling {
  /** The case, and those merged into it. */
  readonly caseIds: readonly string[]
  readonly actions: readonly CardAction[]
  /** Notes by `call/matter`. */
  readonly notes: ReadonlyMap<string, string>
  readonly cards: ReadonlyMap<string, string>
  readonly names: Names
  readonly now: Date
}

/** A call's matter, with the case that it was taken for. */
export type CallOfCase = Omit<CaseCall, 'from'> & {
  readonly caseId: string | null
  readonly number: number
}

/** Every matter of these calls that belongs to the case, each as it went on its own script version. */
export function caseCalls(
  contexts: readonly CallContext[],
  telling: CallTelling,
  wording: Wording,
): CallOfCase[] {
  return contexts.flatMap((context, index) =>
    context.call.matters
      .filter(({ caseId }) => caseId !== null && telling.caseIds.includes(caseId))
      .map(({ number, caseId }) => ({
        ...callOf(context, number, index + 1, telling, wording),
        caseId,
        number,
      })),
  )
}

const LEVEL_MARKS: Readonly<Record<Level, Mark>> = { none: 'warn', basic: 'warn', full: 'ok' }

function callOf(
  context: CallContext,
  matter: number,
  nth: number,
  telling: CallTelling,
  wording: Wording,
): Omit<CaseCall, 'from'> {
  const { call, version } = context
  const { t, lang } = wording
  const level = levelAfter(context, matter)
  return {
    id: call.id,
    nth,
    matter: call.matters.length > 1 ? matter : null,
    startedAt: call.startedAt,
    endedAt: call.endedAt,
    operator: nameOf(telling.names, call.operatorId),
    ...callTimes(call, telling.now),
    identity: { label: levelWords(call, level, wording), mark: LEVEL_MARKS[level] },
    script: `${version.script.title[lang]} ${version.version}`,
    reason: wordFor(t.terms.reason, reasonOf(context, matter)),
    disposition: wordFor(t.terms.disposition, dispositionOf(context, matter)) || null,
    steps: stepsOf(context, matter, telling, wording),
    setAside: setAsideView(context, wording)
      .filter((item) => item.matter === matter)
      .map((item) => stepOf(item, [])),
    note: telling.notes.get(`${call.id}/${matter}`) ?? '',
    paper: paperWords(call, telling.names, wording),
  }
}

/** On paper nobody could look anything up: the level is what the operator wrote. */
const levelWords = ({ paper }: Call, level: Level, { t }: Wording): string =>
  t.terms.level[level] + (paper ? t.layout.aside(t.paper.asWritten) : '')

const nextMatter = ({ standing }: CallContext, matter: number) =>
  standing.path.find((each) => each.matter > matter)?.before

const levelAfter = (context: CallContext, matter: number): Level =>
  (nextMatter(context, matter) ?? context.standing.state).identity

/** What the operator wrote at the end, else what the caller's words led to. */
function reasonOf({ call, standing }: CallContext, matter: number): string {
  const written = call.entries.findLast(
    (entry) => entry.kind === 'answer' && entry.matter === matter && entry.content.fields?.reason,
  )
  const last =
    standing.current.matter === matter
      ? standing.state
      : standing.path.findLast((each) => each.matter === matter)?.before
  return written?.content.fields?.reason ?? last?.variables.reason ?? 'other'
}

/** How the matter ended: by the end that was reached, or by the answer that turned to the next one. */
export function dispositionOf(
  { call, standing, version }: CallContext,
  matter: number,
): string | null {
  if (standing.current.matter > matter)
    return standing.path.findLast((each) => each.matter === matter)?.choice?.outcome ?? null
  if (call.state !== 'ended') return null
  return version.script.steps.get(standing.current.step)?.disposition ?? null
}

function stepsOf(
  context: CallContext,
  matter: number,
  telling: CallTelling,
  wording: Wording,
): CaseStep[] {
  const own = telling.actions.filter((each) => each.callId === context.call.id)
  const items = pathView(context, wording, own, false)
  const answered = context.standing.path.filter((each) => each.answer)
  return answered.flatMap((passed, index) => {
    const item = items[index]
    if (!item || item.matter !== matter) return []
    return [stepOf(item, factsBehind(context.call, passed, wording, telling.cards))]
  })
}

const stepOf = (item: PathItem, facts: CaseStep['facts']): CaseStep => ({
  title: item.title,
  answer: item.answer,
  detail: item.detail,
  second: item.second,
  at: item.at,
  byHand: item.byHand,
  facts,
})
