import { type Request, type Response, Router } from 'express'
import { recordEvent } from '../audit/events.ts'
import type { CallDeps } from '../calls/context.ts'
import { guardedCase } from '../calls/guarded-view.ts'
import { VIEWED } from '../cases/case-history.ts'
import { findCase } from '../cases/cases.ts'
import { survivorOf } from '../cases/families.ts'
import { showGuarded } from '../cases/guarded-page.ts'
import { operatorOf, requires } from '../operators/guard.ts'
import { findVersion } from '../scripts/library.ts'
import { notFound } from '../web/errors.ts'
import type { Pages } from '../web/pages.ts'
import { wordings } from '../web/wordings.ts'
import { readAfterOrder } from './after-order.ts'
import { bookletPage } from './booklet.ts'
import { type CaseRecord, readRecord } from './case-record.ts'
import { letterPage } from './letter.ts'
import { recordBookletPrinting, recordPrinting } from './printings.ts'
import { summaryPage } from './summary.ts'

type Deps = Pick<CallDeps, 'db' | 'clock' | 'timeZone' | 'library' | 'references' | 'cardSystem'>

/** A case on paper: the summary for colleagues and the letter for the customer. Each printing is logged. */
export function printRoutes(deps: Deps & { readonly pages: Pages }): Router {
  const router = Router()
  const { db, clock, pages } = deps
  const wordingOf = wordings(pages, deps.timeZone)
  router.use(['/cases/:id/summary', '/cases/:id/letter'], requires('read_cases'))

  /** The whole case; null once its head alone has been shown, for the operator's own caller is not verified yet. */
  const demand = async (req: Request, res: Response): Promise<CaseRecord | null> => {
    speak(req, res)
    const named = await findCase(db, String(req.params.id))
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
  const printing = async (res: Response, { caseFile }: CaseRecord, name: Printed) => {
    const by = operatorOf(res)
    const { id: caseId, customerId } = caseFile
    const at = clock.now()
    return {
      at,
      by,
      number: await recordPrinting(db, name, { caseId, customerId, operatorId: by.id, at }),
    }
  }

  router.get('/cases/:id/summary', async (req, res) => {
    const record = await demand(req, res)
    if (record === null) return
    const after = await readAfterOrder(deps.cardSystem, record)
    const printed = await printing(res, record, 'summary_printed')
    const wording = wordingOf(res)
    const view = summaryPage(record, after, printed, deps.references, wording)
    const title = wording.t.print.summaryTitle(view.number)
    pages.render(res, 'print/summary', { page: 'summary', title, view, layout: 'layout/print' })
  })

  router.get('/cases/:id/letter', async (req, res) => {
    const record = await demand(req, res)
    if (record === null) return
    if (record.customer === null) throw notFound()
    const after = await readAfterOrder(deps.cardSystem, record)
    const { at } = await printing(res, record, 'letter_printed')
    const wording = wordingOf(res)
    const view = letterPage(record, after, at, wording)
    const title = wording.t.print.letterTitle
    pages.render(res, 'print/letter', { page: 'letter', title, view, layout: 'layout/print' })
  })

  router.get('/scripts/:id/booklet', requires('read_scripts'), async (req, res) => {
    speak(req, res)
    const version = await findVersion(db, deps.library, String(req.params.id))
    if (!version) throw notFound()
    const wording = wordingOf(res)
    const by = operatorOf(res)
    const at = clock.now()
    const asked = { versionId: version.id, language: wording.lang, operatorId: by.id, at }
    const number = await recordBookletPrinting(db, asked)
    const view = bookletPage(version, { at, by, number }, wording)
    const title = wording.t.booklet.title(view.title)
    const layout = { layout: 'layout/print', sheets: ['booklet'] }
    pages.render(res, 'print/booklet', { page: 'booklet', title, view, ...layout })
  })

  return router
}

type Printed = Parameters<typeof recordPrinting>[1]

/** `?lang=en` prints in that language, whatever the operator's own is: the customer may read another one. */
function speak(req: Request, res: Response): void {
  const { lang } = req.query
  if (lang === 'ja' || lang === 'en') res.locals.operator = { ...operatorOf(res), language: lang }
}
