import type { Db } from '../db.ts'
import type { Library, ScriptVersion } from './library.ts'

/** The published versions, the newest first; each parsed once by the library. */
export async function listVersions(db: Db, library: Library): Promise<ScriptVersion[]> {
  const ids: string[] = await db('script_versions').orderBy('version', 'desc').limit(50).pluck('id')
  return Promise.all(ids.map((id) => library.version(id)))
}

/** A version by its id, or the current one by the script's own name; null when there is none. */
export async function findVersion(
  db: Db,
  library: Library,
  id: string,
): Promise<ScriptVersion | null> {
  if (id === library.current.script.id) return library.current
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return null
  const known = await db('script_versions').where({ id }).first('id')
  return known ? library.version(id) : null
}
