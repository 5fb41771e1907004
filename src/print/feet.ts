import type { Catalogue } from '../i18n/index.ts'
import type { Language } from '../scripts/script.ts'
import { printNumber } from './print.ts'

/** Most prints in one document. */
export const MOST_TOGETHER = 50

/**
 * The print number in the foot of every page. A page's margin takes its words from a style sheet alone, so each number
 * has its own; where several prints stand in one document, each names its own pages.
 */
export const feetUrl = (first: number, count: number, lang: Language): string =>
  `/prints/feet/${count === 1 ? first : `${first}-${first + count - 1}`}.${lang}.css`

/** What the address of such a style sheet asks for; null when it is none of ours. */
export function readFeet(name: string): { first: number; last: number; lang: Language } | null {
  const [, from = '', to = from, lang] = /^(\d{1,9})(?:-(\d{1,9}))?\.(ja|en)\.css$/.exec(name) ?? []
  const [first, last] = [Number(from), Number(to)]
  if ((lang !== 'ja' && lang !== 'en') || last < first || last - first >= MOST_TOGETHER) return null
  return { first, last, lang }
}

export function feetStyles({ first, last }: { first: number; last: number }, t: Catalogue): string {
  if (first === last) return `@page { ${foot(first, t)} }\n`
  const numbers = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  return numbers
    .map((n) => `@page print-${n} { ${foot(n, t)} }\n[data-print="${n}"] { page: print-${n}; }\n`)
    .join('')
}

const foot = (number: number, t: Catalogue): string => {
  const words = t.print.printNumber(printNumber(number)).replace(/["\\\n]/g, '')
  return `@bottom-left { content: "${words}"; font: 8.5pt "Noto Sans JP", sans-serif; }`
}
