import type { Catalogue } from '../i18n/index.ts'
import { type EventNames, text } from './event-names.ts'
import type { WordsOfStep } from './log-asked.ts'
import type { LogEvent } from './log-query.ts'
import { commandBy } from './origin.ts'

type Named = Readonly<Record<string, { readonly name: string } | undefined>>
type Words = Readonly<Record<string, string | undefined>>

/** An event as a sentence: who did what, with what its codes say. */
export function sentenceOf(event: LogEvent, names: EventNames, t: Catalogue): string {
  const card = names.cards.get(text(event.detail.target) ?? '')
  const did: Words = t.audit.names
  return t.audit.sentence(
    whoOf(event, names.staff, t),
    did[event.name] ?? event.name,
    [...(card ? [card] : []), ...moreOf(event, t, names.steps)].join(t.layout.comma),
  )
}

/** Who it was: an operator, whoever is not signed in yet, or the program by itself. */
export function whoOf(
  { operatorId, address, name }: LogEvent,
  names: ReadonlyMap<string, string>,
  t: Catalogue,
): string {
  if (operatorId !== null) return names.get(operatorId) ?? operatorId
  const account = commandBy(address)
  if (account !== null) return t.audit.command(account)
  const isSomebody = address !== null && (name === 'refused' || name.startsWith('sign_in'))
  return isSomebody ? t.audit.nobody : t.audit.program
}

/** What the codes of an event say, in words. */
function moreOf(event: LogEvent, t: Catalogue, wordsOfStep: WordsOfStep): string[] {
  const { detail, name } = event
  const { details, pages } = t.audit
  const routes: Words = pages
  const reasons: Words = { ...t.errors.titles, ...t.audit.reasons }
  const counts = ['found', 'people', 'cases', 'entries'].flatMap((each) => countOf(detail[each]))
  const route = text(detail.route)
  return [
    ...subjectOf(detail, t),
    ...(route === null ? [] : [routes[route] ?? route]),
    ...(text(detail.reason) && name === 'refused'
      ? [reasons[text(detail.reason) ?? ''] ?? text(detail.reason) ?? '']
      : []),
    ...(counts[0] === undefined ? [] : [details.found(String(counts[0]))]),
    ...countOf(detail.number).map((number) => details.print(String(number))),
    ...countOf(detail.version).map((version) =>
      name === 'action_confirmed'
        ? details.script(String(version))
        : details.version(String(version)),
    ),
    ...callerOf(detail, t),
    ...stepOf(event, t, wordsOfStep),
    ...['lookUp', 'format', 'kind', 'status'].flatMap((each) => codeOf(detail, each, t)),
    ...(detail.refresh === true ? [details.repeated] : []),
  ].filter((words) => words !== '')
}

/** How well the caller was verified when it was done. */
function callerOf(detail: LogEvent['detail'], t: Catalogue): string[] {
  const levels: Words = t.terms.level
  const words = levels[text(detail.level) ?? '']
  return words === undefined ? [] : [t.audit.details.caller(words)]
}

/** What the codes of a step and of its answer are called. */
function stepOf(event: LogEvent, t: Catalogue, wordsOfStep: WordsOfStep): string[] {
  const told = toldStep(event, wordsOfStep)
  if (told !== null) return [told.step, told.outcome]
  return ['step', 'outcome'].flatMap((each) => codeOf(event.detail, each, t))
}

const toldStep = ({ callId, detail }: LogEvent, wordsOfStep: WordsOfStep) => {
  const [step, outcome] = [text(detail.step), text(detail.outcome)]
  return callId === null || step === null ? null : wordsOfStep(callId, step, outcome ?? '')
}

/** The codes that stand in the log where the sentence tells words; empty where it tells the codes. */
export function codesOf(event: LogEvent, wordsOfStep: WordsOfStep): string {
  if (toldStep(event, wordsOfStep) === null) return ''
  return [event.detail.step, event.detail.outcome].filter((each) => text(each)).join(' ')
}

/** Which action or promise it was. */
function subjectOf(detail: LogEvent['detail'], t: Catalogue): string[] {
  const [actions, promises]: [Named, Named] = [t.actions, t.commitments]
  const kinds = [detail.action, detail.kind, detail.kinds].flat()
  return kinds.flatMap((kind) =>
    typeof kind === 'string' ? (actions[kind]?.name ?? promises[kind]?.name ?? []) : [],
  )
}

/** A code that has no words of its own stands as it is, unless it was told already. */
function codeOf(detail: LogEvent['detail'], name: string, t: Catalogue): string[] {
  const value = detail[name]
  if (typeof value === 'number') return [String(value)]
  if (typeof value !== 'string') return []
  const words = wordsOf(name, value, t)
  if (words !== undefined) return [words]
  return name === 'kind' && subjectOf(detail, t).length > 0 ? [] : [value]
}

/** What a code is called on the other pages. */
function wordsOf(name: string, value: string, t: Catalogue): string | undefined {
  const [statuses, lookUps]: [Words, Named] = [t.terms.caseStatus, t.lookUps]
  if (name === 'lookUp')
    return value === 'overview' ? t.audit.details.overview : lookUps[value]?.name
  return name === 'status' ? statuses[value] : undefined
}

const countOf = (value: unknown): number[] => (typeof value === 'number' ? [value] : [])
