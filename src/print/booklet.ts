import { type Wording, wordFor } from '../calls/wording.ts'
import {
  type Booklet,
  bookletOf,
  interruptKey,
  isForPaper,
  isOwnRecord,
  keyOf,
  withoutSystem,
} from '../scripts/booklet.ts'
import type { ScriptVersion } from '../scripts/library.ts'
import { type Choice, higher, type Step } from '../scripts/script.ts'
import { vocabulary } from '../scripts/vocabulary.ts'
import type { BookletChoice, BookletPage, BookletStep } from './booklet-page.ts'
import {
  choiceWords,
  conditionsOf,
  goToOf,
  levelWords,
  notesFor,
  piecesOf,
  routeLead,
  valueName,
  variableName,
} from './booklet-words.ts'
import { printNumber } from './print.ts'
import type { Printing } from './summary.ts'

/** The whole script as a booklet, from the same graph as the screens. */
export function bookletPage(
  version: ScriptVersion,
  printing: Printing,
  wording: Wording,
): BookletPage {
  const { script } = version
  const booklet = bookletOf(script)
  return {
    id: version.id,
    title: script.title[wording.lang],
    version: version.version,
    published: version.publishedAt,
    printedAt: printing.at.toISOString(),
    printedBy: printing.by.name,
    printNumber: printNumber(printing.number),
    steps: booklet.steps.length,
    interrupts: interruptsOf(booklet, wording),
    notes: booklet.noted.map((name) => ({
      name: variableName(name, wording),
      values: (script.variables[name] ?? []).map((value) => valueName(name, value, wording)),
    })),
    chapters: chaptersOf(booklet, wording),
  }
}

function interruptsOf({ script, numbers, noted }: Booklet, wording: Wording) {
  return script.interrupts.map((interrupt, index): BookletPage['interrupts'][number] => {
    const level = script.steps.get(interrupt.next)?.needs ?? 'none'
    return {
      key: interruptKey(index),
      label: interrupt.label[wording.lang],
      goTo: goToOf(interrupt.next, numbers),
      below:
        interrupt.below === undefined
          ? null
          : { level: wording.t.terms.level[level], goTo: goToOf(interrupt.below, numbers) },
      notes: notesFor(interrupt.set, noted, wording),
    }
  })
}

function chaptersOf(booklet: Booklet, wording: Wording): BookletPage['chapters'] {
  const { script, chapters, numbers } = booklet
  return chapters.map(({ phase, steps }) => {
    const all = steps.map((step) => stepOf(step, booklet, wording))
    const title = script.phases.find((each) => each.id === phase)?.title[wording.lang] ?? ''
    const first = numbers.get(steps[0]?.id ?? '') ?? 0
    return { title, first, last: first + steps.length - 1, steps: all }
  })
}

function stepOf(step: Step, booklet: Booklet, wording: Wording): BookletStep {
  const { t, lang } = wording
  return {
    number: booklet.numbers.get(step.id) ?? 0,
    kind: step.kind,
    kindLabel: t.terms.stepKind[step.kind],
    title: step.title[lang],
    only: levelWords(levelOf(step), wording),
    say: piecesOf(step.say, wording),
    hint: piecesOf(step.hint, wording),
    never: step.never.map((code) => wordFor(t.terms.never, code)),
    fields: step.fields.map((field) => ({
      label: field.label[lang],
      options: field.options.map((option) => option.label[lang]),
    })),
    bound: step.atMost
      ? {
          visits: step.atMost.visits,
          perCall: step.atMost.per === 'call',
          goTo: goToOf(step.atMost.otherwise, booklet.numbers),
        }
      : null,
    lead: leadOf(step, booklet, wording),
    choices: step.choices.map((choice, index) => choiceOf(step, choice, index, booklet, wording)),
    end:
      step.kind === 'end' && step.disposition
        ? t.booklet.end(wordFor(t.terms.disposition, step.disposition))
        : null,
  }
}

/** As on the screens: the code's level, which the script can only raise. */
function levelOf({ needs, lookUp, action }: Step) {
  const coded = vocabulary.lookUps[lookUp ?? '']?.level ?? vocabulary.actions[action ?? '']?.level
  return higher(needs, coded ?? 'none')
}

function leadOf(step: Step, { script }: Booklet, wording: Wording): string[] {
  const words = wording.t.booklet
  if (step.kind === 'route') return [routeLead(step, wording), words.routeLead]
  if (isOwnRecord(step)) return [words.ownRecord]
  const fallback = withoutSystem(step)
  if (step.kind === 'check') return [words.checkLead, ...(fallback ? [words.checkFallback] : [])]
  if (step.kind !== 'act') return []
  const next = script.steps.get(fallback?.next ?? '')
  const stops = next !== undefined && isOwnRecord(next)
  return [
    words.actLead,
    ...(fallback ? [words.actFallback] : []),
    ...(stops ? [words.stopLead] : []),
  ]
}

function choiceOf(
  step: Step,
  choice: Choice,
  index: number,
  { numbers, noted }: Booklet,
  wording: Wording,
): BookletChoice {
  const { booklet, commitments } = wording.t
  const names: Readonly<Record<string, { name: string }>> = commitments
  const promises = choice.commits.map((kind) => names[kind]?.name ?? kind)
  return {
    key: step.kind === 'route' ? '' : keyOf(index),
    label: choiceWords(step, choice, wording),
    goTo: goToOf(choice.next, numbers),
    only: conditionsOf(choice, wording),
    notes: [
      ...notesFor(choice.set, noted, wording),
      ...(promises.length > 0 ? [booklet.promise(wording.t.formats.list(promises))] : []),
      ...(choice.forgetsIdentity ? [booklet.verifyAnew] : []),
      ...(choice.opensMatter ? [booklet.newSlip] : []),
    ],
    say: piecesOf(choice.say, wording),
    isFallback: withoutSystem(step) === choice,
    isForPaper: isForPaper(step, choice),
  }
}
