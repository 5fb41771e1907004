import { type Booklet, interruptKey, isForPaper, isInterruptible, keyOf } from './booklet.ts'
import { higher, type Level, type Step } from './script.ts'
import { readSlipWords, type SlipWord } from './slip-words.ts'
import { vocabulary as shippedVocabulary, type Vocabulary } from './vocabulary.ts'
import { type Answer, type Given, INTERRUPT_MARK, isOffered, type Standing, walk } from './walk.ts'

/** Whom and which cards a slip is about; the level is what its path says. */
export interface SlipSubject {
  readonly customer: string | null
  readonly cards: readonly string[]
  readonly network: string
}

/** Why a path cannot be followed, and at which of its pieces. */
export interface SlipProblem {
  readonly kind:
    | 'empty'
    | 'unread'
    | 'not_next'
    | 'no_key'
    | 'no_such_key'
    | 'not_offered'
    | 'level'
    | 'needs_system'
    | 'needs_customer'
    | 'needs_card'
    | 'other_matter'
    | 'behind_end'
    | 'unfinished'
    | 'stuck'
  /** From 1; behind the last piece where the path breaks off. */
  readonly place: number
  readonly text: string
  /** The step where the call stands. */
  readonly step: Step
}
export interface SlipReading {
  readonly answers: readonly Answer[]
  readonly standing: Standing
  readonly problem: SlipProblem | null
  /** The highest level that the path came to. */
  readonly level: Level
}

/**
 * Follows a path that was written on a slip, by the very walk that replays a call. Whom it is about is known from its
 * first answer on, for that was found out when the slip was entered; the level is only ever what the path says.
 */
export function readSlipPath(
  booklet: Booklet,
  text: string,
  subject: SlipSubject,
  words: Vocabulary = shippedVocabulary,
): SlipReading {
  const { words: pieces, unread } = readSlipWords(text)
  const reader = new Reader(booklet, subject, words)
  for (const piece of pieces) if (!reader.take(piece)) return reader.reading()
  const place = pieces.length + 1
  if (unread) reader.fail('unread', unread)
  else if (pieces.length === 0) reader.fail('empty', { place, text: '' })
  else if (!reader.ended) reader.fail('unfinished', { place, text: '' })
  return reader.reading()
}

class Reader {
  private readonly answers: Answer[] = []
  private standing: Standing
  private problem: SlipProblem | null = null
  /** How much of the walked path the slip has told. */
  private told = 0

  private readonly booklet: Booklet
  private readonly subject: SlipSubject
  private readonly words: Vocabulary

  constructor(booklet: Booklet, subject: SlipSubject, words: Vocabulary) {
    this.booklet = booklet
    this.subject = subject
    this.words = words
    this.standing = walk(booklet.script, [])
  }

  get ended(): boolean {
    return this.standing.ended
  }

  reading(): SlipReading {
    const { answers, standing, problem } = this
    const level = standing.path.reduce<Level>(
      (best, { before }) => higher(best, before.identity),
      standing.state.identity,
    )
    return { answers, standing, problem, level }
  }

  fail(kind: SlipProblem['kind'], { place, text }: Pick<SlipProblem, 'place' | 'text'>): false {
    this.problem ??= { kind, place, text, step: this.step() }
    return false
  }

  take(piece: SlipWord): boolean {
    if (this.isPassedRoute(piece)) return true
    if (this.problem) return false
    const step = this.step()
    if (this.booklet.numbers.get(step.id) !== piece.number)
      return this.fail(this.ended ? 'behind_end' : 'not_next', piece)
    if (this.ended) return piece.key === '' || this.fail('no_such_key', piece)
    return piece.key.startsWith(INTERRUPT_MARK)
      ? this.interrupt(step, piece)
      : this.answer(step, piece)
  }

  /** The program follows routes by itself; who wrote one down as well must have gone the same way. */
  private isPassedRoute({ number, key }: SlipWord): boolean {
    const { path } = this.standing
    for (let at = this.told; at < path.length; at += 1) {
      const passed = path[at]
      const step = passed && this.booklet.script.steps.get(passed.step)
      if (!step || this.booklet.numbers.get(step.id) !== number) continue
      const taken = step.choices.findIndex((each) => each.outcome === passed.choice?.outcome)
      if (key !== '' && key !== keyOf(taken)) continue
      this.told = at + 1
      return true
    }
    return false
  }

  private interrupt(step: Step, piece: SlipWord): boolean {
    const { interrupts } = this.booklet.script
    const pressed = interrupts.find((_, index) => interruptKey(index) === piece.key)
    if (!pressed || !isInterruptible(step)) return this.fail('no_such_key', piece)
    return this.record(piece, `${INTERRUPT_MARK}${pressed.id}`, {})
  }

  private answer(step: Step, piece: SlipWord): boolean {
    const { choices } = step
    if (piece.key === '' && choices.length > 1) return this.fail('no_key', piece)
    const choice =
      piece.key === '' ? choices[0] : choices.find((_, index) => keyOf(index) === piece.key)
    if (!choice) return this.fail('no_such_key', piece)
    if (!isOffered(choice, this.standing.state)) return this.fail('not_offered', piece)
    if (!isForPaper(step, choice, this.words)) return this.fail('needs_system', piece)
    if (choice.opensMatter) return this.fail('other_matter', piece)
    const spec = step.kind === 'check' ? this.words.lookUps[step.lookUp ?? ''] : undefined
    const { identity, customer, card } = spec?.outcomes[choice.outcome] ?? {}
    if ((customer || identity) && this.subject.customer === null)
      return this.fail('needs_customer', piece)
    if (card && this.subject.cards.length === 0) return this.fail('needs_card', piece)
    return this.record(piece, choice.outcome, {
      ...(identity === undefined ? {} : { identity }),
      ...(card ? this.cardsGiven() : {}),
    })
  }

  private record(piece: SlipWord, outcome: string, gives: Given): boolean {
    const { current, state, path } = this.standing
    const { customer, cards } = state
    const first = this.answers.length === 0 ? this.subjectGiven() : {}
    const given = { ...first, ...gives }
    this.answers.push({
      seq: this.answers.length + 1,
      ...current,
      outcome,
      about: { customer, cards },
      ...(Object.keys(given).length > 0 ? { gives: given } : {}),
    })
    this.told = path.length + 1
    this.standing = walk(this.booklet.script, this.answers)
    const { problem } = this.standing
    if (problem === null) return true
    return this.fail(problem.kind === 'level' ? 'level' : 'stuck', piece)
  }

  private subjectGiven(): Given {
    const { customer } = this.subject
    return customer === null ? {} : { customer, ...this.cardsGiven() }
  }
  private cardsGiven(): Given {
    const { cards, network } = this.subject
    return cards.length === 0 ? {} : { cards, network }
  }

  private step(): Step {
    const { steps } = this.booklet.script
    const step = steps.get(this.standing.current.step)
    if (!step) throw new Error(`The script has no step ${this.standing.current.step}`)
    return step
  }
}
