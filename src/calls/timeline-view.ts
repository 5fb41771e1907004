import { type Names, nameOf } from '../cases/case-lines.ts'
import type { Mark } from '../cases/case-view.ts'
import type { TimelineView } from '../customers/customer-page.ts'
import type { CustomerAsked } from '../customers/readers.ts'
import type { Db } from '../db.ts'
import { casesOfCalls } from './call-lists.ts'
import {
  caseNumbers,
  type Moment,
  type MomentKind,
  placeText,
  readPlace,
  TIMELINE_FILTERS,
  timelineOf,
} from './timeline.ts'
import { type Wording, wordFor } from './wording.ts'

const SHOWN = 30
const LONGEST_WORDS = 240

/** What happened with a customer, a page of it; older ones behind the last one shown. */
export async function timelineView(
  db: Db,
  customerIds: readonly string[],
  names: Names,
  wording: Wording,
  asked: CustomerAsked,
): Promise<TimelineView> {
  const filter = Object.hasOwn(TIMELINE_FILTERS, asked.filter) ? asked.filter : 'all'
  const kinds = TIMELINE_FILTERS[filter] ?? []
  const found = await timelineOf(db, customerIds, kinds, readPlace(asked.behind), SHOWN + 1)
  const moments = found.slice(0, SHOWN)
  const calls = await casesOfCalls(
    db,
    moments.filter(({ kind }) => kind === 'call').map(({ id }) => id),
  )
  const numbers = await caseNumbers(db, [...new Set(moments.flatMap(({ caseId }) => caseId ?? []))])
  const last = moments.at(-1)
  const older = new URLSearchParams({ kind: filter, behind: last ? placeText(last) : '' })
  return {
    filter,
    moments: moments.map((moment) => {
      const ofCall = calls.find((each) => each.call_id === moment.id)
      const caseId = moment.caseId
      return {
        at: moment.at,
        kind: moment.kind,
        mark: markOf(moment),
        title: wording.t.care.moments[moment.kind],
        words: wordsOf(moment, ofCall?.reason, wording),
        by: moment.by === null ? wording.t.events.program : nameOf(names, moment.by),
        caseNumber: ofCall?.number ?? numbers.get(caseId ?? '') ?? null,
        url: moment.kind === 'call' ? `/calls/${moment.id}` : caseId && `/cases/${caseId}`,
      }
    }),
    olderUrl: last && found.length > SHOWN ? `/customers/${customerIds[0]}?${older}` : null,
  }
}

const MARKS: Readonly<Partial<Record<string, Mark>>> = {
  kept: 'ok',
  broken: 'bad',
  done: 'ok',
  refused: 'bad',
  unknown: 'warn',
}
const markOf = ({ kind, code, words }: Moment): Mark =>
  MARKS[(kind === 'action' ? words : code) ?? ''] ?? 'plain'

function wordsOf(moment: Moment, reason: string | undefined, { t }: Wording): string {
  const code = moment.code ?? ''
  const words = (moment.words ?? '').slice(0, LONGEST_WORDS)
  const named: Readonly<Record<string, { readonly name: string } | undefined>> = t.actions
  const say: Readonly<Record<MomentKind, () => string>> = {
    call: () => wordFor(t.terms.reason, reason),
    case_opened: () => wordFor(t.terms.reason, code),
    case_closed: () => wordFor(t.terms.disposition, code),
    action: () =>
      [named[code]?.name ?? code, wordFor(t.terms.actionState, moment.words ?? '')].join('　'),
    promise_made: () => words,
    promise_ended: () => [wordFor(t.terms.commitmentState, code), words].join('　'),
    note: () => words,
  }
  return say[moment.kind]()
}
