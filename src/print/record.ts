import { callTimes } from '../calls/call.ts'
import { cardWords } from '../calls/panels.ts'
import { paperWords } from '../calls/paper-words.ts'
import type { Wording } from '../calls/wording.ts'
import type { CardAction } from '../cards/card-action.ts'
import { type Names, nameOf } from '../cases/case-lines.ts'
import type { References } from '../scripts/references.ts'
import type { CallRecord } from './call-record.ts'
import type { CaseMatter, CaseRecord } from './case-record.ts'
import { identityWords } from './identity-words.ts'
import { printNumber, proofWords } from './print.ts'
import { asideRows } from './record-aside.ts'
import type { RecordCall, RecordPage } from './record-page.ts'
import { recordRows } from './record-rows.ts'
import type { Telling } from './said.ts'
import type { Printing } from './summary.ts'
import { endingOf } from './summary-calls.ts'

/** What one call's part is told with. */
export interface RecordTelling {
  readonly telling: Telling
  readonly callNotes: ReadonlyMap<string, string>
  readonly actions: readonly CardAction[]
  readonly cards: ReadonlyMap<string, string>
  readonly names: Names
  readonly now: Date
  readonly references: References
}

/** All calls of a case, word by word. */
export function caseRecordPage(
  record: CaseRecord,
  printing: Printing,
  references: References,
  wording: Wording,
): RecordPage {
  const { caseFile, matters, proof } = record
  const telling = tellingOf(record, printing, references)
  return {
    ...headOf(record, printing),
    title: wording.t.print.record.title(caseFile.number),
    number: caseFile.number,
    proof: proofWords(proof),
    calls: matters.map((each, index) => callOf(each, index + 1, telling, wording)),
  }
}

/** One call, whatever cases it came to, each matter told with its own. */
export function callRecordPage(
  { matters, record, caseFiles }: CallRecord,
  printing: Printing,
  references: References,
  wording: Wording,
): RecordPage {
  const { startedAt } = matters[0]?.context.call ?? { startedAt: printing.at.toISOString() }
  return {
    ...headOf(record, printing),
    title: wording.t.print.record.callTitle(wording.fmt.instant(startedAt)),
    number: caseFiles.map(({ number }) => number).join(wording.t.layout.comma) || null,
    proof: null,
    calls: matters.map((each) => {
      const caseFile = caseFiles.find(({ id }) => id === caseIdOf(each)) ?? null
      const telling = tellingOf({ ...record, caseFile }, printing, references)
      return callOf(each, null, telling, wording)
    }),
  }
}

const caseIdOf = ({ context, matter }: CaseMatter) =>
  context.call.matters.find(({ number }) => number === matter)?.caseId

type Known = Telling & Pick<CaseRecord, 'callNotes' | 'actions'>

const headOf = ({ customer }: Telling, { at, by, number }: Printing) => ({
  customer: customer && {
    name: customer.nameKanji,
    memberNo: customer.erasedAt ? '—' : `****-${customer.memberNo.slice(-4)}`,
  },
  printedAt: at.toISOString(),
  printedBy: by.name,
  printNumber: printNumber(number),
})

const tellingOf = (known: Known, { at }: Printing, references: References): RecordTelling => ({
  telling: known,
  callNotes: known.callNotes,
  actions: known.actions,
  cards: cardWords(known.customer?.cards ?? []),
  names: new Map(known.operators.map((each) => [each.id, each.name])),
  now: at,
  references,
})

function callOf(
  each: CaseMatter,
  nth: number | null,
  telling: RecordTelling,
  wording: Wording,
): RecordCall {
  const { t, lang, fmt } = wording
  const { call, version } = each.context
  const { record } = t.print
  const of = call.matters.length > 1 ? t.layout.aside(record.matter(each.matter)) : ''
  const begun = fmt.instant(call.startedAt)
  return {
    heading: (nth === null ? begun : record.nth(nth, begun)) + of,
    startedAt: call.startedAt,
    endedAt: call.endedAt,
    ...callTimes(call, telling.now),
    operator: nameOf(telling.names, call.operatorId),
    from: call.fromNumber === null ? null : `…${call.fromNumber.slice(-4)}`,
    script: t.print.scriptVersion(version.script.title[lang], version.version),
    published: version.publishedAt,
    identity: identityWords([each], wording),
    result: endingOf(each, t),
    paper: paperWords(call, telling.names, wording),
    rows: recordRows(each, telling, wording),
    aside: asideRows(each, wording),
    note: telling.callNotes.get(`${call.id}/${each.matter}`) ?? '',
  }
}
