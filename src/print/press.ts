import { recordEvent } from '../audit/events.ts'
import type { CallDeps } from '../calls/context.ts'
import { guardedCase } from '../calls/guarded-view.ts'
import { VIEWED } from '../cases/case-history.ts'
import { findCase } from '../cases/cases.ts'
import { survivorOf } from '../cases/families.ts'
import { showGuarded } from '../cases/guarded-page.ts'
import { operatorOf } from '../operators/guard.ts'
import type { Cookies } from '../web/cookies.ts'
import { notFound } from '../web/errors.ts'
import type { Pages } from '../web/pages.ts'
import { wordings } from '../web/wordings.ts'
import { type Asked, askedFrom, type PrintTools, paperIn, toolsOf } from './asking.ts'
import { type CaseRecord, readRecord } from './case-record.ts'
import { feetUrl } from './feet.ts'
import type { PrintKind } from './print.ts'
import { type NewPrint, recordPrints } from './prints.ts'
import type { Printing } from './summary.ts'

export type PressDeps = Pick<
  CallDeps,
  'db' | 'clock' | 'timeZone' | 'library' | 'references' | 'cardSystem'
> & { readonly pages: Pages; readonly cookies: Cookies }

type Answer = Parameters<Pages['render']>[0]
type Subject = Partial<
  Pick<NewPrint, 'caseId' | 'customerId' | 'callId' | 'versionId' | 'proof' | 'form'>
>

/** What a sheet is drawn with, besides its own view. */
export interface Sheet {
  readonly page: string
  readonly title: string
  readonly asked: Asked
  readonly tools: PrintTools
  readonly view: unknown
  readonly printing: Printing
  /** How many prints it holds, their numbers following on the first. */
  readonly count?: number
  readonly sheets?: readonly string[]
}

const PAPER_COOKIE = 'annai_paper'
const A_YEAR = 365 * 24 * 3600

/**
 * What all printed pages do alike. Each page that is made is a printing of its own, with a number of its own, also when
 * it is loaded again: a number stands for one state of the record, on one sheet.
 */
export function createPress(deps: PressDeps) {
  const { db, clock, pages, cookies } = deps
  const wordingOf = wordings(pages, deps.timeZone)

  /**
   * How it is to be printed; from here on the answer speaks that language, whatever the operator's own is. The paper
   * that was chosen is kept in the browser: the printer stands where the browser does.
   */
  const ask = (res: Answer): Asked => {
    const operator = operatorOf(res)
    const { query } = res.req
    const usual = { paper: cookies.read(res.req, PAPER_COOKIE), lang: operator.language }
    const asked = askedFrom(query, usual)
    if (paperIn(query)) cookies.write(res, PAPER_COOKIE, asked.paper, A_YEAR)
    res.locals.operator = { ...operator, language: asked.lang }
    return asked
  }

  /** The whole case; null once its head alone has been shown, for the operator's own caller is not verified yet. */
  const demandRecord = async (res: Answer): Promise<CaseRecord | null> => {
    const named = await findCase(db, String(res.req.params.id))
    if (!named) throw notFound()
    const caseFile = await survivorOf(db, named)
    const operator = operatorOf(res)
    const guarded = await guardedCase(deps, caseFile, operator, wordingOf(res))
    if (guarded === null) return await readRecord(deps, caseFile)
    const { id: caseId, customerId } = caseFile
    const detail = { details: false }
    const by = { at: clock.now(), operatorId: operator.id }
    await recordEvent(db, { name: VIEWED, ...by, caseId, customerId, detail })
    showGuarded(pages, res, guarded, 403)
    return null
  }

  /** Numbers what is printed and writes it down; the numbers of several follow on the one that is given. */
  const number = async (
    res: Answer,
    kind: PrintKind,
    { lang: language, paper }: Asked,
    subjects: readonly Subject[],
  ): Promise<Printing> => {
    const by = operatorOf(res)
    const at = clock.now()
    const none = { caseId: null, customerId: null, callId: null, versionId: null }
    const alike = { ...none, kind, form: null, language, paper, operatorId: by.id, at, proof: null }
    const prints = subjects.map((subject): NewPrint => ({ ...alike, ...subject }))
    return { at, by, number: await recordPrints(db, prints) }
  }

  const draw = (res: Answer, name: string, sheet: Sheet) => pages.render(res, name, localsOf(sheet))
  /** The same for a sheet that may be long: its parts follow one by one. */
  const stream = (res: Answer, name: string, sheet: Sheet, parts: Parameters<Pages['stream']>[3]) =>
    pages.stream(res, name, localsOf(sheet), parts)

  /** The tools of a page about a case. */
  const caseTools = (res: Answer, id: string, name: string, asked: Asked): PrintTools => {
    const wording = wordingOf(res)
    const back = { url: `/cases/${id}`, words: wording.t.print.back }
    return toolsOf(`/cases/${id}/${name}`, asked, back, wording, { hasForms: name === 'summary' })
  }

  return { ask, demandRecord, number, draw, stream, caseTools, wordingOf }
}

function localsOf({ asked, printing, count, ...locals }: Sheet) {
  const feet = feetUrl(printing.number, count ?? 1, asked.lang)
  return { ...locals, paper: asked.paper, feet, layout: 'layout/print' }
}

/** What a print of a case is written down with. */
export const subjectOf = ({ caseFile, proof }: CaseRecord) => ({
  caseId: caseFile.id,
  customerId: caseFile.customerId,
  proof,
})
