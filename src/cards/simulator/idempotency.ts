import { createHash } from 'node:crypto'
import type { OperationRecord } from '../card-system.ts'
import { errorBody } from '../schemas.ts'
import { type Answer, refusalAnswer } from './refused.ts'
import type { Store } from './store.ts'
import type { World } from './world.ts'

/** Changes that have arrived and are not finished; the same key may have arrived several times. */
export type Running = Set<{ readonly key: string | undefined; readonly operation: string }>

interface Row {
  operation: string
  input: string
  status: number
  body: string
}

/** Fingerprint of what was asked, so that the stored request holds no personal data. */
const fingerprint = (operation: string, input: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify([operation, sorted(input)]))
    .digest('hex')

/** The order of the fields is not part of what was asked. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([name, inner]) => [name, sorted(inner)]))
}

const find = (store: Store, key: string): Row | undefined =>
  store.sqlite
    .prepare<[string], Row>('select operation, input, status, body from operations where key = ?')
    .get(key)

/**
 * Carries out a change once for its key: the answer is stored in the transaction of the effect, told to the
 * outside, and given again to whoever comes with the same key.
 */
export function answerOnce(
  { store, tell }: World,
  key: string,
  operation: string,
  input: unknown,
  work: () => Answer,
): Answer {
  return store.transaction(() => {
    const asked = fingerprint(operation, input)
    const earlier = find(store, key)
    if (earlier) {
      if (earlier.input !== asked) return refusalAnswer('idempotency_mismatch')
      return { status: earlier.status, body: JSON.parse(earlier.body) }
    }
    const answer = work()
    store.sqlite
      .prepare(
        'insert into operations (key, operation, input, status, body) values (?, ?, ?, ?, ?)',
      )
      .run(key, operation, asked, answer.status, JSON.stringify(answer.body))
    tell({ type: 'operation.completed', record: { idempotencyKey: key } })
    return answer
  })
}

/** What became of a change, by its key. */
export function lookUpOperation(store: Store, running: Running, key: string): OperationRecord {
  const row = find(store, key)
  if (!row) {
    const operation = [...running].find((each) => each.key === key)?.operation ?? null
    return { state: operation ? 'running' : 'unknown', operation, result: null, error: null }
  }
  const body: unknown = JSON.parse(row.body)
  const { operation } = row
  if (row.status === 200) return { state: 'done', operation, result: body, error: null }
  const { code } = errorBody.parse(body).error
  return { state: 'failed', operation, result: null, error: { code } }
}
