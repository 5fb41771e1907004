import {
  EVENT_ID,
  type Event,
  getScalarValue,
  load,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  YAMLException,
} from 'js-yaml'

/** A piece of a YAML text, and where in the text it begins. */
export type YamlNode = YamlMap | YamlList | YamlWord
export interface YamlMap {
  readonly kind: 'map'
  readonly start: number
  readonly pairs: { readonly key: YamlNode; readonly value: YamlNode }[]
}
export interface YamlList {
  readonly kind: 'list'
  readonly start: number
  readonly items: YamlNode[]
}
export interface YamlWord {
  readonly kind: 'word'
  readonly start: number
  readonly text: string
  readonly quoted: boolean
}

/** What keeps a text from being read. */
export interface YamlFault {
  readonly offset: number
  /** In the reader's words; none where anchors or aliases are used. */
  readonly detail: string | null
}
export class YamlFailure extends Error {
  readonly fault: YamlFault
  constructor(fault: YamlFault) {
    super(fault.detail ?? 'anchors and aliases are not allowed')
    this.fault = fault
  }
}

const { ALIAS, DOCUMENT, MAPPING, POP, SCALAR } = EVENT_ID

/** Builds nodes from the reader's events: they know where things stand, and cost a third of a whole document. */
class Builder {
  private at = 0
  private readonly text: string
  private readonly events: readonly Event[]

  constructor(text: string, events: readonly Event[]) {
    this.text = text
    this.events = events
  }

  /** The one document of the text; null where there is none. */
  root(): YamlNode | null {
    const first = this.events[0]
    if (first?.type !== DOCUMENT) return null
    this.at = 1
    const root = this.isClosing() ? null : this.node()
    if (this.at + 1 < this.events.length)
      throw new YamlFailure({ offset: 0, detail: 'more than one document' })
    return root
  }

  private isClosing(): boolean {
    return this.events[this.at]?.type === POP
  }

  private node(): YamlNode {
    const event = this.events[this.at]
    if (!event || event.type === DOCUMENT || event.type === POP) throw new Error('YAML ends early')
    this.at += 1
    if (event.type === ALIAS || event.anchorStart >= 0)
      throw new YamlFailure({ offset: event.anchorStart - 1, detail: null })
    if (event.tagStart >= 0) throw new YamlFailure({ offset: event.tagStart, detail: 'a tag' })
    if (event.type === SCALAR) return this.word(event)
    const parts: YamlNode[] = []
    while (!this.isClosing()) parts.push(this.node())
    this.at += 1
    if (event.type !== MAPPING) return { kind: 'list', start: event.start, items: parts }
    return { kind: 'map', start: event.start, pairs: pairsOf(parts) }
  }

  private word(event: ScalarEvent): YamlWord {
    const quoted = event.style !== SCALAR_STYLE.PLAIN
    const quotes =
      event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED
    const start = event.valueStart - (quotes ? 1 : 0)
    return { kind: 'word', start, text: getScalarValue(this.text, event), quoted }
  }
}

function pairsOf(parts: readonly YamlNode[]): YamlMap['pairs'] {
  const pairs: YamlMap['pairs'] = []
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [key, value] = [parts[at], parts[at + 1]]
    if (key && value) pairs.push({ key, value })
  }
  return pairs
}

/** Reads one YAML text; throws a `YamlFailure` where it cannot be read, with the place. */
export function readYaml(text: string): YamlNode | null {
  try {
    return new Builder(text, parseEvents(text, {})).root()
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    throw new YamlFailure({ offset: error.mark?.position ?? 0, detail: error.reason })
  }
}

const MAY_BE_NO_STRING = /^(?:$|[-+.~\d]|null$|true$|false$)/i

/** What a word is in YAML: a string, or a number, a truth or nothing at all. */
export const meaningOf = ({ text, quoted }: YamlWord): unknown =>
  !quoted && MAY_BE_NO_STRING.test(text) ? load(text) : text
