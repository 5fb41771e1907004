import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Report } from './check.ts'
import type { ScriptVersion } from './library.ts'
import type { Language } from './script.ts'
import type { Study } from './study.ts'

/** What takes a while to find out about a version: done once, and beside the calls that are going on. */
export interface Studies {
  proof(version: ScriptVersion): Promise<Report>
  /** The graph as SVG. */
  graph(version: ScriptVersion, language: Language): Promise<string>
}

export function createStudies(): Studies {
  const known = new Map<string, Promise<unknown>>()
  const once = <T>(key: string, study: Study): Promise<T> => {
    const found = (known.get(key) as Promise<T> | undefined) ?? inProcess<T>(study) // one kind a key
    known.set(key, found)
    found.catch(() => known.delete(key))
    return found
  }
  return {
    proof: ({ id, script }) => once(`${id}/proof`, { kind: 'proof', script }),
    graph: ({ id, script }, language) =>
      once(`${id}/${language}`, { kind: 'graph', script, language }),
  }
}

/** A process of its own for each study; what Graphviz prints about its layout is not for our log. */
function inProcess<T>(study: Study): Promise<T> {
  const { execArgv } = process
  const child = fork(entry(), { execArgv, serialization: 'advanced', silent: true })
  child.stdout?.resume()
  child.stderr?.resume()
  child.send(study)
  return new Promise((resolve, reject) => {
    child.once('message', (found) => resolve(found as T)) // what `study.ts` answers to this study
    child.once('error', reject)
    child.once('exit', () => reject(new Error('the study ended without a result')))
  })
}

/** The source while developing and testing, else what was built from it. */
function entry(): string {
  const source = fileURLToPath(new URL('./study.ts', import.meta.url))
  return existsSync(source) ? source : fileURLToPath(new URL('./study.js', import.meta.url))
}
