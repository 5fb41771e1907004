import type { Finding, FindingKind, PathStep } from './finding.ts'
import { FINDINGS, LEVEL_NAMES, TELLING } from './finding-sentences.ts'
import type { Language, Script, StepId } from './script.ts'
import { INTERRUPT_MARK } from './walk.ts'

const fill = (sentence: string, values: Readonly<Record<string, string>>) =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')

/** A step as its author knows it: the id, and the title where it has one. */
export function nameOfStep(script: Script, id: StepId, language: Language): string {
  const title = script.steps.get(id)?.title[language] ?? ''
  if (title === '') return id
  return language === 'ja' ? `${id}（${title}）` : `${id} (${title})`
}

/** An answer in words; the outcome's code where the script has no words of its own for it. */
export function nameOfOutcome(script: Script, { step, outcome }: PathStep, language: Language) {
  const interrupt = script.interrupts.find((each) => `${INTERRUPT_MARK}${each.id}` === outcome)
  if (interrupt) return fill(TELLING.interrupt[language], { label: interrupt.label[language] })
  const choice = script.steps.get(step)?.choices.find((each) => each.outcome === outcome)
  const label = choice?.label[language] ?? ''
  return label === '' ? outcome : fill(TELLING.answer[language], { label })
}

const told = (script: Script, path: readonly PathStep[], language: Language, from = 1) =>
  path.map(
    (each, index) =>
      `  ${from + index}. ${nameOfStep(script, each.step, language)} → ${nameOfOutcome(script, each, language)}`,
  )

/** What was found, in one sentence. */
export function headlineOf(finding: Finding, script: Script, language: Language): string {
  const needs = script.steps.get(finding.step)?.needs ?? 'none'
  const policy = script.policies.find((each) => each.id === finding.policy)
  const { about, ...rest } = finding
  return fill(FINDINGS[finding.kind][language], {
    about: about ? headlineOf({ ...rest, kind: about }, script, language) : script.id,
    step: nameOfStep(script, finding.step, language),
    needs: LEVEL_NAMES[needs][language],
    level: LEVEL_NAMES[finding.level ?? 'none'][language],
    outcome: finding.outcome ?? '',
    placeholder: `{{${finding.placeholder ?? ''}}}`,
    policy: policy ? `${policy.id}: ${policy.text[language]}` : (finding.policy ?? ''),
  })
}

const WITHOUT_PATH: readonly FindingKind[] = ['unreachable', 'never_offered', 'undecided']

/** What was found, and the shortest call that shows it, step by step. */
export function describeFinding(finding: Finding, script: Script, language: Language): string {
  const { path, circle, kind, step } = finding
  if (WITHOUT_PATH.includes(kind)) return headlineOf(finding, script, language)
  const round = circle
    ? [TELLING.round[language], ...told(script, circle, language, path.length + 1)]
    : []
  const call =
    path.length === 0
      ? [TELLING.start[language]]
      : [TELLING.call[language], ...told(script, path, language)]
  const last = `  ⇒ ${nameOfStep(script, step, language)}`
  return [headlineOf(finding, script, language), ...call, ...round, last].join('\n')
}
