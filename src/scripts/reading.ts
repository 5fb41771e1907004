import { nearest } from './nearest.ts'
import { hasLooseBraces, placeholdersIn } from './placeholder.ts'
import type { Params, ProblemCode, Problems } from './problem.ts'
import type { Language, Text } from './script.ts'
import { entriesOf, itemsOf, type Place, sentenceOf, wordOf } from './source.ts'
import type { Vocabulary } from './vocabulary.ts'

/** A mapping whose keys have been looked through. */
export interface Entries {
  readonly place: Place
  readonly get: (key: string) => Place | undefined
  readonly has: (key: string) => boolean
}

const ID = /^[a-z][a-z0-9_]*$/
const ID_WITH_DASHES = /^[a-z][a-z0-9_-]*$/
const NOT_IDS = ['yes', 'no', 'on', 'off', 'true', 'false', 'null']
const BLANK: Text = { ja: '', en: '' }

/** Reads values out of places; whatever is not as it must be becomes a problem at that place. */
export class Reading {
  readonly problems: Problems
  readonly vocabulary: Vocabulary

  constructor(problems: Problems, vocabulary: Vocabulary) {
    this.problems = problems
    this.vocabulary = vocabulary
  }

  wrong(place: Place, code: ProblemCode, params: Params = {}): void {
    this.problems.add(place, code, params)
  }

  /** A mapping with these keys and no others. */
  entries(place: Place, keys: readonly string[]): Entries {
    const entries = entriesOf(place)
    if (!entries) this.wrong(place, 'not_mapping')
    const found = new Map<string, Place>()
    for (const { key, at, value } of entries ?? []) {
      if (keys.includes(key)) found.set(key, value)
      else this.wrong(at, 'unknown_key', { name: key, ...this.near(key, keys) })
    }
    return { place, get: (key) => found.get(key), has: (key) => found.has(key) }
  }

  /** A mapping whose keys are names of its own. */
  named(place: Place | undefined): { key: string; at: Place; value: Place }[] {
    if (!place) return []
    const entries = entriesOf(place)
    if (!entries) this.wrong(place, 'not_mapping')
    return entries ?? []
  }

  /** The value of a key that must be there. */
  demand(entries: Entries, key: string): Place | undefined {
    const place = entries.get(key)
    if (!place) this.wrong(entries.place, 'missing_key', { name: key })
    return place
  }

  list(place: Place | undefined): Place[] {
    if (!place) return []
    const items = itemsOf(place)
    if (!items) this.wrong(place, 'not_list')
    return items ?? []
  }

  /** One thing, or a list of them. */
  oneOrMore(place: Place | undefined): Place[] {
    return place ? (itemsOf(place) ?? [place]) : []
  }

  name(place: Place | undefined): string | undefined {
    if (!place) return undefined
    const word = wordOf(place)
    if (word === null || word === '') this.wrong(place, 'not_name')
    return word === null || word === '' ? undefined : word
  }

  names(place: Place | undefined): { name: string; place: Place }[] {
    return this.oneOrMore(place).flatMap((item) => {
      const name = this.name(item)
      return name === undefined ? [] : [{ name, place: item }]
    })
  }

  id(name: string, place: Place, dashes = false): void {
    const fits = (dashes ? ID_WITH_DASHES : ID).test(name) && !NOT_IDS.includes(name)
    if (!fits) this.wrong(place, 'bad_id', { name })
  }

  /** A name that must be one of those known. */
  known<T extends string>(
    place: Place | undefined,
    what: string,
    known: Iterable<T>,
  ): T | undefined {
    const name = this.name(place)
    if (!place || name === undefined) return undefined
    const names = [...known]
    const found = names.find((each) => each === name)
    if (found === undefined) this.wrong(place, 'unknown', { what, name, ...this.near(name, names) })
    return found
  }

  knownList<T extends string>(
    place: Place | undefined,
    what: string,
    known: Iterable<T>,
  ): readonly T[] {
    const names = [...known]
    return this.oneOrMore(place).flatMap((item) => {
      const name = this.known(item, what, names)
      return name === undefined ? [] : [name]
    })
  }

  count(place: Place | undefined): number | undefined {
    if (!place) return undefined
    const value = Number(wordOf(place) ?? Number.NaN)
    if (Number.isSafeInteger(value) && value >= 1) return value
    this.wrong(place, 'not_count')
    return undefined
  }

  truth(place: Place | undefined): boolean {
    const word = place ? wordOf(place) : 'false'
    if (place && word !== 'true' && word !== 'false') this.wrong(place, 'not_truth')
    return word === 'true'
  }

  /** A text in both languages without anything to fill in. */
  label(place: Place | undefined): Text {
    const text = this.text(place)
    const filled = [text.ja, text.en].some((wording) => /\{\{|\}\}/.test(wording))
    if (place && filled) this.wrong(place, 'placeholder_here')
    return text
  }

  /** A text in both languages that may read out placeholders, the same ones in both. */
  speech(place: Place): Text {
    const text = this.text(place)
    if (hasLooseBraces(text.ja) || hasLooseBraces(text.en)) this.wrong(place, 'placeholder_broken')
    const ja = placeholdersIn(text.ja)
    const en = placeholdersIn(text.en)
    for (const name of new Set([...ja, ...en])) {
      const known = Object.keys(this.vocabulary.placeholders)
      if (!known.includes(name))
        this.wrong(place, 'unknown', { what: 'placeholder', name, ...this.near(name, known) })
      else if (!(ja.includes(name) && en.includes(name)) && text.ja && text.en)
        this.wrong(place, 'placeholder_differs', { name })
    }
    return text
  }

  private text(place: Place | undefined): Text {
    if (!place) return BLANK
    if (!entriesOf(place)) {
      this.wrong(place, 'not_text')
      return BLANK
    }
    const entries = this.entries(place, ['ja', 'en'])
    return { ja: this.wording(entries, 'ja'), en: this.wording(entries, 'en') }
  }

  private wording(entries: Entries, language: Language): string {
    const place = entries.get(language)
    const wording = place ? sentenceOf(place)?.trim() : undefined
    if (!wording) this.wrong(place ?? entries.place, 'missing_translation', { name: language })
    return wording ?? ''
  }

  private near(name: string, known: readonly string[]): Params {
    const close = nearest(name, known)
    return close === undefined ? {} : { nearest: close }
  }
}
