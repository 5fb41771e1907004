import { atLeast, type Level, type Text } from '../scripts/script.ts'
import { vocabulary } from '../scripts/vocabulary.ts'
import type { Segment } from './call-page.ts'
import type { Value } from './look-up.ts'
import type { Wording } from './wording.ts'

/** A value by the name of its placeholder. */
export type Values = (name: string) => Value | undefined

const PARTS = /\{\{\s*([a-z0-9_.]+)\s*\}\}/

/**
 * A text as it is read aloud now: each placeholder filled in, or, below its identity level, its neutral wording.
 * A value that is not known yet says so (`missing`), never an empty gap that would be read over.
 */
export function readOut(
  text: Text | undefined,
  values: Values,
  level: Level,
  wording: Wording,
  missing: string = wording.t.placeholders.missing,
): Segment[] {
  const parts = (text?.[wording.lang] ?? '').split(PARTS)
  return parts.flatMap((part, index): Segment[] => {
    if (index % 2 === 1) return [segmentOf(part, values, level, wording, missing)]
    return part === '' ? [] : [{ text: part, value: false }]
  })
}

function segmentOf(
  name: string,
  values: Values,
  level: Level,
  wording: Wording,
  missing: string,
): Segment {
  const spec = vocabulary.placeholders[name]
  const { neutral } = wording.t.placeholders
  if (!spec || !atLeast(level, spec.level)) {
    const words: Readonly<Record<string, string>> = neutral
    return { text: words[name] ?? missing, value: false }
  }
  const value = values(name)
  if (!value) return { text: missing, value: true }
  const reading = value.type === 'text' ? value.reading : undefined
  return { text: sayValue(value, wording), value: true, ...(reading ? { reading } : {}) }
}

export function sayValue(value: Value, { lang, fmt }: Wording): string {
  switch (value.type) {
    case 'text':
      return value[lang]
    case 'instant':
      return fmt.instant(value.iso)
    case 'date':
      return fmt.day(value.iso)
    case 'yen':
      return fmt.number(Number(value.value))
    case 'count':
    case 'digits':
      return value.value
  }
}

export const plainText = (segments: readonly Segment[]): string =>
  segments.map((each) => each.text).join('')
export const textValue = (ja: string, en = ja): Value => ({ type: 'text', ja, en })
