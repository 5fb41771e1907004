import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Request, Response } from 'express'
import type { Clock } from '../clock.ts'
import type { Db } from '../db.ts'
import { operatorOf } from '../operators/guard.ts'
import { type GuardedRouter, guardedRouter } from '../operators/guarded-router.ts'
import { badRequest, notFound } from '../web/errors.ts'
import type { Pages } from '../web/pages.ts'
import { wordings } from '../web/wordings.ts'
import { auditPage } from './audit-view.ts'
import { type AuditEvent, type EventName, recordEvent } from './events.ts'
import { askedWords, queryOf, readAsked, type Subjects } from './log-asked.ts'
import { exportLog, type LogFormat } from './log-export.ts'
import type { AuditSettings } from './sealer.ts'
import { verifyLatest } from './verify.ts'

export interface AuditDeps {
  readonly db: Db
  readonly clock: Clock
  readonly pages: Pages
  readonly timeZone: string
  readonly audit: AuditSettings | null
  readonly subjects: Subjects
}

const FORMATS: Readonly<Record<LogFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/x-ndjson; charset=utf-8',
}
const LATEST = 1_000

/** The auditor's page of the log, and its export. That the log was read is part of it. */
export function auditRoutes(deps: AuditDeps): GuardedRouter {
  const router = guardedRouter()
  const { db, clock, pages, subjects, audit } = deps
  const wordingOf = wordings(pages, deps.timeZone)

  const record = (
    res: Response,
    name: EventName,
    detail: Record<string, unknown>,
    subject: Subject = {},
  ) =>
    recordEvent(db, { name, at: clock.now(), operatorId: operatorOf(res).id, ...subject, detail })
  const read = async (req: Request) => {
    const asked = readAsked(req.query)
    return { asked, query: await queryOf(asked, subjects) }
  }

  router.get('/audit', 'read_audit', async (req, res) => {
    const { asked, query } = await read(req)
    const view = await auditPage(
      db,
      { asked, query, isSealing: audit !== null },
      subjects,
      wordingOf(res),
    )
    const found = view.lines.length
    await record(res, 'audit_viewed', { found, ...filterOf(query) }, subjectOf(query))
    const { title } = pages.words(res).audit
    const mainData = { count: found }
    const locals = { page: 'audit', title, current: 'audit', view, mainData }
    pages.render(res, 'audit/index', locals, query === null ? 422 : 200)
  })

  router.get('/audit/export/:format', 'read_audit', async (req, res) => {
    const format = formatIn(req.params.format)
    const { query } = await read(req)
    if (query === null) throw badRequest()
    await record(res, 'audit_exported', { format, ...filterOf(query) }, subjectOf(query))
    res.setHeader('Content-Type', FORMATS[format])
    res.setHeader('Cache-Control', 'no-store')
    res.setHeader('Content-Disposition', `attachment; filename="annai-audit.${format}"`)
    await pipeline(Readable.from(exportLog(db, query, format, subjects, wordingOf(res))), res)
  })

  router.post('/audit/verifications', 'read_audit', async (req, res) => {
    if (audit === null) throw notFound()
    const { entries, finding } = await verifyLatest(db, audit.keys, LATEST)
    await record(res, 'audit_verified', {
      ...{ entries, whole: finding === null, recent: true },
      ...(finding ? { fault: finding.fault, seq: finding.seq } : {}),
    })
    const words = askedWords(readAsked(req.query))
    res.redirect(303, words === '' ? '/audit' : `/audit?${words}`)
  })

  return router
}

const formatIn = (text: string | string[] | undefined): LogFormat => {
  if (text === 'csv' || text === 'jsonl') return text
  throw notFound()
}

type Subject = Pick<AuditEvent, 'customerId' | 'caseId' | 'callId'>
const SUBJECTS = { customer_id: 'customerId', case_id: 'caseId', call_id: 'callId' } as const

/** Whoever reads what the log holds on somebody has looked at them as well. */
function subjectOf(query: Awaited<ReturnType<typeof queryOf>>): Subject {
  const [about] = query?.about ?? []
  const [id] = about?.ids ?? []
  return about && id !== undefined ? { [SUBJECTS[about.column]]: id } : {}
}

/** What was asked for, as ids and codes: whoever reads the log is read as well. */
function filterOf(query: Awaited<ReturnType<typeof queryOf>>): Record<string, unknown> {
  if (query === null) return {}
  const { operatorId, about, names, from, before, refused } = query
  const asked = Object.entries({ operatorId, from, before }).filter(([, value]) => value !== null)
  return {
    ...Object.fromEntries(asked),
    ...(about.length > 0 ? { about: about.flatMap(({ ids }) => ids).slice(0, 20) } : {}),
    ...(names.length > 0 ? { names } : {}),
    ...(refused ? { onlyRefused: true } : {}),
  }
}
