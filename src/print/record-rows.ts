import { isByHand } from '../calls/by-hand.ts'
import type { CallEntry, EntryKind } from '../calls/call.ts'
import { factViews } from '../calls/facts-view.ts'
import { answerWords, typedWords } from '../calls/path-view.ts'
import { actionView } from '../calls/step-view.ts'
import type { Wording } from '../calls/wording.ts'
import { nameOf } from '../cases/case-lines.ts'
import type { Step } from '../scripts/script.ts'
import type { Answer, Passed, Position } from '../scripts/walk.ts'
import type { CaseMatter } from './case-record.ts'
import type { RecordTelling } from './record.ts'
import type { RecordLook, RecordRow } from './record-page.ts'
import { readWhen, saidAt } from './said.ts'

/** The steps of a call's part on the way as it stands, with its holds, breaks and hand-overs between them. */
export function recordRows(
  each: CaseMatter,
  telling: RecordTelling,
  wording: Wording,
): RecordRow[] {
  const { entries } = each.context.call
  const turns = entries.filter((entry) => entry.matter === each.matter && isTurn(entry.kind))
  let next = 0
  const turnsUntil = (seq: number): RecordRow[] => {
    const from = next
    while ((turns[next]?.seq ?? Number.POSITIVE_INFINITY) < seq) next += 1
    return turns.slice(from, next).map((entry) => turnRow(each, entry, telling, wording))
  }
  const steps = each.passed.flatMap((passed) => {
    const { answer } = passed
    if (!answer) return []
    return [...turnsUntil(answer.seq), stepRow(each, passed, answer, telling, wording)]
  })
  return [...steps, ...turnsUntil(Number.MAX_SAFE_INTEGER)]
}

function stepRow(
  each: CaseMatter,
  passed: Passed,
  answer: Answer,
  telling: RecordTelling,
  wording: Wording,
): RecordRow {
  const { call, version } = each.context
  const { now, references } = telling
  const { interrupts, steps } = version.script
  const step = steps.get(passed.step)
  const entry = call.entries.find(({ seq }) => seq === answer.seq)
  const asked = readWhen(call, answer)
  return {
    ...timesOf(each, asked),
    kind: 'step',
    title: step?.title[wording.lang] ?? passed.step,
    said: saidAt(each, passed, telling.telling, now, references, wording),
    answer: answerWords(interrupts, step, answer.outcome, wording),
    byHand: isByHand(call, answer),
    lines: [
      ...correctedLater(asked, entry, wording),
      ...entryLines(step, entry, wording),
      ...deeds(each, passed, telling, wording),
      ...verified(passed, entry, wording),
    ],
    looks: looksAt(each, passed, telling, wording),
  }
}

const correctedLater = (
  asked: CallEntry | undefined,
  entry: CallEntry | undefined,
  { t, fmt }: Wording,
): string[] => (entry && asked !== entry ? [t.print.record.corrected(fmt.time(entry.at))] : [])

/** Everything from a slip was written down at one time: when each thing was said is not known. */
const timesOf = ({ context: { call } }: CaseMatter, entry: CallEntry | undefined) => {
  const at = call.paper || !entry ? null : entry.at
  const spent = at === null ? null : Date.parse(at) - Date.parse(call.startedAt)
  return { at, second: spent === null ? null : Math.max(0, Math.round(spent / 1000)) }
}

/** What was typed, each under the name of its field, and why a proposal was not followed. */
export function entryLines(
  step: Step | undefined,
  entry: CallEntry | undefined,
  wording: Wording,
): string[] {
  const { t, lang } = wording
  const { reason, fields = {} } = entry?.content ?? {}
  const typed = Object.entries(fields).flatMap(([name, value]) => {
    const label = step?.fields.find((field) => field.name === name)?.label[lang] ?? name
    const [words = value] = typedWords(step, { content: { fields: { [name]: value } } }, wording)
    return words.trim() === '' ? [] : [`${label}${t.layout.colon}${words}`]
  })
  return [
    ...typed,
    ...(reason ? [`${t.print.record.reason}${t.layout.colon}${reason}`] : []),
    ...(entry?.byWhom === 'system' ? [t.print.record.bySystem] : []),
  ]
}

/** What was done in the card system here, with its receipt. */
function deeds(
  { context, matter }: CaseMatter,
  at: Position,
  { actions, cards }: RecordTelling,
  wording: Wording,
): string[] {
  const { t } = wording
  const own = actions.filter(
    (each) =>
      each.callId === context.call.id &&
      each.matter === matter &&
      each.step === at.step &&
      each.visit === at.visit,
  )
  return own.map((action) => {
    const { label, target, stateLabel, receipt } = actionView(action, cards, wording)
    const of = target === '' ? '' : ` ${target}`
    const noted = receipt ? t.layout.aside(`${t.print.receipt} ${receipt}`) : ''
    return `${label}${of}${t.layout.colon}${stateLabel}${noted}`
  })
}

/** How far the caller is verified from here on. */
function verified(passed: Passed, entry: CallEntry | undefined, { t }: Wording): string[] {
  const level = entry?.facts.gives?.identity
  return level === undefined || level === passed.before.identity
    ? []
    : [`${t.print.identity}${t.layout.colon}${t.terms.level[level]}`]
}

/** Every look at the records here, the last one being that on which the answer rests. */
function looksAt(
  { context, matter }: CaseMatter,
  { step, visit }: Position,
  { cards }: RecordTelling,
  wording: Wording,
): RecordLook[] {
  return context.call.entries
    .filter(
      (entry) =>
        entry.kind === 'seen' &&
        entry.matter === matter &&
        entry.step === step &&
        entry.visit === visit,
    )
    .map(({ at, content }) => ({
      at,
      away: content.seen?.away ?? false,
      facts: factViews(content.seen?.facts ?? [], wording, cards),
    }))
}

const TURNS = ['held', 'unheld', 'paused', 'resumed', 'handed_over', 'taken_over'] as const
type Turn = (typeof TURNS)[number]
const isTurn = (kind: EntryKind): kind is Turn => TURNS.some((each) => each === kind)

function turnRow(
  each: CaseMatter,
  entry: CallEntry,
  { names }: RecordTelling,
  { t }: Wording,
): RecordRow {
  const words: Readonly<Partial<Record<EntryKind, string>>> = t.print.record.turns
  const who = entry.operatorId === null ? '' : nameOf(names, entry.operatorId)
  return {
    ...timesOf(each, entry),
    kind: 'turn',
    title: words[entry.kind] ?? entry.kind,
    said: [],
    // Why a call was taken out of somebody's hands belongs to who did it.
    answer: entry.kind === 'taken_over' ? who + t.layout.aside(entry.content.reason ?? '') : who,
    byHand: false,
    lines: [],
    looks: [],
  }
}
