import type { Db } from '../db.ts'
import type { Operator } from '../operators/operator.ts'
import { operatorNames } from '../operators/operators.ts'
import { may } from '../operators/permissions.ts'
import type { Wording } from '../web/wording.ts'
import { type Names, nameOf } from './case-lines.ts'
import { casesByIds } from './cases.ts'
import { survivorsOf } from './families.ts'
import type { Signal, SignalKind } from './trouble.ts'
import type {
  DeskWaves,
  SignalCasesPage,
  SimilarView,
  WavesPage,
  WaveTyped,
  WaveView,
} from './trouble-page.ts'
import { casesWithSignal, type Similar, similarTo } from './trouble-signals.ts'
import { mutesNow } from './wave-mutes.ts'
import { endedWaves, openWaves, type Wave, wavesAmong } from './waves.ts'

/** Codes that a service shows for reasons of its own; the references know them. */
export type IsHarmless = (code: string) => boolean

interface Deps {
  readonly db: Db
  readonly isHarmless: IsHarmless
}

const casesUrl = ({ kind, key }: Pick<Signal, 'kind' | 'key'>, behind = ''): string =>
  `/waves/cases?${new URLSearchParams({ kind, value: key, ...(behind ? { behind } : {}) })}`

/** What others reported beside a case, or beside a matter of a call. */
export async function similarViews(
  db: Db,
  of: Parameters<typeof similarTo>[1],
  operator: Operator,
  now: Date,
  wording: Wording,
): Promise<SimilarView[]> {
  const found = await similarTo(db, of, now)
  const waves = await wavesAmong(db, found)
  const maySee = may(operator.role, 'handle_waves')
  return found.map((each) => similarView(each, waves, maySee, wording))
}

function similarView(
  similar: Similar,
  waves: readonly Wave[],
  maySee: boolean,
  { t, fmt }: Wording,
): SimilarView {
  const wave = waves.find(({ kind, key }) => kind === similar.kind && key === similar.key)
  const most = Math.max(1, ...similar.days.map(({ count }) => count))
  const days = similar.days.filter(({ count }) => count > 0)
  return {
    kind: t.troubles.kinds[similar.kind],
    value: similar.shown,
    words: t.troubles.others(similar.others, similar.isMore),
    isAlone: similar.others === 0,
    firstAt: similar.firstAt,
    lastAt: similar.lastAt,
    bars: similar.days.map(({ count }) => Math.round((count * 100) / most)),
    trend: t.troubles.trend(
      t.formats.list(days.map(({ day, count }) => t.troubles.dayCount(fmt.calendar(day), count))),
    ),
    wave: wave ? { note: wave.note, at: wave.acknowledgedAt } : null,
    casesUrl: maySee && similar.others > 0 ? casesUrl(similar) : null,
  }
}

/** The waves that go on, for the desk. */
export async function deskWaves(deps: Deps, operator: Operator, wording: Wording) {
  const [waves, names] = await Promise.all([openWaves(deps.db), operatorNames(deps.db)])
  const view: DeskWaves = {
    isFirst: operator.role === 'fraud_desk',
    waves: waves.map((each) => waveView(deps, each, names, wording)),
  }
  return view
}

const ENDED = 30

/** The page of the waves: those that go on, what is muted, and what was. */
export async function wavesPage(
  deps: Deps,
  operator: Operator,
  now: Date,
  wording: Wording,
  typed: WaveTyped | null = null,
): Promise<WavesPage> {
  const { db } = deps
  const [open, ended, mutes, names] = await Promise.all([
    openWaves(db),
    endedWaves(db, ENDED),
    mutesNow(db, now),
    operatorNames(db),
  ])
  const view = (each: Wave) => waveView(deps, each, names, wording)
  const mayHandle = may(operator.role, 'handle_waves')
  return {
    waves: open.map(view),
    ended: ended.map(view),
    mutes: mutes.map(({ id, kind, shown, reason, mutedBy, until }) => ({
      id,
      kind: wording.t.troubles.kinds[kind],
      value: shown,
      reason,
      by: nameOf(names, mutedBy),
      until,
    })),
    mayHandle,
    maySeeCases: mayHandle,
    typed,
  }
}

const waveView = (deps: Deps, wave: Wave, names: Names, { t }: Wording): WaveView => ({
  id: wave.id,
  kind: t.troubles.kinds[wave.kind],
  value: wave.shown,
  customers: wave.customers,
  beganAt: wave.beganAt,
  lastAt: wave.lastAt,
  acknowledgedAt: wave.acknowledgedAt,
  acknowledgedBy: wave.acknowledgedBy === null ? '' : nameOf(names, wave.acknowledgedBy),
  note: wave.note,
  endedAt: wave.endedAt,
  version: wave.version,
  isHarmless: wave.kind === 'error_code' && deps.isHarmless(wave.key),
  casesUrl: casesUrl(wave),
})

const CASES = 50

/** The cases that met a signal, newest first. */
export async function signalCasesPage(
  db: Db,
  asked: { readonly kind: SignalKind; readonly key: string; readonly behind: string },
  { t }: Wording,
): Promise<SignalCasesPage> {
  const [at = '', caseId = ''] = asked.behind.split('/')
  const behind = caseId === '' ? null : { at, caseId }
  const found = await casesWithSignal(db, asked, behind, CASES + 1)
  const ids = found.map((each) => each.caseId)
  const goesOn = await survivorsOf(db, [...(await casesByIds(db, ids)).values()])
  const shown = found.slice(0, CASES)
  const last = shown.at(-1)
  const statuses: Readonly<Record<string, string | undefined>> = t.terms.caseStatus
  const reasons: Readonly<Record<string, string | undefined>> = t.terms.reason
  return {
    title: t.troubles.casesTitle(t.troubles.kinds[asked.kind], found[0]?.shown ?? asked.key),
    cases: shown.flatMap(({ caseId, at }) => {
      const one = goesOn.get(caseId)
      if (!one) return []
      const { id, number, status, reason } = one
      return [
        { id, number, status: statuses[status] ?? status, reason: reasons[reason] ?? reason, at },
      ]
    }),
    olderUrl: last && found.length > CASES ? casesUrl(asked, `${last.at}/${last.caseId}`) : null,
  }
}
