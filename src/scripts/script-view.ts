import type { Wording } from '../web/wording.ts'
import type { Report } from './check.ts'
import type { ScriptVersion } from './library.ts'
import { BACK, type Choice, higher, type Script, type Step } from './script.ts'
import type { ScriptLine, ScriptPage, ScriptStep } from './script-page.ts'
import { headlineOf, nameOfOutcome, nameOfStep } from './telling.ts'
import { vocabulary } from './vocabulary.ts'

export function scriptLine(
  { id, version, script, publishedAt }: ScriptVersion,
  { lang }: Wording,
): ScriptLine {
  const steps = [...script.steps.values()]
  const ends = steps.filter((step) => step.kind === 'end').length
  return { id, title: script.title[lang], version, publishedAt, steps: steps.length, ends }
}

/** A script version in words: every step, what was proved about it, and where its graph is. */
export function scriptPage(version: ScriptVersion, report: Report, wording: Wording): ScriptPage {
  const { script } = version
  const { lang } = wording
  const steps = [...script.steps.values()]
  const title = (id: string) => script.steps.get(id)?.title[lang] || id
  return {
    script: scriptLine(version, wording),
    graphUrl: `/scripts/${version.id}/graph.svg?lang=${lang}`,
    phases: script.phases.map((phase) => ({
      title: phase.title[lang],
      steps: steps
        .filter((step) => step.phase === phase.id)
        .map((step) => stepInWords(step, script, wording)),
    })),
    interrupts: script.interrupts.map(({ label, next }) => ({
      label: label[lang],
      next: title(next),
    })),
    proof: proofInWords(report, script, wording),
  }
}

function proofInWords(report: Report, script: Script, { lang }: Wording): ScriptPage['proof'] {
  const texts = new Map(script.policies.map((policy) => [policy.id, policy.text[lang]]))
  return {
    steps: report.steps,
    states: report.states,
    policies: report.policies.map(({ id, holds }) => ({ id, holds, text: texts.get(id) ?? id })),
    findings: report.findings.map((finding) => ({
      text: headlineOf(finding, script, lang),
      path: finding.path.map(
        (each) => `${nameOfStep(script, each.step, lang)} → ${nameOfOutcome(script, each, lang)}`,
      ),
    })),
  }
}

/** The level that holds in the end: the script may raise what the look-up or action asks for, never lower it. */
function levelOf({ needs, lookUp, action }: Step) {
  const inCode = vocabulary.lookUps[lookUp ?? '']?.level ?? vocabulary.actions[action ?? '']?.level
  return higher(needs, inCode ?? 'none')
}

function stepInWords(step: Step, script: Script, wording: Wording): ScriptStep {
  const { t, lang } = wording
  const never: Readonly<Record<string, string>> = t.terms.never
  const level = levelOf(step)
  return {
    id: step.id,
    kind: step.kind,
    kindLabel: t.terms.stepKind[step.kind],
    title: step.title[lang],
    say: step.say?.[lang] ?? '',
    hint: step.hint?.[lang] ?? '',
    never: step.never.map((code) => never[code] ?? code),
    needs: level === 'none' ? null : t.terms.level[level],
    fields: step.fields.map((field) => field.label[lang]),
    bound: step.atMost
      ? { visits: step.atMost.visits, otherwise: nameOf(script, step.atMost.otherwise, wording) }
      : null,
    choices: step.choices.map((choice) => ({
      label: choiceInWords(step, choice, wording),
      nextId: choice.next === BACK ? null : choice.next,
      nextTitle: nameOf(script, choice.next, wording),
      byLabel: t.script.by[choice.by],
      when: conditionInWords(choice),
    })),
  }
}

const nameOf = (script: Script, id: string, { t, lang }: Wording): string =>
  id === BACK ? t.script.back : script.steps.get(id)?.title[lang] || id

const conditionInWords = ({ when }: Choice): string =>
  Object.entries(when)
    .map(([name, values]) => `${name} = ${values.join(' / ')}`)
    .join(', ')

type Outcomes = Readonly<Record<string, { readonly outcomes: Readonly<Record<string, string>> }>>

/** The script's own word, else the program's for what the look-up, the action or the route gives. */
function choiceInWords(step: Step, { label, outcome }: Choice, { t, lang }: Wording): string {
  if (label[lang] !== '') return label[lang]
  if (step.kind === 'say') return t.script.next
  const groups: Outcomes = { ...t.lookUps, ...t.actions }
  const values: Readonly<Record<string, string>> = { ...t.terms.level, ...t.terms.network }
  if (step.kind === 'route' && step.on?.startsWith('$')) return values[outcome] ?? outcome
  return groups[step.lookUp ?? step.action ?? '']?.outcomes[outcome] ?? outcome
}
