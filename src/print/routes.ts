import { loadContext } from '../calls/context.ts'
import { guardedCall } from '../calls/guarded-view.ts'
import { showGuarded } from '../cases/guarded-page.ts'
import { operatorOf } from '../operators/guard.ts'
import { type GuardedRouter, guardedRouter } from '../operators/guarded-router.ts'
import { findVersion } from '../scripts/library.ts'
import { notFound } from '../web/errors.ts'
import { readAfterOrder } from './after-order.ts'
import { toolsOf } from './asking.ts'
import { bookletPage } from './booklet.ts'
import { readCallRecord } from './call-record.ts'
import { letterPage } from './letter.ts'
import { createPress, type PressDeps, subjectOf } from './press.ts'
import { callRecordPage, caseRecordPage } from './record.ts'
import { shortPage } from './short.ts'
import { summaryPage } from './summary.ts'

/** A case, a call or a script on paper. Each printing is numbered and logged. */
export function printRoutes(deps: PressDeps): GuardedRouter {
  const router = guardedRouter()
  const { db, pages, references } = deps
  const { ask, demandRecord, number, draw, caseTools, wordingOf } = createPress(deps)

  router.get('/cases/:id/summary', 'print_cases', async (_req, res) => {
    const asked = ask(res)
    const record = await demandRecord(res)
    if (record === null) return
    const { form } = asked
    const after = await readAfterOrder(deps.cardSystem, record)
    const printing = await number(res, 'summary', asked, [{ ...subjectOf(record), form }])
    const wording = wordingOf(res)
    const whole = summaryPage(record, after, printing, references, wording)
    const view = form === 'short' ? shortPage(whole, record, wording) : whole
    const title = wording.t.print.summaryTitle(whole.number)
    const tools = caseTools(res, whole.id, 'summary', asked)
    draw(res, `print/${VIEWS[form]}`, { page: 'summary', title, asked, tools, view, printing })
  })

  router.get('/cases/:id/letter', 'print_cases', async (_req, res) => {
    const asked = ask(res)
    const record = await demandRecord(res)
    if (record === null) return
    if (record.customer === null) throw notFound()
    const after = await readAfterOrder(deps.cardSystem, record)
    const printing = await number(res, 'letter', asked, [subjectOf(record)])
    const wording = wordingOf(res)
    const view = letterPage(record, after, printing, wording)
    const title = wording.t.print.letterTitle
    const tools = caseTools(res, view.id, 'letter', asked)
    draw(res, 'print/letter', { page: 'letter', title, asked, tools, view, printing })
  })

  router.get('/cases/:id/record', 'print_cases', async (_req, res) => {
    const asked = ask(res)
    const record = await demandRecord(res)
    if (record === null) return
    const printing = await number(res, 'record', asked, [subjectOf(record)])
    const view = caseRecordPage(record, printing, references, wordingOf(res))
    const tools = caseTools(res, record.caseFile.id, 'record', asked)
    draw(res, 'print/record', { page: 'record', title: view.title, asked, tools, view, printing })
  })

  router.get('/calls/:id/record', 'print_calls', async (req, res) => {
    const asked = ask(res)
    const context = await loadContext(deps, String(req.params.id))
    if (!context) throw notFound()
    const { call } = context
    const wording = wordingOf(res)
    const guarded = await guardedCall(deps, call, operatorOf(res), wording)
    if (guarded) return showGuarded(pages, res, guarded, 403)
    const record = await readCallRecord(deps, context)
    const { id: callId, customerId } = call
    const printing = await number(res, 'record', asked, [{ callId, customerId, ...record.about }])
    const view = callRecordPage(record, printing, references, wording)
    const back = { url: `/calls/${callId}`, words: wording.t.print.record.backToCall }
    const tools = toolsOf(`/calls/${callId}/record`, asked, back, wording)
    draw(res, 'print/record', { page: 'record', title: view.title, asked, tools, view, printing })
  })

  router.get('/scripts/:id/booklet', 'read_scripts', async (req, res) => {
    const asked = ask(res)
    const version = await findVersion(db, deps.library, String(req.params.id))
    if (!version) throw notFound()
    const wording = wordingOf(res)
    const printing = await number(res, 'booklet', asked, [{ versionId: version.id }])
    const view = bookletPage(version, printing, wording)
    const title = wording.t.booklet.title(view.title)
    const back = { url: `/scripts/${version.id}`, words: wording.t.booklet.back }
    const tools = toolsOf(`/scripts/${version.id}/booklet`, asked, back, wording)
    const sheet = { page: 'booklet', title, asked, tools, view, printing, sheets: ['booklet'] }
    draw(res, 'print/booklet', sheet)
  })

  return router
}

const VIEWS = { full: 'summary', short: 'short' } as const
