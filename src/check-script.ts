import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { check } from './scripts/check.ts'
import { parseScript } from './scripts/parse.ts'
import { describeProblems, describeReport } from './scripts/report.ts'
import { vocabulary } from './scripts/vocabulary.ts'

/** Checks script files and prints what was proved, or every problem; gives the exit code. */
export function checkScript(files: readonly string[]): number {
  if (files.length === 0) {
    console.error(
      'annai check: name a script file, for instance src/scripts/content/card-trouble.yaml',
    )
    return 2
  }
  return Math.max(...files.map(checkOne))
}

function checkOne(file: string): number {
  const folder = dirname(file)
  const files = { get: (path: string) => textOf(join(folder, path)) }
  const parsed = parseScript(files, basename(file), vocabulary)
  if (!parsed.script) {
    console.error(describeProblems(parsed.problems, 'en'))
    return 1
  }
  const report = check(parsed.script, vocabulary)
  console.log(describeReport(report, parsed.script, 'en'))
  return report.findings.length === 0 ? 0 : 1
}

/** Parse tells which files are missing. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
