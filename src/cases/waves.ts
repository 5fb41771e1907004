import { validate as isUuid, v7 as uuid } from 'uuid'
import { recordEvent } from '../audit/events.ts'
import { alone, type Db, read } from '../db.ts'
import { type Lately, lately } from './frequencies.ts'
import { DAY_MS, isOver, isWave, onceKey, type Signal, type SignalKind } from './trouble.ts'

/** More customers than usual met the same. Codes and shops only: nothing of a person. */
export interface Wave extends Signal {
  readonly id: string
  readonly beganAt: string
  readonly lastAt: string
  readonly customers: number
  readonly acknowledgedAt: string | null
  readonly acknowledgedBy: string | null
  /** What the fraud desk says to whoever meets it. */
  readonly note: string
  readonly endedAt: string | null
  readonly version: number
}
interface WaveRow {
  id: string
  kind: SignalKind
  value_key: string
  shown_value: string
  began_at: string
  last_at: string
  customers: number
  acknowledged_at: string | null
  acknowledged_by: string | null
  note: string
  ended_at: string | null
  version: number
}
const toWave = (row: WaveRow): Wave => ({
  id: row.id,
  kind: row.kind,
  key: row.value_key,
  shown: row.shown_value,
  beganAt: row.began_at,
  lastAt: row.last_at,
  customers: row.customers,
  acknowledgedAt: row.acknowledged_at,
  acknowledgedBy: row.acknowledged_by,
  note: row.note,
  endedAt: row.ended_at,
  version: row.version,
})

/** In the transaction that reported it: the third call is told at once. Twice over it is still one wave. */
export async function noticeWaves(
  trx: Db,
  signals: readonly Signal[],
  now: Date,
  operatorId: string,
): Promise<void> {
  // In the order of all, so that two calls never wait for each other.
  const sorted = [...signals].sort((a, b) => (onceKey(a) < onceKey(b) ? -1 : 1))
  for (const signal of sorted) {
    const seen = await lately(trx, signal, now)
    if (seen.lastDay < 2) continue
    if (await growWave(trx, signal, seen)) continue
    if (isWave(seen) && !(await isMuted(trx, signal, now)))
      await beginWave(trx, signal, seen, now, operatorId)
  }
}

async function growWave(trx: Db, signal: Signal, seen: Lately): Promise<boolean> {
  const changed = await trx('trouble_waves')
    .where({ once_key: onceKey(signal) })
    .update({ last_at: seen.lastAt, customers: trx.raw(MORE, [seen.lastDay, seen.lastDay]) })
  return changed > 0
}
/** The most customers that it had within a day. */
const MORE = 'case when customers < ? then cast(? as integer) else customers end'

async function beginWave(
  trx: Db,
  signal: Signal,
  seen: Lately,
  now: Date,
  operatorId: string,
): Promise<void> {
  const id = uuid()
  const inserted = await trx('trouble_waves')
    .insert({
      id,
      kind: signal.kind,
      value_key: signal.key,
      shown_value: signal.shown,
      once_key: onceKey(signal),
      began_at: seen.firstAt,
      last_at: seen.lastAt,
      customers: seen.lastDay,
    })
    .onConflict('once_key')
    .ignore()
    .returning<{ id: string }[]>('id')
  if (inserted.length === 0) return
  const detail = { waveId: id, kind: signal.kind, customers: seen.lastDay }
  await recordEvent(trx, { name: 'wave_began', at: now, operatorId, detail })
}

/** What was reported was put right: a wave of the last 24 hours counts anew, and is none when too few are left. */
export async function recountWaves(
  trx: Db,
  signals: readonly Signal[],
  now: Date,
  operatorId: string,
): Promise<void> {
  const dayAgo = new Date(now.getTime() - DAY_MS).toISOString()
  for (const wave of await wavesAmong(trx, signals)) {
    if (wave.beganAt <= dayAgo) continue
    const seen = await lately(trx, wave, now)
    if (seen.lastDay >= wave.customers) continue
    const { firstAt, lastAt, lastDay: customers } = seen
    const counted = { customers, ...(customers > 0 ? { began_at: firstAt, last_at: lastAt } : {}) }
    await trx('trouble_waves').where({ id: wave.id }).update(counted)
    if (!isWave(seen)) await endWave(trx, wave.id, now, operatorId)
  }
}

const MOST_WAVES = 50

/** Ends the waves that are over, again and again; by whichever instance comes first. */
export async function endWaves(db: Db, now: Date): Promise<void> {
  if ((await openWaves(db)).length === 0) return
  await alone(db, 'annai waves', async (trx) => {
    for (const wave of await openWaves(trx)) {
      if (!isOver(await lately(trx, wave, now))) continue
      await endWave(trx, wave.id, now, null)
    }
  })
}

/** Ends one wave, once. */
export async function endWave(
  trx: Db,
  id: string,
  now: Date,
  operatorId: string | null,
): Promise<void> {
  const changed = await trx('trouble_waves')
    .where({ id, ended_at: null })
    .update({ ended_at: now.toISOString(), once_key: null })
  if (changed === 0) return
  await recordEvent(trx, { name: 'wave_ended', at: now, operatorId, detail: { waveId: id } })
}

/** The waves that go on, those that nobody has taken note of first. */
export async function openWaves(db: Db): Promise<Wave[]> {
  const rows = await read<WaveRow>(db, {
    sql: `select * from trouble_waves where ended_at is null order by began_at desc limit ${MOST_WAVES}`,
    bindings: [],
  })
  const waves = rows.map(toWave)
  const isNew = (wave: Wave) => wave.acknowledgedAt === null
  return [...waves.filter(isNew), ...waves.filter((wave) => !isNew(wave))]
}

/** What waves nobody has taken note of stand at, in a word that changes when they do; empty where there are none. */
export async function unnotedMark(db: Db): Promise<string> {
  const [row] = await read<{ count: number | string; last: string | null }>(db, {
    sql: `select count(*) as count, max(began_at) as last from trouble_waves
          where ended_at is null and acknowledged_at is null`,
    bindings: [],
  })
  return row?.last ? `waves ${row.count} ${row.last}` : ''
}

/** The waves that are over, the last one first. */
export async function endedWaves(db: Db, limit: number): Promise<Wave[]> {
  const rows = await read<WaveRow>(db, {
    sql: `select * from trouble_waves where ended_at is not null order by ended_at desc limit ${limit}`,
    bindings: [],
  })
  return rows.map(toWave)
}

/** The waves that go on among these signals. */
export async function wavesAmong(
  db: Db,
  signals: readonly Pick<Signal, 'kind' | 'key'>[],
): Promise<Wave[]> {
  if (signals.length === 0) return []
  const keys = signals.map(onceKey)
  const rows = await read<WaveRow>(db, db('trouble_waves').whereIn('once_key', keys))
  return rows.map(toWave)
}

export async function findWave(db: Db, id: string): Promise<Wave | null> {
  if (!isUuid(id)) return null
  const row = await db<WaveRow>('trouble_waves').where({ id }).first()
  return row ? toWave(row) : null
}

/** Takes note of a wave, with a word to those who meet it; false when somebody was faster. */
export function acknowledgeWave(
  db: Db,
  wave: Wave,
  said: { readonly note: string; readonly version: number },
  by: { readonly operatorId: string; readonly at: Date },
): Promise<boolean> {
  return db.transaction(async (trx) => {
    const changed = await trx('trouble_waves')
      .where({ id: wave.id, version: said.version })
      .update({
        note: said.note,
        acknowledged_at: by.at.toISOString(),
        acknowledged_by: by.operatorId,
        version: said.version + 1,
      })
    if (changed === 0) return false
    await recordEvent(trx, { name: 'wave_acknowledged', ...by, detail: { waveId: wave.id } })
    return true
  })
}

async function isMuted(db: Db, signal: Signal, now: Date): Promise<boolean> {
  const rows = await read<{ id: string }>(db, {
    sql: `select id from trouble_mutes where once_key = ? and until > ?`,
    bindings: [onceKey(signal), now.toISOString()],
  })
  return rows.length > 0
}
