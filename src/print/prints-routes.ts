import { validate as isUuid } from 'uuid'
import { recordEvent } from '../audit/events.ts'
import { levelInCall } from '../calls/level-in-call.ts'
import type { CaseFile } from '../cases/case-file.ts'
import { casesByIds } from '../cases/cases.ts'
import { familiesOf } from '../cases/families.ts'
import { showGuarded } from '../cases/guarded-page.ts'
import { catalogue } from '../i18n/index.ts'
import { operatorOf } from '../operators/guard.ts'
import { type GuardedRouter, guardedRouter } from '../operators/guarded-router.ts'
import { HttpError, notFound } from '../web/errors.ts'
import { readForm } from '../web/forms.ts'
import type { Pages } from '../web/pages.ts'
import { readAfterOrder } from './after-order.ts'
import { toolsOf } from './asking.ts'
import { type CaseRecord, readRecords } from './case-record.ts'
import { feetStyles, MOST_TOGETHER, readFeet } from './feet.ts'
import { createPress, type PressDeps, subjectOf } from './press.ts'
import { printsPage } from './prints-view.ts'
import { shortPage } from './short.ts'
import { type Printing, summaryPage } from './summary.ts'

type Answer = Parameters<Pages['render']>[0]

/** Several cases as one document, and every print found again by its number. */
export function printsRoutes(deps: PressDeps): GuardedRouter {
  const router = guardedRouter()
  const { db, clock, pages } = deps
  const { ask, number, draw, wordingOf } = createPress(deps)

  /** True once the guarded page has been shown: an own caller is not verified, so nothing of any case may be. */
  const isGuarded = async (res: Answer): Promise<boolean> => {
    const inCall = await levelInCall(deps, operatorOf(res).id, null)
    if (inCall) showGuarded(pages, res, { ...inCall, customer: null, caseFile: null }, 403)
    return inCall !== null
  }
  const casesAsked = async (text: string): Promise<CaseFile[]> => {
    const ids = idsIn(text)
    const found = await casesByIds(db, ids)
    if (found.size !== ids.length) throw notFound()
    const families = await familiesOf(db, ids)
    const survivors = [...new Set(ids.map((id) => families.get(id)?.[0] ?? id))]
    const cases = await casesByIds(db, survivors)
    return survivors.flatMap((id) => cases.get(id) ?? [])
  }

  router.post('/prints', 'print_cases', async (req, res) => {
    const form = readForm(req)
    const ids = (await casesAsked(form.text('ids') || tickedIn(form.text('case')))).map(
      ({ id }) => id,
    )
    const asked = new URLSearchParams({ ids: ids.join(',') })
    for (const name of ['form', 'paper', 'lang'])
      if (/^\w{1,20}$/.test(form.text(name))) asked.set(name, form.text(name))
    res.redirect(303, `/prints/sheet?${asked}`)
  })

  router.get('/prints/sheet', 'print_cases', async (req, res) => {
    const asked = ask(res)
    if (await isGuarded(res)) return
    const caseFiles = await casesAsked(textOf(req.query.ids))
    const records = await readRecords(deps, caseFiles)
    const { form } = asked
    const subjects = records.map((each) => ({ ...subjectOf(each), form }))
    const printing = await number(res, 'summary', asked, subjects)
    const wording = wordingOf(res)
    const whole = await summaries(deps, records, printing, wording)
    const view = whole.map((each) => (form === 'short' ? each.short() : each.summary))
    const title = wording.t.print.together(view.length)
    const back = { url: '/cases', words: wording.t.print.backToCases }
    const kept = { ids: caseFiles.map(({ id }) => id).join(',') }
    const tools = toolsOf('/prints/sheet', asked, back, wording, { hasForms: true, kept })
    const sheet = { page: 'summary', title, asked, tools, view: { form, cases: view }, printing }
    draw(res, 'print/together', { ...sheet, count: view.length })
  })

  router.get('/prints/feet/:name', 'signed_in', (req, res) => {
    const feet = readFeet(String(req.params.name))
    if (!feet) throw notFound()
    res.type('css').set('Cache-Control', 'private, max-age=3600')
    res.send(feetStyles(feet, catalogue(feet.lang)))
  })

  router.get('/prints', 'find_prints', async (req, res) => {
    if (await isGuarded(res)) return
    const [number, caseNumber, below] = ['number', 'case', 'below'].map((name) =>
      textOf(req.query[name]).trim().slice(0, 60),
    )
    const asked = { number: number ?? '', caseNumber: caseNumber ?? '', below: below ?? '' }
    const view = await printsPage(db, asked, wordingOf(res))
    const { id: operatorId } = operatorOf(res)
    const detail = { found: view.prints.length }
    await recordEvent(db, { name: 'prints_searched', at: clock.now(), operatorId, detail })
    const { title } = pages.words(res).print.prints
    const mainData = { count: view.prints.length }
    pages.render(res, 'print/prints', { page: 'prints', title, current: 'prints', view, mainData })
  })

  return router
}

/** The summaries of several cases, each with a number of its own; the card system is asked for a few at a time. */
async function summaries(
  deps: PressDeps,
  records: readonly CaseRecord[],
  printing: Printing,
  wording: Parameters<typeof shortPage>[2],
) {
  const afters = await inGroups(records, 5, (each) => readAfterOrder(deps.cardSystem, each))
  return records.map((record, index) => {
    const own = { ...printing, number: printing.number + index }
    const after = afters[index] ?? null
    const summary = summaryPage(record, after, own, deps.references, wording)
    return { summary, short: () => shortPage(summary, record, wording) }
  })
}

async function inGroups<T, R>(all: readonly T[], size: number, work: (one: T) => Promise<R>) {
  const done: R[] = []
  for (let from = 0; from < all.length; from += size)
    done.push(...(await Promise.all(all.slice(from, from + size).map(work))))
  return done
}

/** Ticked in the list of cases, each with the version that was seen. */
const tickedIn = (ticks: string): string => ticks.replace(/:\d{1,9}(?=,|$)/g, '')

/** The cases that were ticked, each once, in their order; none or too many is no document. */
function idsIn(text: string): string[] {
  const ids = [
    ...new Set(
      text
        .toLowerCase()
        .split(',')
        .filter((id) => id !== ''),
    ),
  ]
  if (ids.length === 0) throw new HttpError(422, 'nothingTicked')
  if (ids.length > MOST_TOGETHER) throw new HttpError(422, 'tooManyTicked')
  if (!ids.every((id) => isUuid(id))) throw notFound()
  return ids
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
