import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { validate as isUuid, v7 as uuid } from 'uuid'
import { recordEvent } from '../audit/events.ts'
import { alone, type Db } from '../db.ts'
import { parseScript } from './parse.ts'
import { describeProblem } from './problem.ts'
import type { Script } from './script.ts'
import { vocabulary } from './vocabulary.ts'

/** A published script; it never changes, so that a call replays on the words it was taken with. */
export interface ScriptVersion {
  readonly id: string
  readonly version: number
  readonly script: Script
  readonly publishedAt: string
}

export interface Library {
  /** The version that new calls are pinned to. */
  readonly current: ScriptVersion
  /** The version of a call, parsed once and kept. */
  version(id: string): Promise<ScriptVersion>
}

export const ENTRY = 'card-trouble.yaml'

/** Every YAML file of a folder, by name. */
export function readScriptFolder(folder: string): Map<string, string> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
  return new Map(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

/** Publishes the shipped script where its text is new, and gives access to every version. */
export async function openLibrary(db: Db, folder: string, now: Date): Promise<Library> {
  const sources = readScriptFolder(folder)
  const script = parsed(sources, ENTRY)
  const current = await alone(db, 'annai scripts', (trx) => publish(trx, script, sources, now))
  const known = new Map<string, Promise<ScriptVersion>>([[current.id, Promise.resolve(current)]])
  return {
    current,
    version(id) {
      const version = known.get(id) ?? readVersion(db, id)
      known.set(id, version)
      // One failed read is no reason to fail for good.
      version.catch(() => known.delete(id))
      return version
    },
  }
}

const scripts = new Map<string, Script>()
const MOST_SCRIPTS = 50

/** The script of these sources, read once for the same text; throws with every problem when it is not one. */
export function parsed(sources: ReadonlyMap<string, string>, entry: string): Script {
  const text = JSON.stringify([entry, ...sources])
  const known = scripts.get(text)
  if (known) return known
  const result = parseScript(sources, entry, vocabulary)
  if (result.script) {
    if (scripts.size >= MOST_SCRIPTS) scripts.clear()
    scripts.set(text, result.script)
    return result.script
  }
  throw new Error(result.problems.map((problem) => describeProblem(problem, 'en')).join('\n'))
}

async function publish(
  db: Db,
  script: Script,
  sources: ReadonlyMap<string, string>,
  now: Date,
): Promise<ScriptVersion> {
  const text = JSON.stringify([...sources])
  const digest = createHash('sha256').update(text).digest('hex')
  const same = await db('script_versions').where({ script_id: script.id, digest }).first()
  if (same) return { id: same.id, version: same.version, script, publishedAt: same.published_at }
  const last = await db('script_versions')
    .where({ script_id: script.id })
    .max({ version: 'version' })
    .first()
  const row = {
    id: uuid(),
    script_id: script.id,
    version: Number(last?.version ?? 0) + 1,
    digest,
    sources: text,
    published_at: now.toISOString(),
  }
  await db('script_versions').insert(row)
  const detail = { versionId: row.id, version: row.version }
  await recordEvent(db, { name: 'script_published', at: now, operatorId: null, detail })
  return { id: row.id, version: row.version, script, publishedAt: row.published_at }
}

async function readVersion(db: Db, id: string): Promise<ScriptVersion> {
  const row = await db('script_versions').where({ id }).first()
  if (!row) throw new Error(`no script version ${id}`)
  const script = parsed(new Map<string, string>(JSON.parse(row.sources)), ENTRY)
  return { id, version: row.version, script, publishedAt: row.published_at }
}

/** A version by its id, or the current one by the script's own name; null when there is none. */
export async function findVersion(
  db: Db,
  library: Library,
  idOrName: string,
): Promise<ScriptVersion | null> {
  const id = idOrName.toLowerCase()
  if (id === library.current.script.id) return library.current
  if (!isUuid(id)) return null
  const known = await db('script_versions').where({ id }).first('id')
  return known ? library.version(id) : null
}

/** The published versions, the newest first; each parsed once by the library. */
export async function listVersions(db: Db, library: Library): Promise<ScriptVersion[]> {
  const ids: string[] = await db('script_versions').orderBy('version', 'desc').limit(50).pluck('id')
  return Promise.all(ids.map((id) => library.version(id)))
}
