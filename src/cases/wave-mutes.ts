import { validate as isUuid, v7 as uuid } from 'uuid'
import { recordEvent } from '../audit/events.ts'
import { type Db, read } from '../db.ts'
import { DAY_MS, onceKey, type SignalKind } from './trouble.ts'
import { endWave, type Wave } from './waves.ts'

/** A signal that makes no wave for a time: it still counts, but nobody is called by it. */
export interface Mute {
  readonly id: string
  readonly kind: SignalKind
  readonly shown: string
  readonly reason: string
  readonly mutedBy: string
  readonly mutedAt: string
  readonly until: string
}
export const LONGEST_MUTE_DAYS = 90

interface By {
  readonly operatorId: string
  readonly at: Date
}

/** Mutes what a wave is about, and ends the wave. Anew, it is muted for the new time. */
export function muteWave(
  db: Db,
  wave: Wave,
  said: { readonly reason: string; readonly days: number },
  by: By,
): Promise<void> {
  return db.transaction(async (trx) => {
    const until = new Date(by.at.getTime() + said.days * DAY_MS).toISOString()
    const told = {
      reason: said.reason,
      muted_by: by.operatorId,
      muted_at: by.at.toISOString(),
      until,
    }
    await endWave(trx, wave.id, by.at, by.operatorId)
    await trx('trouble_mutes')
      .insert({
        id: uuid(),
        kind: wave.kind,
        value_key: wave.key,
        shown_value: wave.shown,
        once_key: onceKey(wave),
        ...told,
      })
      .onConflict('once_key')
      .merge(told)
    await recordEvent(trx, { name: 'wave_muted', ...by, detail: { waveId: wave.id, until } })
  })
}

/** Lifts a mute; once it is lifted this does nothing. */
export async function liftMute(db: Db, id: string, by: By): Promise<boolean> {
  if (!isUuid(id)) return false
  return db.transaction(async (trx) => {
    const changed = await trx('trouble_mutes')
      .where({ id, lifted_at: null })
      .update({ lifted_at: by.at.toISOString(), lifted_by: by.operatorId, once_key: null })
    if (changed > 0) await recordEvent(trx, { name: 'wave_unmuted', ...by, detail: { muteId: id } })
    return changed > 0
  })
}

/** What is muted now, the first to run out first. */
export async function mutesNow(db: Db, now: Date): Promise<Mute[]> {
  return read<Mute>(db, {
    sql: `select id, kind, shown_value as shown, reason, muted_by as "mutedBy", muted_at as "mutedAt", until
          from trouble_mutes where once_key is not null and until > ? order by until`,
    bindings: [now.toISOString()],
  })
}
