import { type Db, marks, read } from '../db.ts'
import type { Library, ScriptVersion } from '../scripts/library.ts'
import type { Wording } from '../web/wording.ts'
import { answerWords } from './path-view.ts'

/** What a step of a call is called, and what was answered there. */
export interface StepWords {
  readonly step: string
  readonly outcome: string
}
/** Null where the version that the call ran on knows no such step. */
export type WordsOfStep = (callId: string, step: string, outcome: string) => StepWords | null

/** How steps of calls are called in the versions that they ran on: one read, however many calls there are. */
export async function stepWords(
  { db, library }: { readonly db: Db; readonly library: Library },
  callIds: readonly string[],
  wording: Wording,
): Promise<WordsOfStep> {
  const versions = await versionsOf(db, library, [...new Set(callIds)])
  return (callId, id, outcome) => {
    const script = versions.get(callId)?.script
    const step = script?.steps.get(id)
    if (!script || !step) return null
    return {
      step: step.title[wording.lang],
      outcome: answerWords(script.interrupts, step, outcome, wording),
    }
  }
}

async function versionsOf(db: Db, library: Library, callIds: readonly string[]) {
  const versions = new Map<string, ScriptVersion>()
  if (callIds.length === 0) return versions
  const rows = await read<{ id: string; version: string }>(db, {
    sql: `select id, script_version_id as version from calls where id in (${marks(callIds)})`,
    bindings: callIds,
  })
  for (const { id, version } of rows) {
    // A version that cannot be read any more leaves the codes as they are.
    const known = await library.version(version).catch(() => null)
    if (known) versions.set(id, known)
  }
  return versions
}
