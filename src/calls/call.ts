import type { Level, Script } from '../scripts/script.ts'
import { type Answer, type Position, type Standing, type Subject, walk } from '../scripts/walk.ts'
import type { Seen, Value } from './look-up.ts'

export type CallState = 'live' | 'paused' | 'ended'
export const ENTRY_KINDS = [
  'answer',
  'seen',
  'overview',
  'confirmed',
  'held',
  'unheld',
  'paused',
  'resumed',
  'handed_over',
  'taken_over',
  'linked',
  'case_moved',
  'case_left',
  'case_kept',
  'ended',
] as const
export type EntryKind = (typeof ENTRY_KINDS)[number]
/** `hand`: chosen by a person while the card system was away. */
export type ByWhom = 'operator' | 'system' | 'hand'

/** The codes of an entry: never words, names or numbers of a person. */
export interface EntryFacts {
  readonly about?: Subject
  readonly gives?: {
    identity?: Level
    customer?: string
    cards?: readonly string[]
    network?: string
  }
  readonly proposed?: string | null
  readonly actions?: readonly string[]
  readonly lookUp?: string
  readonly caseId?: string
  readonly to?: string
  readonly from?: string
}

/** What was typed, seen or read out: kept apart from the entry, so that it can be erased. */
export interface EntryContent {
  readonly fields?: Readonly<Record<string, string>>
  readonly reason?: string
  readonly seen?: Seen
  readonly said?: string
  readonly values?: Readonly<Record<string, Value>>
}

export interface CallEntry {
  readonly id: string
  readonly seq: number
  readonly kind: EntryKind
  readonly matter: number
  readonly step: string | null
  readonly visit: number | null
  readonly outcome: string | null
  readonly byWhom: ByWhom
  readonly operatorId: string | null
  readonly at: string
  readonly facts: EntryFacts
  readonly content: EntryContent
}

export interface Matter {
  readonly number: number
  readonly caseId: string | null
  readonly openedAt: string
}

/** One conversation: the script version it is pinned to, and its log. */
export interface Call {
  readonly id: string
  readonly scriptVersionId: string
  readonly operatorId: string
  readonly fromNumber: string | null
  readonly customerId: string | null
  readonly state: CallState
  readonly startedAt: string
  readonly endedAt: string | null
  readonly entries: readonly CallEntry[]
  readonly matters: readonly Matter[]
  /** Since when some or all of what was typed, seen and said in it is gone. */
  readonly erasedAt: string | null
  /** Taken on paper while the program was down: who entered the slip, and when. */
  readonly paper: { readonly enteredBy: string; readonly enteredAt: string } | null
}

/** The log as the engine reads it. */
export function answersOf(entries: readonly CallEntry[]): Answer[] {
  return entries.flatMap((entry) =>
    entry.kind === 'answer' && entry.step !== null && entry.visit !== null && entry.outcome !== null
      ? [
          {
            seq: entry.seq,
            matter: entry.matter,
            step: entry.step,
            visit: entry.visit,
            outcome: entry.outcome,
            about: entry.facts.about ?? { customer: null, cards: [] },
            ...(entry.facts.gives ? { gives: entry.facts.gives } : {}),
          },
        ]
      : [],
  )
}

const standings = new WeakMap<readonly CallEntry[], readonly [Script, Standing]>()

/** Where a call stands. The same log is asked for again with each note that is saved and each page that is drawn anew. */
export function standingOf(script: Script, { entries }: Pick<Call, 'entries'>): Standing {
  const [of, known] = standings.get(entries) ?? []
  if (known && of === script) return known
  const standing = walk(script, answersOf(entries))
  standings.set(entries, [script, standing])
  return standing
}

/** Every form carries this count; a different one means that somebody was faster. */
export const operatorEntries = (call: Pick<Call, 'entries'>): number =>
  call.entries.filter((entry) => entry.byWhom !== 'system').length

export const isAt = (entry: CallEntry, position: Position): boolean =>
  entry.matter === position.matter && entry.step === position.step && entry.visit === position.visit

const sameSubject = (a: Subject | undefined, b: Subject) =>
  (a?.customer ?? null) === b.customer && (a?.cards ?? []).join() === b.cards.join()

/** The newest look at this position for the same customer and cards. */
export function seenAt(
  call: Pick<Call, 'entries'>,
  position: Position,
  about: Subject,
): CallEntry | undefined {
  return call.entries.findLast(
    (entry) =>
      entry.kind === 'seen' && isAt(entry, position) && sameSubject(entry.facts.about, about),
  )
}

/** The newest confirmation at this position for the same customer and cards: another card is confirmed anew. */
export function confirmedAt(
  call: Pick<Call, 'entries'>,
  position: Position,
  about: Subject,
): CallEntry | undefined {
  return call.entries.findLast(
    (entry) =>
      entry.kind === 'confirmed' && isAt(entry, position) && sameSubject(entry.facts.about, about),
  )
}

/** The first of the cards is the one that is looked at; a look at no card concerns them all. */
const isAbout = (look: Subject | undefined, { customer, cards }: Subject): boolean =>
  (look?.customer ?? null) === customer &&
  (look?.cards[0] === undefined || cards.includes(look.cards[0]))

/** The looks of a matter at the same customer and these cards, oldest first: not those at a card corrected away. */
export const looksInMatter = (
  call: Pick<Call, 'entries'>,
  matter: number,
  about: Subject,
): CallEntry[] =>
  call.entries.filter(
    (entry) =>
      entry.kind === 'seen' && entry.matter === matter && isAbout(entry.facts.about, about),
  )

/** What was seen in a matter for the same customer and cards, oldest first. */
export const seenInMatter = (call: Pick<Call, 'entries'>, matter: number, about: Subject): Seen[] =>
  looksInMatter(call, matter, about).flatMap((entry) =>
    entry.content.seen ? [entry.content.seen] : [],
  )

/** Whether an action was confirmed on this call for none of these cards. */
export const isForOtherCard = (
  call: Pick<Call, 'entries'>,
  actionId: string,
  cards: readonly string[],
): boolean => {
  const confirmed = call.entries.filter(({ facts }) => facts.actions?.includes(actionId))
  return (
    confirmed.length > 0 &&
    confirmed.every(({ facts: { about } }) => {
      const [first] = about?.cards ?? []
      return first !== undefined && !cards.includes(first)
    })
  )
}

/** References of locks, holds, attempts … gathered in a matter; the newest of each kind. */
export const refsOf = (seen: readonly Seen[]): Record<string, readonly string[]> =>
  Object.assign({}, ...seen.map((each) => each.refs))

/** How long was talked and how long held; while a call is paused neither goes on. */
export interface CallTimes {
  readonly talkSeconds: number
  readonly holdSeconds: number
  /** Since when the caller is on hold; null while talking. */
  readonly heldSince: string | null
}
export function callTimes(
  call: Pick<Call, 'entries' | 'startedAt' | 'endedAt'>,
  now: Date,
): CallTimes {
  const spent = { talk: 0, hold: 0 }
  let from = Date.parse(call.startedAt)
  let heldSince: string | null = null
  let paused = false
  const countUntil = (moment: number) => {
    if (!paused) spent[heldSince === null ? 'talk' : 'hold'] += Math.max(0, moment - from)
    from = moment
  }
  for (const { kind, at } of call.entries.filter((entry) => TURNS.has(entry.kind))) {
    countUntil(Date.parse(at))
    if (kind === 'held') heldSince ??= at
    else if (kind === 'unheld') heldSince = null
    else paused = kind !== 'resumed'
  }
  countUntil(call.endedAt === null ? now.getTime() : Date.parse(call.endedAt))
  return {
    talkSeconds: Math.round(spent.talk / 1000),
    holdSeconds: Math.round(spent.hold / 1000),
    heldSince: call.endedAt === null ? heldSince : null,
  }
}
/** A call that is handed over waits, paused, until the other operator resumes it. */
const TURNS: ReadonlySet<EntryKind> = new Set([
  'held',
  'unheld',
  'paused',
  'resumed',
  'handed_over',
])
