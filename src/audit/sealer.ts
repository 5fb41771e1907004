import { setTimeout } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { Db } from '../db.ts'
import { anchorLine } from './anchor.ts'
import { keepAnchor, lastAnchor, writeAnchors } from './anchors.ts'
import type { AuditKeys } from './key.ts'
import { type Head, sealBatch } from './seals.ts'

/** What the log is sealed with, and where its anchors go. */
export interface AuditSettings {
  readonly keys: AuditKeys
  /** The name of this running program. */
  readonly instance: string
  readonly anchors: {
    readonly file: string
    /** An anchor is kept when so much time or so many entries have passed since the last one. */
    readonly everyMs: number
    readonly everyEntries: number
    /** Says an anchor where whoever collects the output hears it. */
    say(line: string): void
  }
}

export interface Sealer {
  /** Seals what waits, and anchors it when it is time; does not wait long when there is much. */
  round(): Promise<void>
  /** Seals all that waits. */
  seal(): Promise<void>
  /** Keeps an anchor now, if anything was sealed since the last one. */
  anchor(): Promise<void>
  /** Seals what waits and anchors it, for the last time. */
  stop(): Promise<void>
}

interface SealerDeps {
  readonly db: Db
  readonly clock: Clock
  readonly log: Logger
}

/** A transaction of so many takes some milliseconds: nobody who writes waits for longer. */
const AT_ONCE = 250
/** A round goes on behind, when there is more to do. */
const ROUND_MS = 500
/** At the end so many are sealed still; the rest waits for the next start. */
const LAST_BATCHES = 40

/** Seals the audit log after its events have been written, so that nobody who writes waits for the chain. */
export function createSealer({ db, clock, log }: SealerDeps, settings: AuditSettings): Sealer {
  const { keys, instance, anchors } = settings
  let working: Promise<void> | null = null
  let stopped = false
  let head: Head | null = null
  let written: number | null = null
  let anchored: { readonly at: number; readonly entries: number } | null = null

  const batch = async (): Promise<boolean> => {
    const done = await sealBatch(db, keys.current, AT_ONCE)
    if (head !== null && done.head.entries < head.entries)
      log.error(
        { was: head.entries, is: done.head.entries },
        'the audit log is shorter than it was',
      )
    if (done.again.length > 0)
      log.error({ events: done.again }, 'audit events were queued that are sealed already')
    head = done.head
    return done.taken === AT_ONCE
  }
  const anchoredBefore = async () => {
    const last = await lastAnchor(db)
    const at = last === null ? clock.now().getTime() : Date.parse(last.at)
    return { at, entries: last?.entries ?? 0 }
  }
  const anchor = async (): Promise<void> => {
    const kept = await keepAnchor(db, keys.current, instance, clock.now())
    for (const each of await writeAnchors(db, anchors.file, instance, written)) {
      anchors.say(anchorLine(each))
      written = each.number
    }
    anchored = { at: clock.now().getTime(), entries: kept?.entries ?? head?.entries ?? 0 }
  }
  const isTime = async (): Promise<boolean> => {
    anchored ??= await anchoredBefore()
    const entries = (head?.entries ?? 0) - anchored.entries
    // A demo moves its clock, and may begin anew before where it was.
    const passed = Math.abs(clock.now().getTime() - anchored.at)
    return entries > 0 && (passed >= anchors.everyMs || entries >= anchors.everyEntries)
  }
  const sealAll = async (): Promise<void> => {
    let more = true
    while (more && !stopped) {
      const began = performance.now()
      more = await batch()
      if (await isTime()) await anchor()
      // Others get as much of the time as the chain, however much there is to do.
      if (more) await setTimeout(performance.now() - began)
    }
  }
  const seal = (): Promise<void> => {
    working ??= sealAll().finally(() => {
      working = null
    })
    return working
  }
  const failed = (error: unknown) => log.error({ err: error }, 'the audit log was not sealed')

  return {
    seal,
    anchor,
    round: () =>
      Promise.race([seal().catch(failed), setTimeout(ROUND_MS, undefined, { ref: false })]),
    async stop() {
      stopped = true
      await working?.catch(failed)
      try {
        for (let left = LAST_BATCHES; left > 0 && (await batch()); left -= 1);
        await anchor()
      } catch (error) {
        failed(error)
      }
    },
  }
}
