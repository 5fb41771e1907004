import type { Db } from '../db.ts'
import { readStaff } from '../operators/operators.ts'
import type { Wording } from '../web/wording.ts'
import type { AuditLine, AuditPage, Choice } from './audit-page.ts'
import { namesFor } from './event-names.ts'
import {
  askedWords,
  GROUPS,
  type LogAsked,
  placeOf,
  placeWords,
  type Subjects,
} from './log-asked.ts'
import { findEvents, type LogEvent, type LogQuery } from './log-query.ts'
import { codesOf, sentenceOf } from './sentences.ts'
import { readState } from './state.ts'

export const ON_A_PAGE = 50

/** The auditor's page for what was asked; `query` is null when it could not be read. */
export async function auditPage(
  db: Db,
  { asked, query, isSealing }: { asked: LogAsked; query: LogQuery | null; isSealing: boolean },
  subjects: Subjects,
  wording: Wording,
): Promise<AuditPage> {
  const { t } = wording
  const [found, state, staff] = await Promise.all([
    query ? findEvents(db, query, placeOf(asked.below), ON_A_PAGE + 1) : [],
    readState(db, isSealing),
    readStaff(db),
  ])
  const events = found.slice(0, ON_A_PAGE)
  const last = events.at(-1)
  const more = found.length > ON_A_PAGE && last
  return {
    asked,
    isUnread: query === null,
    isFiltered: askedWords(asked, { below: '' }) !== '',
    state,
    choices: choicesOf(staff.names, t),
    questions: questionsOf(asked, t),
    lines: await linesOf(events, subjects, staff.names, wording),
    nextUrl: more ? `/audit?${askedWords(asked, { below: placeWords(last) })}` : null,
    exportWords: askedWords(asked, { below: '' }),
  }
}

function choicesOf(staff: ReadonlyMap<string, string>, t: Wording['t']) {
  const { questions, names } = t.audit
  const groups: Readonly<Record<string, string>> = questions
  const choice = ([value, label]: [string, string]): Choice => ({ value, label })
  return {
    operators: [...staff].map(choice),
    groups: Object.keys(GROUPS).map((name) => choice([name, groups[name] ?? name])),
    names: Object.entries(names).map(choice),
  }
}

/** Whoever is looked at stays looked at: only the question changes. */
function questionsOf(asked: LogAsked, { audit }: Wording['t']): AuditPage['questions'] {
  const { questions } = audit
  const isAbout = asked.customer !== '' || asked.case !== '' || asked.call !== ''
  const of = (words: string, other: Partial<LogAsked>) => {
    const url = `/audit?${askedWords(asked, { below: '', name: '', refused: '', ...other })}`
    return { url, words }
  }
  return [
    ...(isAbout ? [of(questions.lookedAt, { name: 'lookedAt' })] : []),
    of(questions.cardActions, { name: 'cardActions' }),
    of(questions.refusals, { refused: 'yes' }),
    of(questions.exports, { name: 'exports' }),
    of(questions.signIns, { name: 'signIns' }),
  ]
}

async function linesOf(
  events: readonly LogEvent[],
  subjects: Subjects,
  staff: ReadonlyMap<string, string>,
  wording: Wording,
): Promise<AuditLine[]> {
  const { t } = wording
  const [names, customers] = await Promise.all([
    namesFor(events, staff, subjects, wording),
    subjects.customerNames(events.flatMap(({ customerId }) => customerId ?? [])),
  ])
  return events.map((event) => ({
    id: event.id,
    at: event.at,
    seconds: event.at.slice(17, 19),
    words: sentenceOf(event, names, t),
    codes: codesOf(event, names.steps),
    refused: event.refused,
    address: event.address,
    session: event.session,
    about: aboutOf(event, names.cases, customers, t),
  }))
}

/** What it was about, each a page that shows it: of a call its record, with the verification and what was read out. */
function aboutOf(
  { caseId, customerId, callId, detail, name }: LogEvent,
  numbers: ReadonlyMap<string, string>,
  customers: ReadonlyMap<string, string>,
  { audit }: Wording['t'],
): AuditLine['about'] {
  const words = name.startsWith('action_') ? audit.callRecord : audit.call
  return [
    ...(caseId === null ? [] : [{ url: `/cases/${caseId}`, words: numbers.get(caseId) ?? caseId }]),
    ...(customerId === null
      ? []
      : [{ url: `/customers/${customerId}`, words: customers.get(customerId) || audit.customer }]),
    ...(callId === null ? [] : [{ url: `/calls/${callId}/record`, words }]),
    ...(typeof detail.versionId === 'string'
      ? [{ url: `/scripts/${detail.versionId}`, words: audit.script }]
      : []),
  ]
}
