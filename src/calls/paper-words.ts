import { type Booklet, isOwnRecord, keyOf, withoutSystem } from '../scripts/booklet.ts'
import type { Step } from '../scripts/script.ts'
import type { Call } from './call.ts'
import type { SlipError } from './paper-call.ts'
import type { SlipField } from './paper-slip.ts'
import { choiceLabel } from './step-view.ts'
import type { Wording } from './wording.ts'

/** What is wrong with a slip, in one sentence that names its place. */
export function slipErrorWords(error: SlipError, wording: Wording): string {
  const { errors } = wording.t.paper
  const levels = wording.t.terms.level
  switch (error.kind) {
    case 'required':
    case 'time':
    case 'tooLong':
      return errors[error.kind](labelOf(error.field, wording))
    case 'noSuchCard':
    case 'sameLast4':
      return errors[error.kind](error.last4)
    case 'promiseKind':
    case 'due':
    case 'dueBeforeCall':
    case 'samePromise':
      return errors[error.kind](error.line)
    case 'identity':
      return errors.identity(levels[error.written], levels[error.path])
    case 'stopNotOnPath':
      return errors.stopNotOnPath(stopNumbers(error.booklet, wording))
    case 'path':
      return pathWords(error, wording)
    default:
      return errors[error.kind]
  }
}

const LABELS: Partial<Readonly<Record<SlipField, keyof Wording['t']['paper']['fields']>>> = {
  day: 'day',
  from: 'from',
  to: 'to',
  path: 'path',
  wanted: 'wanted',
  note: 'note',
  stopRef: 'stopRef',
  stopBy: 'stopBy',
  stopAt: 'stopAt',
  stopLast4: 'stopCard',
  last4: 'last4',
  fromNumber: 'fromNumber',
}
const labelOf = (field: SlipField, { t }: Wording): string =>
  t.paper.fields[LABELS[field] ?? 'note']

const stopNumbers = ({ steps, numbers }: Booklet, { t }: Wording): string =>
  t.formats.list(steps.filter((step) => isOwnRecord(step)).map(({ id }) => `${numbers.get(id)}`))

function pathWords(
  { booklet, problem }: SlipError & { readonly kind: 'path' },
  wording: Wording,
): string {
  const { path, at } = wording.t.paper
  const { step, kind } = problem
  const number = booklet.numbers.get(step.id) ?? 0
  const title = step.title[wording.lang]
  const where = at(problem.place, problem.text)
  switch (kind) {
    case 'empty':
      return path.empty
    case 'unread':
    case 'behind_end':
    case 'stuck':
      return where + path[kind]
    case 'not_next':
    case 'level':
      return where + path[kind](number, title)
    case 'no_key':
    case 'no_such_key':
      return where + path[kind](number, choicesOf(step, wording))
    case 'unfinished':
      return where + path.unfinished(number, title, choicesOf(step, wording))
    case 'needs_system':
      return where + path.needs_system(number, fallbackKey(step, number))
    default:
      return where + path[kind](number)
  }
}

/** 「a 本人、b 家族・代理の方」 */
const choicesOf = (step: Step, wording: Wording): string =>
  step.choices
    .map((choice, index) => {
      const label = step.kind === 'say' ? '' : choiceLabel(step, choice, wording)
      return `${keyOf(index)} ${label}`.trim()
    })
    .join(wording.t.layout.comma)

function fallbackKey(step: Step, number: number): string {
  const fallback = withoutSystem(step)
  return `${number}${fallback ? keyOf(step.choices.indexOf(fallback)) : ''}`
}

/** That a call was entered from a slip, by whom and when; null for a call that was taken here. */
export function paperWords(
  { paper }: Pick<Call, 'paper'>,
  names: ReadonlyMap<string, string>,
  { t, fmt }: Wording,
): string | null {
  if (paper === null) return null
  return t.paper.entered(names.get(paper.enteredBy) ?? '—', fmt.instant(paper.enteredAt))
}
