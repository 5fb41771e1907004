import type { Catalogue } from '../ja/index.ts'

const ago = (n: number, unit: string) => `${n} ${unit}${n === 1 ? '' : 's'} ago`

export const formats: Catalogue['formats'] = {
  locale: 'en-GB',
  from: (a, b) => `${a} to ${b}`,
  range: (a, b) => `${a} to ${b}`,
  ago: {
    now: 'just now',
    minutes: (n) => ago(n, 'minute'),
    hours: (n) => ago(n, 'hour'),
    days: (n) => ago(n, 'day'),
  },
  duration: (minutes, seconds) => `${minutes} min ${String(seconds).padStart(2, '0')} s`,
  list: (words) => words.join(', '),
  times: (n) => (n === 1 ? 'once' : `${n} times`),
  items: (n) => (n === 1 ? '1 item' : `${n} items`),
  cardEnding: (label, last4) => `${label} …${last4}`,
  era: (gregorian) => gregorian,
}
