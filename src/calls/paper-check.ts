import type { CustomerCard } from '../customers/customer.ts'
import { phoneDigits } from '../customers/phone.ts'
import { type Booklet, bookletOf, isOwnRecord } from '../scripts/booklet.ts'
import { LEVELS } from '../scripts/script.ts'
import { readSlipPath, type SlipReading } from '../scripts/slip-path.ts'
import { vocabulary } from '../scripts/vocabulary.ts'
import { LONGEST_TEXT } from '../web/forms.ts'
import type { PaperCall, PaperStop, SlipError, SlipFacts } from './paper-call.ts'
import {
  LONGEST_CALL,
  NEW_CASE,
  NOT_IDENTIFIED,
  PROMISE_LINES,
  readDay,
  readDue,
  readLast4s,
  readTime,
  SLIP_FIELDS,
  type SlipField,
  type SlipTimes,
  type SlipTyped,
  slipTimes,
} from './paper-slip.ts'
import { isStopEmpty, readStop } from './paper-stop.ts'

export type SlipCheck = { readonly call: PaperCall } | { readonly errors: readonly SlipError[] }

/** Whether a slip can be recorded; every error is told at once, in the order of the page. */
export function checkSlip(typed: SlipTyped, facts: SlipFacts): SlipCheck {
  const check = new Check(typed, facts)
  const call = check.call()
  return call === null ? { errors: check.inOrder() } : { call }
}

class Check {
  private readonly errors: SlipError[] = []
  private readonly typed: SlipTyped
  private readonly facts: SlipFacts

  constructor(typed: SlipTyped, facts: SlipFacts) {
    this.typed = typed
    this.facts = facts
  }

  inOrder(): readonly SlipError[] {
    const place = (error: SlipError) => SLIP_FIELDS.indexOf(error.field)
    return [...this.errors].sort((a, b) => place(a) - place(b))
  }

  call(): PaperCall | null {
    this.lengths()
    const times = this.times()
    const takenBy = this.known('operatorId', 'operator', (id) =>
      this.facts.operators.find((each) => each.id === id),
    )
    const version = this.known('versionId', 'version', (id) =>
      this.facts.versions.find((each) => each.id === id),
    )
    const customerId = this.customerId()
    const stop = this.stop(times)
    const cards = this.cards(stop)
    const booklet = version ? bookletOf(version.script) : null
    const reading = booklet && this.path(booklet, cards, stop)
    const promises = this.promises(times)
    const fromNumber = this.fromNumber()
    const codes = { reason: this.code('reason', booklet), cause: this.code('cause', booklet) }
    const caseId = this.caseId()
    this.overlap()
    if (this.errors.length > 0 || !times || !takenBy || !version || !reading) return null
    const { startedAt, endedAt } = times
    return {
      startedAt,
      endedAt,
      takenBy: takenBy.id,
      fromNumber,
      version,
      customerId,
      caseId,
      last4: readLast4s(this.typed.last4) ?? [],
      cards,
      answers: reading.answers,
      ...codes,
      wanted: this.typed.wanted,
      promises,
      stop,
      note: this.typed.note,
    }
  }

  private fail(error: SlipError): null {
    this.errors.push(error)
    return null
  }

  private lengths() {
    for (const field of SLIP_FIELDS)
      if (this.typed[field].length > (LONG.has(field) ? LONGEST_TEXT : 400))
        this.fail({ kind: 'tooLong', field })
  }

  private times(): SlipTimes | null {
    const { now } = this.facts
    if (readDay(this.typed.day, now) === null) this.fail({ kind: 'day', field: 'day' })
    for (const field of ['from', 'to'] as const)
      if (readTime(this.typed[field]) === null) this.fail({ kind: 'time', field })
    const times = slipTimes(this.typed, now)
    if (times === null) return null
    const { startedAt, endedAt } = times
    if (endedAt > now) return this.fail({ kind: 'future', field: 'to' })
    if (endedAt.getTime() - startedAt.getTime() > LONGEST_CALL)
      return this.fail({ kind: 'long', field: 'to' })
    return times
  }

  /** Whoever says that it is another call says so of all that had been entered by then. */
  private overlap() {
    const [newest] = this.facts.overlapping
    if (newest && newest.id !== this.typed.another) this.fail({ kind: 'overlap', field: 'another' })
  }

  private known<T>(
    field: SlipField,
    kind: 'operator' | 'version',
    find: (id: string) => T | undefined,
  ): T | null {
    return find(this.typed[field]) ?? this.fail({ kind, field })
  }

  private fromNumber(): string | null {
    if (this.typed.fromNumber === '') return null
    const digits = phoneDigits(this.typed.fromNumber)
    return digits ?? this.fail({ kind: 'fromNumber', field: 'fromNumber' })
  }

  private customerId(): string | null {
    if (this.typed.customer === NOT_IDENTIFIED) return null
    return this.facts.customer?.id ?? this.fail({ kind: 'customer', field: 'customer' })
  }

  private caseId(): string | null {
    const { caseId } = this.typed
    if (caseId === NEW_CASE || caseId === '') return null
    return this.facts.caseIds.has(caseId)
      ? caseId
      : this.fail({ kind: 'caseFile', field: 'caseId' })
  }

  /** The cards of the call: those that were stopped, else those on the slip; none while nobody knows whose they are. */
  private cards(stop: PaperStop | null): readonly CustomerCard[] {
    const written = readLast4s(this.typed.last4)
    if (written === null) this.fail({ kind: 'last4', field: 'last4' })
    const wanted = stop && stop.last4.length > 0 ? stop.last4 : (written ?? [])
    if (written?.length && wanted.some((each) => !written.includes(each)))
      this.fail({ kind: 'stopCard', field: 'stopLast4' })
    const { customer } = this.facts
    if (customer === null || this.typed.customer === NOT_IDENTIFIED) return []
    return wanted.flatMap((last4) => {
      const fitting = customer.cards.filter((card) => card.last4 === last4)
      if (fitting.length === 0) this.fail({ kind: 'noSuchCard', field: 'last4', last4 })
      if (fitting.length > 1) this.fail({ kind: 'sameLast4', field: 'last4', last4 })
      return fitting.slice(0, 1)
    })
  }

  private path(booklet: Booklet, cards: readonly CustomerCard[], stop: PaperStop | null) {
    const customer = this.customerGiven()
    const refs = cards.map((card) => card.cardRef)
    const network = cards[0]?.network ?? 'unknown'
    const reading = readSlipPath(booklet, this.typed.path, { customer, cards: refs, network })
    const { problem } = reading
    if (problem !== null) return this.fail({ kind: 'path', field: 'path', booklet, problem })
    this.identity(reading)
    this.stopOnPath(booklet, reading, stop)
    return reading
  }

  private customerGiven(): string | null {
    return this.typed.customer === NOT_IDENTIFIED ? null : (this.facts.customer?.id ?? null)
  }

  private identity({ level }: SlipReading) {
    const written = LEVELS.find((each) => each === this.typed.identity) ?? 'none'
    if (written !== level) this.fail({ kind: 'identity', field: 'identity', written, path: level })
  }

  private stopOnPath(booklet: Booklet, { answers }: SlipReading, stop: PaperStop | null) {
    const asked = answers.some(({ step, outcome }) => {
      const at = booklet.script.steps.get(step)
      return at !== undefined && isOwnRecord(at) && outcome === 'ok'
    })
    if (stop && !asked) this.fail({ kind: 'stopNotOnPath', field: 'stopRef', booklet })
    if (!stop && asked && isStopEmpty(this.typed))
      this.fail({ kind: 'stopMissing', field: 'stopRef' })
  }

  private stop(times: SlipTimes | null): PaperStop | null {
    const { stop, errors } = readStop(this.typed, times, this.facts.now)
    for (const error of errors) this.fail(error)
    return stop
  }

  private promises(times: SlipTimes | null): PaperCall['promises'] {
    const seen = new Set<string>()
    return PROMISE_LINES.flatMap((line) => {
      const [kind, due] = [this.typed[`promise${line}`], this.typed[`due${line}`]]
      if (kind === '' && due === '') return []
      const field = `promise${line}` as const
      if (!vocabulary.commitments.includes(kind))
        return this.fail({ kind: 'promiseKind', field, line }) ?? []
      if (seen.has(kind)) return this.fail({ kind: 'samePromise', field, line }) ?? []
      seen.add(kind)
      const dueAt = times && this.due(line, times)
      return dueAt === null ? [] : [{ kind, dueAt }]
    })
  }

  private due(line: (typeof PROMISE_LINES)[number], times: SlipTimes): Date | null {
    const field = `due${line}` as const
    const dueAt = readDue(this.typed[field], times)
    if (dueAt === null) return this.fail({ kind: 'due', field, line })
    return dueAt < times.startedAt ? this.fail({ kind: 'dueBeforeCall', field, line }) : dueAt
  }

  /** A reason or a cause: one that the script's own wrap-up knows. */
  private code(name: 'reason' | 'cause', booklet: Booklet | null): string {
    const options = (booklet?.steps ?? []).flatMap((step) =>
      step.fields.filter((field) => field.name === name).flatMap((field) => field.options),
    )
    const value = this.typed[name]
    const isKnown = options.length === 0 || options.some((option) => option.value === value)
    if (!isKnown) this.fail({ kind: name, field: name })
    return value
  }
}

const LONG: ReadonlySet<SlipField> = new Set(['path', 'wanted', 'note'])
