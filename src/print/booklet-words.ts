import { type Wording, wordFor } from '../calls/wording.ts'
import { BACK, type Choice, type Level, type Step, type Text } from '../scripts/script.ts'
import type { Piece } from './booklet-page.ts'

/** How the codes of a script are told on paper. */

const PLACEHOLDER = /\{\{\s*([^{}\s]+)\s*\}\}/

/** Words to read, with a blank for each placeholder. */
export function piecesOf(text: Text | undefined, { lang, t }: Wording): Piece[] {
  return (text?.[lang] ?? '').split(PLACEHOLDER).flatMap((part, index): Piece[] => {
    if (index % 2 === 1) return [{ blank: t.booklet.placeholders[part] ?? part }]
    return part === '' ? [] : [{ words: part }]
  })
}

export const variableName = (name: string, { t }: Wording): string =>
  t.booklet.variables[name]?.name ?? name
export const valueName = (name: string, value: string, { t }: Wording): string =>
  t.booklet.variables[name]?.values[value] ?? value

/** What must be noted when this is chosen: only variables that some step asks for. */
export function notesFor(set: Choice['set'], noted: readonly string[], wording: Wording): string[] {
  return Object.entries(set)
    .filter(([name]) => noted.includes(name))
    .map(([name, value]) =>
      wording.t.booklet.note(variableName(name, wording), valueName(name, value, wording)),
    )
}

/** 「再発行が「希望」、ロックが「なし」のときだけ」 */
export function conditionsOf({ when, needs }: Choice, wording: Wording): string[] {
  const { booklet, layout } = wording.t
  const conditions = Object.entries(when).map(([name, values]) =>
    booklet.condition(
      variableName(name, wording),
      values.map((value) => valueName(name, value, wording)).join(booklet.or),
    ),
  )
  const level = levelWords(needs, wording)
  return [
    ...(conditions.length > 0 ? [booklet.onlyWhen(conditions.join(layout.comma))] : []),
    ...(level === null ? [] : [level]),
  ]
}

export function levelWords(level: Level, { t }: Wording): string | null {
  if (level === 'none') return null
  const name = t.terms.level[level]
  return level === 'full' ? t.booklet.onlyAt(name) : t.booklet.onlyAtOrAbove(name)
}

export const goToOf = (id: string, numbers: ReadonlyMap<string, number>): number | null =>
  id === BACK ? null : (numbers.get(id) ?? null)

type Outcomes = Readonly<Record<string, { readonly outcomes: Readonly<Record<string, string>> }>>

export function choiceWords(step: Step, { label, outcome }: Choice, wording: Wording): string {
  const { t, lang } = wording
  if (step.kind === 'route') return routeWords(step, outcome, wording)
  if (label[lang] !== '') return label[lang]
  if (step.kind === 'say') return t.booklet.next
  const groups: Outcomes = { ...t.lookUps, ...t.actions }
  return groups[step.lookUp ?? step.action ?? '']?.outcomes[outcome] ?? outcome
}

function routeWords({ on = '' }: Step, value: string, wording: Wording): string {
  const { terms } = wording.t
  if (on === '$identity') return wordFor(terms.level, value)
  if (on === '$network') return wordFor(terms.network, value)
  return valueName(on, value, wording)
}

export function routeLead({ on = '' }: Step, wording: Wording): string {
  const { booklet } = wording.t
  if (on === '$identity') return booklet.routeOnLevel
  if (on === '$network') return booklet.routeOnNetwork
  return booklet.routeOn(variableName(on, wording))
}
