import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { filesToRead } from '../../src/scripts/include.ts'
import { parseScript } from '../../src/scripts/parse.ts'
import { describeProblem, placeOfProblem } from '../../src/scripts/problem.ts'
import type { Script } from '../../src/scripts/script.ts'
import { type Vocabulary, vocabulary } from '../../src/scripts/vocabulary.ts'

const here = dirname(fileURLToPath(import.meta.url))
export const SMALL = join(here, 'samples/small.yaml')
export const SHIPPED = join(here, '../../src/scripts/content/card-trouble.yaml')

const readFile = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined)

export const filesOf = (entry: string): ReadonlyMap<string, string> => filesToRead(entry, readFile)

export const parseText = (text: string, words: Vocabulary = vocabulary) =>
  parseScript(new Map([['script.yaml', text]]), 'script.yaml', words)

/** The script in these files, or an error that tells what is wrong with it. */
export function scriptIn(files: ReadonlyMap<string, string>, entry: string): Script {
  const { script, problems } = parseScript(files, entry, vocabulary)
  if (script) return script
  const told = problems.map((each) => `${placeOfProblem(each)} ${describeProblem(each, 'en')}`)
  throw new Error(told.join('\n'))
}

export const load = (entry: string): Script => scriptIn(filesOf(entry), entry)
