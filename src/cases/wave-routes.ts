import type { Request, Response } from 'express'
import { validate as isUuid } from 'uuid'
import { recordEvents } from '../audit/events.ts'
import type { Clock } from '../clock.ts'
import type { Db } from '../db.ts'
import { operatorOf } from '../operators/guard.ts'
import { type GuardedRouter, guardedRouter } from '../operators/guarded-router.ts'
import type { Operator } from '../operators/operator.ts'
import { badRequest, forbidden, notFound } from '../web/errors.ts'
import { LONGEST_TEXT, readForm } from '../web/forms.ts'
import type { Pages } from '../web/pages.ts'
import { wordings } from '../web/wordings.ts'
import { SIGNAL_KINDS } from './trouble.ts'
import type { WaveTyped } from './trouble-page.ts'
import { type IsHarmless, signalCasesPage, wavesPage } from './trouble-views.ts'
import { LONGEST_MUTE_DAYS, liftMute, muteWave } from './wave-mutes.ts'
import { acknowledgeWave, findWave, type Wave } from './waves.ts'

export interface WaveDeps {
  readonly db: Db
  readonly clock: Clock
  readonly timeZone: string
  readonly pages: Pages
  readonly isHarmless: IsHarmless
  /** Whether lists may tell of cases: not beside a caller who is not verified. */
  readonly mayTell: (operator: Operator) => Promise<boolean>
}

/** The waves of trouble: everybody may read them, the fraud desk takes note of them. */
export function waveRoutes(deps: WaveDeps): GuardedRouter {
  const router = guardedRouter()
  const { db, clock, pages } = deps
  const wordingOf = wordings(pages, deps.timeZone)

  const show = async (res: Response, typed: WaveTyped | null = null, status = 200) => {
    const wording = wordingOf(res)
    const view = await wavesPage(deps, operatorOf(res), clock.now(), wording, typed)
    const title = wording.t.troubles.title
    pages.render(res, 'waves/index', { page: 'waves', title, current: 'cases', view }, status)
  }
  const by = (res: Response) => ({ operatorId: operatorOf(res).id, at: clock.now() })
  const demand = async (req: Request): Promise<Wave> => {
    const wave = await findWave(db, String(req.params.id))
    if (!wave) throw notFound()
    return wave
  }

  router.get('/waves', 'read_cases', (_req, res) => show(res))

  router.get('/waves/cases', 'handle_waves', async (req, res) => {
    if (!(await deps.mayTell(operatorOf(res)))) throw forbidden()
    const asked = readAsked(req)
    const view = await signalCasesPage(db, asked, wordingOf(res))
    const detail = { kind: asked.kind, cases: view.cases.length }
    const shown = view.cases.map(({ id }) => ({
      name: 'list_shown' as const,
      ...by(res),
      caseId: id,
      detail: { route: '/waves/cases' },
    }))
    await recordEvents(db, [{ name: 'similar_cases_viewed', ...by(res), detail }, ...shown])
    const { title } = view
    pages.render(res, 'waves/cases', { page: 'similar-cases', title, current: 'cases', view })
  })

  router.post('/waves/:id/acknowledgement', 'handle_waves', async (req, res) => {
    const wave = await demand(req)
    const form = readForm(req)
    const { t } = wordingOf(res)
    const said = { note: form.text('note').trim(), version: form.number('version') ?? 0 }
    const refuse = (error: string, status: number) =>
      show(res, { id: wave.id, form: 'acknowledgement', text: said.note, days: '', error }, status)
    if (said.note.length > LONGEST_TEXT)
      return refuse(t.errors.field.tooLong(t.troubles.note, LONGEST_TEXT), 422)
    if (isTwin(wave, said, operatorOf(res))) return res.redirect(303, '/waves')
    if (!(await acknowledgeWave(db, wave, said, by(res)))) return refuse(t.errors.conflict, 409)
    res.redirect(303, '/waves')
  })

  router.post('/waves/:id/mute', 'handle_waves', async (req, res) => {
    const wave = await demand(req)
    const form = readForm(req)
    const { t } = wordingOf(res)
    const [reason, days] = [form.text('reason').trim(), form.number('days') ?? 0]
    const error = muteProblem(reason, days, t)
    if (error !== null) {
      const typed = { id: wave.id, text: reason, days: form.text('days'), error }
      return show(res, { form: 'mute', ...typed }, 422)
    }
    if (wave.endedAt === null) await muteWave(db, wave, { reason, days }, by(res))
    res.redirect(303, '/waves')
  })

  router.post('/waves/mutes/:id/end', 'handle_waves', async (req, res) => {
    await liftMute(db, String(req.params.id), by(res))
    res.redirect(303, '/waves')
  })

  return router
}

/** The same form sent twice: what it says is there already, at the version that it made. */
const isTwin = (wave: Wave, said: { note: string; version: number }, { id }: Operator): boolean =>
  wave.acknowledgedBy === id && wave.note === said.note && wave.version === said.version + 1

function muteProblem(
  reason: string,
  days: number,
  t: ReturnType<ReturnType<typeof wordings>>['t'],
): string | null {
  if (reason === '') return t.errors.field.required(t.troubles.muteReason)
  if (reason.length > LONGEST_TEXT)
    return t.errors.field.tooLong(t.troubles.muteReason, LONGEST_TEXT)
  return days >= 1 && days <= LONGEST_MUTE_DAYS ? null : t.troubles.daysWrong
}

function readAsked({ query }: Request) {
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  const kind = SIGNAL_KINDS.find((each) => each === query.kind)
  const key = text(query.value)
  const behind = text(query.behind)
  const [at = '', caseId = ''] = behind.split('/')
  const isPlace = behind === '' || (isUuid(caseId) && /^[\d:.TZ-]{24}$/.test(at))
  if (kind === undefined || key === '' || key.length > 120 || !isPlace) throw badRequest()
  return { kind, key, behind }
}
