import { withLuhnDigit } from '../cards/card-numbers.ts'
import type { Dice } from './dice.ts'

/** Marks what was sent as markup: it may come back as words only. */
export const MARKUP = '<script>fuzz</script>'

const STRANGE: readonly string[] = [
  '',
  ' ',
  '0',
  '-1',
  '1e309',
  '99999999999999999999',
  'NaN',
  'null',
  'undefined',
  'true',
  '[]',
  '{}',
  '__proto__',
  'constructor',
  'toString',
  MARKUP,
  `"><img src=x onerror=alert(1)>${MARKUP}`,
  "' or '1'='1",
  "'; drop table cases; --",
  '") union select * from operators --',
  '%',
  '_',
  '*',
  '" NEAR "',
  '(((((',
  '\\',
  '../../../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  'file:///etc/passwd',
  'http://127.0.0.1:1/',
  '//elsewhere.example',
  '/\\elsewhere.example',
  'javascript:alert(1)',
  '$'.concat('{7*7}'),
  '<%= 7*7 %>',
  '{{customer.name}}',
  '=cmd|calc!A0',
  '\r\nset-cookie: fuzz=1',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e\u200b\ufeff',
  '𠮷野家で髙﨑さん',
  'ｶﾅ゛゜ー',
  '紛失',
  '中村 拓也',
  '1990-06-14',
  '昭和64年1月8日',
  '2026-02-30',
  '2026-11-23T10:00',
  '+275760-09-13',
  '090-0000-0101',
  '0005',
  '261123-0042-7',
  'ER323',
  '(a+)+$'.repeat(50),
]
/** So long that one in a hundred is enough. */
const LONG: readonly string[] = ['あ'.repeat(30_000), 'x'.repeat(100_000), '1 '.repeat(9_000)]

/** A host that must never come back. */
export const ELSEWHERE = 'fuzz-elsewhere.example'
export const HEADERS: readonly (readonly [string, readonly string[]])[] = [
  [
    'accept-language',
    ['*', 'en;q=0', 'ja-JP-x-y,en;q=9', ';;;,,,=', 'x'.repeat(3000), 'en-'.repeat(99)],
  ],
  ['accept', ['application/json', 'text/event-stream', '*/*;q=0', 'a/b/c', 'text/html;q=NaN']],
  ['host', [ELSEWHERE, `${ELSEWHERE}:99999`, '[::1]', ' ', 'a b']],
  ['x-forwarded-host', [ELSEWHERE]],
  ['x-forwarded-for', ['1.2.3.4', '::', 'x'.repeat(500), '127.0.0.1, 8.8.8.8']],
  ['x-forwarded-proto', ['https', 'javascript', 'https,http']],
  ['forwarded', [`host=${ELSEWHERE};proto=https`]],
  ['origin', ['null', `https://${ELSEWHERE}`, '']],
  ['referer', [`https://${ELSEWHERE}/x`]],
  ['sec-fetch-site', ['cross-site', 'same-site', 'none', 'x']],
  ['sec-fetch-dest', ['iframe', 'document', 'image', 'x']],
  ['last-event-id', ['0', '\xff', 'x'.repeat(2000)]],
  ['annai-refresh', ['1', '']],
  ['if-none-match', ['*', '"x"']],
  ['if-modified-since', ['Thu, 01 Jan 1970 00:00:00 GMT', 'x']],
  ['range', ['bytes=0-0', 'bytes=-1', 'bytes=9-1,0-,-']],
  ['content-encoding', ['gzip', 'br', 'identity', 'x']],
  ['x-http-method-override', ['DELETE']],
  ['user-agent', ['<script>fuzz</script>', '\x80\xff', 'x'.repeat(4000)]],
]

/** Something that no form expects; now and then a card number that is made up on the spot. */
export const strange = (dice: Dice): string =>
  dice.once(40)
    ? withLuhnDigit(`4${Array.from({ length: 14 }, () => dice.roll(10)).join('')}`)
    : dice.pick(dice.once(100) ? LONG : STRANGE)

/** The same text with a piece taken out, put in, doubled or turned. */
export function bent(dice: Dice, text: string): string {
  const at = dice.roll(text.length + 1)
  const [before, after] = [text.slice(0, at), text.slice(at)]
  return dice.pick([
    () => before + after.slice(1),
    () => before + strange(dice).slice(0, 50) + after,
    () => text + text,
    () => [...text].reverse().join(''),
    () => text.toUpperCase(),
  ])()
}
