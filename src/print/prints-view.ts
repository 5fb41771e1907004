import { casesByIds, findCaseByNumber } from '../cases/cases.ts'
import { familyOf } from '../cases/families.ts'
import { readCaseNumber } from '../cases/number.ts'
import type { Db } from '../db.ts'
import { operatorsByIds } from '../operators/operators.ts'
import type { Wording } from '../web/wording.ts'
import { type Print, printNumber, proofWords, readPrintNumber } from './print.ts'
import { findPrints, type PrintQuery } from './prints.ts'
import type { PrintLine, PrintsPage } from './prints-page.ts'

const ON_A_PAGE = 50

/** What was asked of the list of prints. */
export interface PrintsAsked {
  readonly number: string
  readonly caseNumber: string
  readonly below: string
}

/** The prints that were asked for, the newest first. */
export async function printsPage(
  db: Db,
  asked: PrintsAsked,
  wording: Wording,
): Promise<PrintsPage> {
  const query = await queryOf(db, asked)
  const found = query ? await findPrints(db, query, ON_A_PAGE + 1) : []
  const prints = found.slice(0, ON_A_PAGE)
  const [cases, operators] = await Promise.all([
    casesByIds(
      db,
      prints.flatMap(({ caseId }) => caseId ?? []),
    ),
    operatorsByIds(
      db,
      prints.map(({ operatorId }) => operatorId),
    ),
  ])
  const names = new Map(operators.map(({ id, name }) => [id, name]))
  const numbers = new Map([...cases].map(([id, { number }]) => [id, number]))
  const last = prints.at(-1)
  return {
    asked,
    isUnread: query === null,
    prints: prints.map((each) => lineOf(each, names, numbers, wording)),
    nextUrl: found.length > ON_A_PAGE && last ? nextUrl(asked, last.number) : null,
  }
}

/** Null when what was typed is no number; a case that is not there has no prints. */
async function queryOf(db: Db, asked: PrintsAsked): Promise<PrintQuery | null> {
  const number = asked.number === '' ? null : readPrintNumber(asked.number)
  const caseNumber = asked.caseNumber === '' ? null : readCaseNumber(asked.caseNumber)
  if (asked.number !== '' && number === null) return null
  if (asked.caseNumber !== '' && (caseNumber === null || 'wrong' in caseNumber)) return null
  const below = /^\d{1,9}$/.test(asked.below) ? Number(asked.below) : null
  if (caseNumber === null || 'wrong' in caseNumber) return { number, caseIds: null, below }
  const caseFile = await findCaseByNumber(db, caseNumber.number)
  // Cases that are one were printed under the number of either.
  return caseFile
    ? { number, caseIds: await familyOf(db, caseFile.id), below }
    : { number: 0, caseIds: null, below }
}

function nextUrl({ number, caseNumber }: PrintsAsked, below: number): string {
  const asked = Object.entries({ number, case: caseNumber, below: String(below) })
  return `/prints?${new URLSearchParams(asked.filter(([, value]) => value !== ''))}`
}

function lineOf(
  print: Print,
  names: ReadonlyMap<string, string>,
  numbers: ReadonlyMap<string, string>,
  { t }: Wording,
): PrintLine {
  const { prints, choose } = t.print
  const form = print.form === null ? '' : t.layout.aside(choose.forms[print.form])
  return {
    number: printNumber(print.number),
    what: prints.kinds[print.kind] + form,
    how: [choose.languages[print.language], choose.papers[print.paper]].join(t.layout.comma),
    at: print.at,
    operator: names.get(print.operatorId) ?? '—',
    about: aboutOf(print, numbers, t),
    proof: print.proof === null ? null : proofWords(print.proof),
  }
}

function aboutOf(
  { caseId, callId, versionId, customerId }: Print,
  numbers: ReadonlyMap<string, string>,
  t: Wording['t'],
): PrintLine['about'] {
  if (callId !== null)
    return { url: `/calls/${callId}`, words: numbers.get(caseId ?? '') ?? t.print.prints.call }
  if (caseId !== null) return { url: `/cases/${caseId}`, words: numbers.get(caseId) ?? '—' }
  if (versionId !== null) return { url: `/scripts/${versionId}`, words: t.print.scripts }
  if (customerId !== null)
    return { url: `/customers/${customerId}`, words: t.print.prints.customer }
  return null
}
