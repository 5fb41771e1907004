import { demoPeople } from '../../src/cards/simulator/people.ts'
import type { Route } from '../../src/operators/guarded-router.ts'
import type { Role } from '../../src/operators/operator.ts'
import { may } from '../../src/operators/permissions.ts'
import type { Asking } from './asking.ts'
import { GUARDED, PEOPLE } from './people.ts'
import type { Answer } from './sending.ts'
import { ELSEWHERE, MARKUP } from './values.ts'

const INSIDE =
  /\bat [^\n]{0,200}\.(?:ts|js|ejs):\d+|node_modules|SQLITE_|syntax error at|ECONNREFUSED/
const PERSON = /中村 拓也|ナカムラ タクヤ|佐々木 結衣|090-0000-010\d/
/** What is registered, and what was noted in a call: nobody sees it whose own caller is not verified. */
const REGISTERED = new RegExp(
  [
    '奥様の声が後ろで',
    ...demoPeople.flatMap(({ memberNo, birthDate, address }) => [
      memberNo,
      birthDate,
      birthDate.replace(/(\d+)-0?(\d+)-0?(\d+)/, '$1年$2月$3日'),
      address.line1,
      `(?<!\\d)${address.postalCode}`,
    ]),
  ].join('|'),
)
/** The lines of a stream say that something has changed, and never what. */
const STREAM_LINE = /^(retry: \d+|id: [\w.:/-]*|event: [a-z]+|data: [\w.:/-]*|:|)$/
const WORDS_IN = 64

/** What is wrong with an answer, if anything; `who`: null when nobody is signed in. */
export function faultIn(
  answer: Answer,
  asking: Asking,
  route: Route,
  who: string | null,
): string | null {
  const { status, text } = answer
  if (status >= 500 && !(status === 503 && text.includes('data-page="error"')))
    return `status ${status} ${status === 599 ? text : ''}`
  if (INSIDE.test(text)) return 'the inside of the program'
  const isHtml = answer.header('content-type').includes('html')
  if (isHtml && text.includes(MARKUP)) return 'markup came back as such'
  if (text.includes(ELSEWHERE)) return 'a header came back'
  if (answer.header('set-cookie').includes('fuzz=')) return 'a header was put in'
  const to = answer.header('location')
  if (to !== '' && !/^\/(?![/\\])/.test(to)) return `it leads to ${to}`
  if (answer.isStream && !text.split('\n').every((line) => STREAM_LINE.test(line)))
    return `a stream told more: ${text.slice(0, WORDS_IN)}`
  if (asking.method !== route.method) return null
  const told = echoes(asking) ? '' : text
  if (who === null) return outsideFault(answer, told, route)
  if (who === GUARDED) return told.match(REGISTERED)?.[0] ?? null
  return asking.isPlain ? roleFault(answer, told, route, PEOPLE[who] ?? null) : null
}

/** What was typed is given back. */
function echoes({ path, body }: Asking): boolean {
  const sent = `${path} ${body}`.replaceAll('+', ' ').replace(/%(?![0-9a-f]{2})/gi, '')
  const typed = Buffer.from(unescape(sent), 'latin1').toString()
  return PERSON.test(typed) || REGISTERED.test(typed)
}

function outsideFault(answer: Answer, told: string, { rule }: Route): string | null {
  if (PERSON.test(told)) return 'nobody read of a person'
  if (rule === 'open') return null
  const { status } = answer
  const isTurnedAway = status === 303 && answer.header('location') === '/sign-in'
  return isTurnedAway || (status >= 400 && status < 500) ? null : `nobody got ${status}`
}

const REFUSALS = [400, 403, 413, 415, 422, 431]
/** `role` is null for those whose own account is tried: what they may changes all the time. */
function roleFault(
  answer: Answer,
  told: string,
  { rule }: Route,
  role: Role | null,
): string | null {
  if (rule === null) return 'a route without a rule'
  if (role === null) return null
  const isAllowed = rule === 'open' || rule === 'signed_in' || may(role, rule)
  if (!isAllowed && !REFUSALS.includes(answer.status))
    return `${role} may not, and got ${answer.status}`
  if (!isAllowed && answer.isStream) return `${role} may not, and was told`
  return !may(role, 'read_customers') && PERSON.test(told) ? `${role} read of a person` : null
}

/** What is wrong with the answers to bytes that are no proper request. */
export function rawFault(text: string, bytes: string): string | null {
  const statuses = [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map((match) => Number(match[1]))
  if (statuses.some((status) => status >= 500)) return `status ${statuses.join(' ')}`
  if (INSIDE.test(text)) return 'the inside of the program'
  const asked = bytes.match(/^(GET|POST|OPTIONS|TRACE|CONNECT|PUT) /gm)?.length ?? 0
  const isSmuggling = /transfer-encoding/i.test(bytes) && /content-length/i.test(bytes)
  if (isSmuggling && statuses.some((status) => status < 400)) return 'two lengths were believed'
  return statuses.length > Math.max(1, asked) ? `${statuses.length} answers to ${asked}` : null
}
