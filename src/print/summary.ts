import { comparedWords } from '../calls/case-actions.ts'
import { actionView } from '../calls/step-view.ts'
import { restsOnHand } from '../calls/suggestions.ts'
import { waitingViews } from '../calls/waiting.ts'
import { type Wording, wordFor } from '../calls/wording.ts'
import type { CardAction } from '../cards/card-action.ts'
import { isOver } from '../cases/case-file.ts'
import { type Names, nameOf, ownerName } from '../cases/case-lines.ts'
import type { Operator } from '../operators/operator.ts'
import type { References } from '../scripts/references.ts'
import type { AfterOrder } from './after-order.ts'
import type { CaseRecord } from './case-record.ts'
import { doneAt, isNoted } from './done-at.ts'
import { identityWords } from './identity-words.ts'
import { newCardLine } from './new-card-line.ts'
import { printNumber, proofWords } from './print.ts'
import { callLines } from './summary-calls.ts'
import type { SummaryPage } from './summary-page.ts'
import { commitmentLines, nextLines } from './summary-promises.ts'
import { targetWords } from './target-words.ts'
import { toldWords } from './told.ts'

/** Who prints, when, and under which number. */
export interface Printing {
  readonly at: Date
  readonly by: Operator
  readonly number: number
}

/** The printed case: everything that a colleague needs, from the record alone but for where the new card is. */
export function summaryPage(
  record: CaseRecord,
  after: AfterOrder | null,
  printing: Printing,
  references: References,
  wording: Wording,
): SummaryPage {
  const names: Names = new Map(record.operators.map((each) => [each.id, each.name]))
  return {
    ...head(record, names, wording),
    printedAt: printing.at.toISOString(),
    printedBy: printing.by.name,
    printNumber: printNumber(printing.number),
    identity: identityWords(record.matters, wording),
    card: cardLine(record, wording),
    newCard: newCardLine(record, after, printing.at, wording),
    calls: callLines(record, printing.at, names, wording),
    actions: record.actions.map((action) => actionLine(action, record, wording)),
    waiting: waitingViews(record.actions, (each) => targetWords(each, record), names, wording),
    told: toldWords(record, printing.at, references, wording),
    commitments: commitmentLines(record, names, wording),
    next: isOver(record.caseFile) ? [] : nextLines(record, names, wording),
    notes: record.notes.map((note) => ({
      at: note.createdAt,
      operator: nameOf(names, note.operatorId),
      body: note.body,
    })),
    history: record.history,
    proof: proofWords(record.proof),
  }
}

function head(
  { caseFile, customer, actions, matters }: CaseRecord,
  names: Names,
  wording: Wording,
) {
  const { terms } = wording.t
  const cause = caseFile.cause === null ? null : wordFor(terms.cause, caseFile.cause)
  const contexts = [...new Set(matters.map(({ context }) => context))]
  const reason = wordFor(terms.reason, caseFile.reason)
  const versions = matters.map(({ context }) => context.version)
  return {
    id: caseFile.id,
    number: caseFile.number,
    headline: headline(reason, caseFile.cause === 'none_found' ? null : cause, actions, wording),
    statusLabel: terms.caseStatus[caseFile.status],
    owner: ownerName(names, caseFile.ownerId, wording.t),
    customer: customer && {
      name: customer.nameKanji,
      kana: customer.nameKana,
      memberNo: customer.erasedAt ? '—' : `****-${customer.memberNo.slice(-4)}`,
    },
    erased:
      caseFile.erasedAt && wording.t.retention.erasedCase(wording.fmt.instant(caseFile.erasedAt)),
    reason,
    cause,
    isCauseByHand: restsOnHand(contexts, caseFile),
    wanted: caseFile.wanted,
    disposition: caseFile.disposition && wordFor(terms.disposition, caseFile.disposition),
    openedAt: caseFile.openedAt,
    closedAt: caseFile.closedAt,
    scripts: [
      ...new Set(
        versions.map(({ script, version }) =>
          wording.t.print.scriptVersion(script.title[wording.lang], version),
        ),
      ),
    ],
  }
}

/** Inquiries change nothing, so they do not tell what it came to. */
const CHANGES_NOTHING = new Set(['inquire_hold', 'report_genuine'])

function headline(
  reason: string,
  cause: string | null,
  actions: readonly CardAction[],
  { t }: Wording,
): string {
  const names: Readonly<Record<string, { name: string }>> = t.actions
  const done = actions
    .filter((each) => each.state === 'done' && !CHANGES_NOTHING.has(each.action))
    .map((each) => names[each.action]?.name ?? each.action)
  const what = cause === null || cause === reason ? reason : t.print.about(reason, cause)
  return done.length === 0 ? what : `${what} → ${t.formats.list([...new Set(done)])}`
}

function cardLine(record: CaseRecord, { t, fmt }: Wording): string | null {
  const { card } = record.caseFile
  if (!card) return null
  const words = `${card.label} …${card.last4}`
  const stop = record.actions.findLast(
    (each) => each.action === 'stop_card' && each.state === 'done' && each.targetRef === card.ref,
  )
  return stop ? t.print.stoppedAt(words, fmt.instant(doneAt(stop))) : words
}

function actionLine(action: CardAction, record: CaseRecord, wording: Wording) {
  const { label, at, stateLabel, receipt } = actionView(action, new Map(), wording)
  const compared = comparedWords(action, record.manualStops, wording)
  return {
    label,
    target: targetWords(action, record),
    at: action.state === 'done' ? doneAt(action) : at,
    stateLabel: compared?.words ?? stateLabel,
    receipt: receipt && isNoted(action) ? notedWords(receipt, action, wording) : receipt,
  }
}

/** What a person wrote down, and when: no receipt of the card system. */
const notedWords = (words: string, { endedAt }: CardAction, { t, fmt }: Wording): string =>
  endedAt === null ? words : t.print.noted(words, fmt.instant(endedAt))
