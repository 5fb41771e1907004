import { byHandWords } from '../calls/by-hand.ts'
import { callTimes } from '../calls/call.ts'
import { dispositionOf } from '../calls/case-calls.ts'
import { paperWords } from '../calls/paper-words.ts'
import { answerWords } from '../calls/path-view.ts'
import { actionView } from '../calls/step-view.ts'
import { withResults } from '../calls/waiting.ts'
import { type Wording, wordFor } from '../calls/wording.ts'
import { linesOf, typedIn } from '../calls/wrap-up.ts'
import { type Names, nameOf } from '../cases/case-lines.ts'
import { catalogue, LANGUAGES } from '../i18n/index.ts'
import type { CaseMatter, CaseRecord } from './case-record.ts'
import type { SummaryPage } from './summary-page.ts'
import { standingPromises } from './summary-promises.ts'

/** Who the caller is and how the call was closed is told elsewhere on the page. */
const ELSEWHERE = new Set(['opening', 'identity', 'wrap', 'end'])

export function callLines(
  record: CaseRecord,
  now: Date,
  names: Names,
  wording: Wording,
): SummaryPage['calls'] {
  return record.matters.map((each, index) => {
    const { call } = each.context
    const found = (words: Wording) => foundLines(each, words)
    const done = (words: Wording) => {
      const lines = doneLines(each, record, words)
      return lines.length > 0 ? lines : explained(each, words)
    }
    const written = writtenIn(each, record)
    const writtenDone = withResults(linesOf(written.done), ownActions(each, record), wording)
    return {
      nth: index + 1,
      startedAt: call.startedAt,
      talkSeconds: callTimes(call, now).talkSeconds,
      operator: nameOf(names, call.operatorId),
      paper: paperWords(call, names, wording),
      found: withWritten(found, linesOf(written.found), wording),
      done: withWritten(done, writtenDone, wording),
      result: resultOf(each, record, wording),
    }
  })
}

/** What the operator wrote at the end of this call's part. */
export const writtenIn = (
  { context, matter }: CaseMatter,
  { customerIds }: Pick<CaseRecord, 'customerIds'>,
) =>
  typedIn(
    context.call.entries.filter((each) => each.kind === 'answer' && each.matter === matter),
    customerIds,
  )

/**
 * The operator's words beside what the program tells. The lines that it proposed to them are told already, in whichever
 * language they work.
 */
function withWritten(
  tell: (wording: Wording) => readonly string[],
  written: readonly string[],
  wording: Wording,
): string[] {
  const proposed = LANGUAGES.flatMap((lang) => tell({ ...wording, lang, t: catalogue(lang) }))
  const own = written.filter((line) => !proposed.some((each) => line.startsWith(each)))
  return [...tell(wording), ...own]
}

/**
 * Reads lines that were written at the end of a call's part: what the program proposed to the writer is told in the
 * words of the reader, whatever they wrote themselves as it stands.
 */
export function readerOf(
  each: CaseMatter,
  record: CaseRecord,
  wording: Wording,
): (line: string) => string {
  const tell = (words: Wording) => [
    ...foundLines(each, words),
    ...doneLines(each, record, words),
    ...explained(each, words),
  ]
  const now = tell(wording)
  const proposed = LANGUAGES.flatMap((lang) =>
    tell({ ...wording, lang, t: catalogue(lang) }).map((line, nth) => ({ line, nth })),
  ).sort((a, b) => b.line.length - a.line.length)
  return (written) => {
    const found = proposed.find(({ line }) => written.startsWith(line))
    if (!found) return written
    const more = written.slice(found.line.length)
    const [, noted] = /^ ?[(（](.+)[)）]$/.exec(more) ?? []
    return `${now[found.nth] ?? found.line}${noted ? wording.t.layout.aside(noted) : more}`
  }
}

/** What was done in the card system; receipts stand in the table of actions. */
const doneLines = (each: CaseMatter, record: CaseRecord, wording: Wording) =>
  ownActions(each, record).map((action) => {
    const { label, stateLabel } = actionView(action, new Map(), wording)
    return `${label}${wording.t.layout.colon}${stateLabel}`
  })

const ownActions = ({ context, matter }: CaseMatter, record: CaseRecord) =>
  record.actions.filter((action) => action.callId === context.call.id && action.matter === matter)

/** What was looked up and what the customer answered. */
function foundLines({ context, passed }: CaseMatter, wording: Wording): string[] {
  const { interrupts, steps } = context.version.script
  return passed.flatMap((each) => {
    const step = steps.get(each.step)
    if (!step || !each.answer || ELSEWHERE.has(step.phase)) return []
    if (step.kind !== 'check' && step.kind !== 'ask') return []
    if (each.answer.outcome.startsWith('picked')) return []
    const answer = answerWords(interrupts, step, each.answer.outcome, wording)
    const mark = byHandWords(context.call, each.answer, wording)
    return [`${step.title[wording.lang]}${wording.t.layout.colon}${answer}${mark}`]
  })
}

const explained = ({ context, passed }: CaseMatter, { lang }: Wording): string[] => [
  ...new Set(
    passed.flatMap(({ step: id, answer }) => {
      const step = context.version.script.steps.get(id)
      const isSaid = answer && step?.kind === 'say' && !ELSEWHERE.has(step.phase)
      return isSaid ? [step.title[lang]] : []
    }),
  ),
]

/** How this call ended for the case, and what it left to be done. */
function resultOf(each: CaseMatter, record: CaseRecord, { t }: Wording): string {
  const { call } = each.context
  const kinds: Readonly<Record<string, { name: string }>> = t.commitments
  const made = standingPromises(record)
    .filter((one) => one.callId === call.id && one.matter === each.matter)
    .map((one) => kinds[one.kind]?.name ?? one.kind)
  const ending = endingOf(each, t)
  return made.length === 0 ? ending : t.print.resultWith(ending, t.formats.list(made))
}

/** How a call's part ended. */
export function endingOf({ context, matter }: CaseMatter, t: Wording['t']): string {
  const disposition = dispositionOf(context, matter)
  return disposition === null
    ? wordFor(t.terms.callState, context.call.state)
    : wordFor(t.terms.disposition, disposition)
}
