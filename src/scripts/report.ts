import type { PolicyResult, Report } from './check.ts'
import { describeProblem, type Problem, placeOfProblem } from './problem.ts'
import type { Language, Script } from './script.ts'
import { describeFinding } from './telling.ts'

const WORDS = {
  counted: {
    ja: (steps: number, states: number) => `手順 ${steps}、たどった状態 ${states}`,
    en: (steps: number, states: number) => `${steps} steps, ${states} states walked`,
  },
  holds: { ja: 'すべての通話で守られます', en: 'holds on every path' },
  broken: { ja: '守られない通話があります', en: 'BROKEN' },
  sound: { ja: '問題はありません。', en: 'No findings.' },
  findings: {
    ja: (count: number) => `見つかった問題 ${count} 件：`,
    en: (count: number) => `${count} ${count === 1 ? 'finding' : 'findings'}:`,
  },
  problems: {
    ja: (count: number) => `読み込めません。問題 ${count} 件：`,
    en: (count: number) => `Cannot be read, ${count} ${count === 1 ? 'problem' : 'problems'}:`,
  },
} as const

function policyLine(result: PolicyResult, script: Script, language: Language): string {
  const text = script.policies.find((policy) => policy.id === result.id)?.text[language] ?? ''
  const verdict = result.holds ? WORDS.holds[language] : WORDS.broken[language]
  return `${result.holds ? '✓' : '✗'} ${result.id}: ${verdict} (${text})`
}

/** What a check proved, as `annai check` prints it. */
export function describeReport(report: Report, script: Script, language: Language): string {
  const { findings } = report
  return [
    `${script.id}: ${WORDS.counted[language](report.steps, report.states)}`,
    ...report.policies.map((result) => policyLine(result, script, language)),
    findings.length === 0 ? WORDS.sound[language] : WORDS.findings[language](findings.length),
    ...findings.map((finding) => `\n✗ ${describeFinding(finding, script, language)}`),
  ].join('\n')
}

/** The problems of a script that cannot be read, one a line. */
export function describeProblems(problems: readonly Problem[], language: Language): string {
  return [
    WORDS.problems[language](problems.length),
    ...problems.map((each) => `${placeOfProblem(each)} ${describeProblem(each, language)}`),
  ].join('\n')
}
