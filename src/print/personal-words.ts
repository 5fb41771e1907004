import { factViews } from '../calls/facts-view.ts'
import type { Fact } from '../calls/look-up.ts'
import { answerWords } from '../calls/path-view.ts'
import { sayValue } from '../calls/read-out.ts'
import type { Script, Step } from '../scripts/script.ts'
import type { Wording } from '../web/wording.ts'
import type { Section } from './personal-data.ts'
import type { Row } from './personal-rows.ts'

export interface Line {
  readonly depth: number
  readonly name: string
  readonly words: string
}
/** The script that a call was led by; null where it is not there any more. */
export type ScriptOf = (script: string, version: number) => Promise<Script | null>

/** A record in the words of the reader: what the schema calls a thing stands in the catalogue, and so does every code. */
export async function recordLines(
  section: Section,
  record: Row,
  scriptOf: ScriptOf,
  wording: Wording,
): Promise<Line[]> {
  const { script, scriptVersion } = record
  const led = typeof script === 'string' ? await scriptOf(script, Number(scriptVersion)) : null
  const named = led ? { ...record, script: led.title[wording.lang] } : record
  return [...linesOf(named, { section, depth: 0, script: led }, wording)]
}

interface At {
  /** The list that a thing stands in: what its codes mean hangs on that. */
  readonly section: string
  readonly depth: number
  readonly script: Script | null
  readonly step?: Step | undefined
  /** The action that a result belongs to. */
  readonly action?: string
}

function* linesOf(value: object, at: At, wording: Wording): Generator<Line> {
  const { depth } = at
  const step = 'step' in value ? at.script?.steps.get(String(value.step)) : at.step
  const action = 'action' in value ? { action: String(value.action) } : {}
  const own = { ...at, step, ...action }
  for (const [key, held] of Object.entries(value)) {
    const isEmpty = held === null || held === '' || (Array.isArray(held) && held.length === 0)
    if (isEmpty) continue
    const name = Array.isArray(value) ? `${Number(key) + 1}` : fieldName(key, own, wording)
    const inner = {
      ...at,
      step,
      depth: depth + 1,
      section: Array.isArray(value) ? at.section : key,
    }
    if (key === 'seen' && Array.isArray(held)) {
      yield { depth, name, words: '' }
      yield* factLines(held, depth + 1, wording)
    } else if (VALUES.has(at.section)) {
      yield { depth, name, words: sayValue(held, wording) }
    } else if (typeof held === 'object') {
      const within = [...linesOf(held, inner, wording)]
      if (within.length > 0) yield { depth, name, words: '' }
      yield* within
    } else yield { depth, name, words: valueWords(key, held, own, wording) }
  }
}

const factLines = (facts: readonly Fact[], depth: number, wording: Wording): Line[] =>
  factViews(facts, wording).map(({ term, words }) => ({ depth, name: term, words }))

/** `startedAt` is a word of the schema: as the catalogue has it; what was typed is called as the step calls it. */
function fieldName(key: string, { section, step }: At, { t, lang }: Wording): string {
  if (section === 'fields') {
    const field = step?.fields.find((each) => each.name === key)
    if (field) return field.label[lang]
  }
  if (section === 'events' && key === 'name') return t.privacyCodes.happened
  return t.privacyFields[key] ?? t.booklet.placeholders[key] ?? spaced(key)
}

const spaced = (key: string): string =>
  key
    .replace(/(?<=[a-z\d])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace(/^[a-z]/, (letter) => letter.toUpperCase())

type Words = Readonly<Record<string, string>>

function valueWords(key: string, held: unknown, at: At, wording: Wording): string {
  const { t, fmt } = wording
  if (typeof held === 'boolean') return held ? t.care.yes : t.care.no
  const text = String(held)
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d[\d:.]*Z$/.test(text))
    return `${fmt.calendar(text)} ${fmt.time(text)}`
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return fmt.calendar(text)
  if (key.startsWith('staff')) return staffWords(text, wording)
  if (at.section === 'fields') return typedWords(key, text, at, wording)
  if (key === 'step') return at.step?.title[wording.lang] ?? text
  if (at.section === 'entries' && key === 'outcome') return outcomeWords(text, at, wording)
  return codeWords(at, key, wording)?.[text] ?? anyWords(text, at.section, t) ?? text
}

const typedWords = (name: string, text: string, { step }: At, { lang }: Wording): string => {
  const field = step?.fields.find((each) => each.name === name)
  return field?.options.find(({ value }) => value === text)?.label[lang] ?? text
}

const staffWords = (sign: string, { t }: Wording): string =>
  sign.replace(/\((\w+)\)$/, (_, role: string) => {
    const roles: Words = t.terms.role
    return t.layout.aside(roles[role] ?? t.privacyCodes.gone).trim()
  })

function outcomeWords(outcome: string, { step, script }: At, wording: Wording): string {
  const [code = '', label = ''] = outcome.split(':')
  const told = answerWords(script?.interrupts ?? [], step, outcome, wording)
  if (told !== outcome && told !== '') return told
  const choice = step?.choices.find((each) => each.outcome.split(':')[0] === code)
  return choice && label === '' ? choice.label[wording.lang] : wording.t.privacyCodes.picked
}

/** What the codes of a thing mean, by the list that it stands in. */
function codeWords({ section, action }: At, key: string, { t }: Wording): Words | undefined {
  const { terms, privacyCodes: own } = t
  const names = (all: Readonly<Record<string, { readonly name: string }>>): Words =>
    Object.fromEntries(Object.entries(all).map(([code, { name }]) => [code, name]))
  const every: Readonly<Record<string, Words>> = {
    status: terms.caseStatus,
    cause: terms.cause,
    disposition: terms.disposition,
    network: terms.network,
    cardNetwork: terms.network,
    action: names(t.actions),
    byWhom: own.byWhom,
    language: t.print.choose.languages,
    paper: t.print.choose.papers,
    queue: own.queues,
    name: section === 'registered' ? {} : { ...t.audit.names, ...own.events, ...t.events.names },
    answer: { ...own.answers, ...t.attempts.answers, ...outcomesOf(action, t) },
    endReason: { ...t.cases.endReasons, ...t.tasks.reasons },
    outcome: outcomesOf(action, t),
  }
  const kinds: Readonly<Record<string, Words>> = {
    phones: terms.phoneKind,
    flags: { ...terms.customerFlag, ...t.care.kinds },
    promises: names(t.commitments),
    attempts: t.attempts.kinds,
    approvals: t.approvals.kinds,
    tasks: terms.task,
    signals: t.troubles.kinds,
    prints: t.print.prints.kinds,
    entries: own.entryKinds,
    sightings: own.sightings,
  }
  const states: Readonly<Record<string, Words>> = {
    promises: terms.commitmentState,
    actions: terms.actionState,
    approvals: t.approvals.states,
    manualStops: t.manualStops.states,
    calls: terms.callState,
    merges: t.approvals.states,
  }
  const forms: Readonly<Record<string, Words>> = {
    prints: t.print.choose.forms,
    drafts: own.drafts,
  }
  if (key === 'kind') return kinds[section]
  if (key === 'state') return states[section] ?? own.states
  if (key === 'form') return forms[section]
  return section === 'cases' && key === 'reason' ? terms.reason : every[key]
}

const outcomesOf = (action: string | undefined, t: Wording['t']): Words => {
  const actions: Readonly<Record<string, { readonly outcomes: Words }>> = t.actions
  return { ...t.privacyCodes.outcomes, ...actions[action ?? '']?.outcomes }
}

/** What was read out, as it was said. */
const VALUES: ReadonlySet<string> = new Set(['readOut', 'values'])
/** What people wrote is left as it is; in what the card system was sent and told a code is any of its own. */

function anyWords(text: string, section: string, t: Wording['t']): string | undefined {
  if (section === 'fields' || !/^[a-z][a-z_]+$|^[A-Z_]{3,}$/.test(text)) return undefined
  const all: readonly Words[] = [t.privacyCodes.states, ...Object.values(t.terms)]
  return all.find((words) => words[text] !== undefined)?.[text]
}
