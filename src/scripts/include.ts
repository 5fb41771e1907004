import { Problems } from './problem.ts'
import {
  entriesOf,
  itemsOf,
  type Place,
  readSource,
  rootOf,
  type Source,
  wordOf,
} from './source.ts'

/** Where the text of a file comes from: a map of texts by path, or anything that reads them. */
export interface Files {
  get(path: string): string | undefined
}

/** The path of an included file, relative to the file that includes it. */
export function resolvePath(from: string, path: string): string {
  const parts = from.split('/').slice(0, -1)
  for (const part of path.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return `${from.startsWith('/') && parts[0] !== '' ? '/' : ''}${parts.join('/')}`
}

const includesOf = (source: Source): Place[] => {
  const include = entriesOf(rootOf(source))?.find((entry) => entry.key === 'include')?.value
  return include ? (itemsOf(include) ?? [include]) : []
}

/** The entry and every file that it includes, brought by `read`; parse tells which ones are missing. */
export function filesToRead(
  entry: string,
  read: (path: string) => string | undefined,
): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  const get = (path: string) => {
    const text = read(path)
    if (text !== undefined) files.set(path, text)
    return text
  }
  readSources({ get }, entry, new Problems())
  return files
}

/** The entry file and all that it includes, each once; the entry comes first. */
export function readSources(files: Files, entry: string, problems: Problems): Source[] {
  const sources: Source[] = []
  const bring = (file: string, from: readonly string[], asked: Place | null) => {
    if (asked && from.includes(file)) return problems.add(asked, 'include_cycle', { name: file })
    if (sources.some((each) => each.file === file)) return
    const text = files.get(file)
    const source = readSource(file, text ?? '', problems)
    if (text === undefined)
      return problems.addFatal(asked ?? rootOf(source), 'missing_file', { name: file })
    sources.push(source)
    for (const place of includesOf(source)) {
      const path = wordOf(place)
      if (path === null) problems.add(place, 'not_name')
      else bring(resolvePath(file, path), [...from, file], place)
    }
  }
  bring(entry, [], null)
  return sources
}
