import { SENTENCES, WORDS } from './problem-sentences.ts'
import type { Language } from './script.ts'
import { type Place, positionOf } from './source.ts'

export type ProblemCode = keyof typeof SENTENCES
export type Params = Readonly<Record<string, string>>

/** One thing that is wrong in a script's files, and where. */
export interface Problem {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly code: ProblemCode
  readonly params: Params
}

/** What has been found wrong so far. A fatal problem makes looking further pointless. */
export class Problems {
  readonly all: Problem[] = []
  /** The files in the order in which they were read. */
  private readonly files = new Set<string>()
  fatal = false

  add(place: Place, code: ProblemCode, params: Params = {}): void {
    this.all.push({ ...positionOf(place), code, params })
  }

  addFatal(place: Place, code: ProblemCode, params: Params = {}): void {
    this.add(place, code, params)
    this.fatal = true
  }

  read(file: string): void {
    this.files.add(file)
  }

  /** In the order of the files, each from top to bottom. */
  sorted(): Problem[] {
    const files = [...this.files]
    return [...this.all].sort(
      (a, b) =>
        files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column,
    )
  }
}

const word = (language: Language, param: string) =>
  Object.hasOwn(WORDS, param) ? WORDS[param as keyof typeof WORDS][language] : param // hasOwn proved the key

/** The problem as a sentence, without its place. */
export function describeProblem(problem: Problem, language: Language): string {
  const sentence = SENTENCES[problem.code][language].replace(/\{(\w+)\}/g, (_, name: string) =>
    name === 'what' ? word(language, problem.params.what ?? '') : (problem.params[name] ?? ''),
  )
  const { nearest } = problem.params
  if (nearest === undefined) return sentence
  return language === 'ja'
    ? `${sentence}（「${nearest}」のことですか）`
    : `${sentence} (did you mean "${nearest}"?)`
}

/** `file:line:column`, as editors understand it. */
export const placeOfProblem = (problem: Problem): string =>
  `${problem.file}:${problem.line}:${problem.column}`
