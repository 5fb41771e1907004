import { createHash } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Db } from '../db.ts'
import { type EventName, recordEvent } from './events.ts'

/** A request that has been answered, as far as it may be known here: patterns, ids and codes. */
export interface Answered {
  readonly method: string
  /** The pattern of the route; null when none was reached. */
  readonly route: string | null
  readonly path: string
  /** What followed it: only compared, and kept for no longer than `ONCE_MS`, as a hash. */
  readonly query: string
  readonly status: number
  /** Why it was not let, as a code; null when it was. */
  readonly refusal: string | null
  readonly operatorId: string | null
  /** How many events were recorded while it was served. */
  readonly recorded: number
  /** The page did it by itself: it draws itself anew, or saves while somebody types. */
  readonly byItself: boolean
}

/** What a page does by itself is recorded once for so long. */
const ONCE_MS = 10 * 60_000
const MOST_REMEMBERED = 5_000

/**
 * Records what was refused, and whatever a route has not recorded by itself: a new page or form is on the record from
 * its first day on.
 */
export function createRequestRecords({ db, clock }: { readonly db: Db; readonly clock: Clock }) {
  const done = new Map<string, number>()

  const wasJustDone = (key: string): boolean => {
    const now = clock.now().getTime()
    const last = done.get(key)
    if (last !== undefined && Math.abs(now - last) < ONCE_MS) return true
    if (done.size >= MOST_REMEMBERED) done.clear()
    done.set(key, now)
    return false
  }

  return async (answered: Answered): Promise<void> => {
    const { method, route, path, query, status, refusal, operatorId, recorded } = answered
    const name = nameOf(answered)
    if (name === null || (recorded > 0 && refusal === null)) return
    const key = hash(`${operatorId} ${method} ${path} ${query} ${refusal}`)
    if (answered.byItself && wasJustDone(key)) return
    const detail = {
      route: route ?? firstOf(path),
      method,
      ...(status >= 400 ? { status } : {}),
      ...(refusal === null ? {} : { reason: refusal }),
    }
    const event = { name, at: clock.now(), operatorId, detail, ...idsIn(path) }
    await recordEvent(db, { ...event, refused: refusal !== null })
  }
}

const hash = (text: string): string => createHash('sha256').update(text).digest('base64')

/** A page that was shown or a form that was taken, also one that came back with a conflict; or what was refused. */
function nameOf({ method, route, status, refusal, operatorId }: Answered): EventName | null {
  // What was never there is a slip; to ask for what a page has, and not find it, may be a search for numbers that fit.
  if (refusal === 'notFound' && (route === null || operatorId === null)) return null
  if (refusal !== null) return 'refused'
  const isShown = status < 400 || status === 409 || status === 422
  if (route === null || operatorId === null || !isShown) return null
  return method === 'GET' ? 'page_viewed' : 'form_taken'
}

/** Of a path that no route was reached for, only what is a word of ours: the rest may be anything. */
const firstOf = (path: string): string => /^\/[a-z-]{0,30}(?=\/|$)/.exec(path)?.[0] ?? '/…'

const ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i
const IDS = { customers: 'customerId', cases: 'caseId', calls: 'callId' } as const

/** Whom or what a path is about. */
function idsIn(path: string): { customerId?: string; caseId?: string; callId?: string } {
  const [, room = '', id = ''] = path.split('/')
  const name = Object.entries(IDS).find(([each]) => each === room)?.[1]
  return name && ID.test(id) ? { [name]: id.toLowerCase() } : {}
}
