import type { Choice } from '../scripts/script.ts'
import type { Answer, Position, Standing } from '../scripts/walk.ts'

/** When a promise is for, as it was agreed with the answer that makes it. */
export interface Told {
  /** `YYYY-MM-DDTHH:mm` in Tokyo. */
  readonly agreed?: string
  /** The time that suits the customer, in their words. */
  readonly window?: string
}

/** A promise that an answer of the path makes, or one that it keeps. */
export interface PromiseOnPath {
  readonly matter: number
  readonly kind: string
  readonly verb: 'commits' | 'keeps'
  readonly at: Position
  readonly told: Told
}

type Fields = Readonly<Record<string, string>>

/** Every promise of a path by its place: what the script's choices make and keep, and what a typed time makes. */
export function promisesOf(
  standing: Standing,
  fieldsOf: (answer: Answer) => Fields,
): Map<string, PromiseOnPath> {
  const found = new Map<string, PromiseOnPath>()
  for (const { matter, step, visit, answer, choice } of standing.path) {
    const fields = answer ? fieldsOf(answer) : {}
    const at = { matter, step, visit }
    for (const verb of ['keeps', 'commits'] as const)
      for (const kind of choice ? kindsOf(choice, verb, fields) : [])
        found.set(`${matter}/${step}/${visit}/${verb}/${kind}`, {
          matter,
          kind,
          verb,
          at,
          told: verb === 'commits' ? toldOf(kind, fields) : {},
        })
  }
  return found
}

/** A time for the follow-up is a promise, unless the same answer promises a call back: then it is the time for that. */
function kindsOf(choice: Choice, verb: 'keeps' | 'commits', fields: Fields): readonly string[] {
  const kinds = choice[verb]
  const follows = verb === 'commits' && fields.follow_up && !kinds.includes('call_back')
  return follows ? [...new Set([...kinds, 'follow_up'])] : kinds
}

function toldOf(kind: string, fields: Fields): Told {
  if (kind !== 'call_back' && kind !== 'follow_up') return {}
  const { callback_due: due, callback_window: window, follow_up: followUp } = fields
  const agreed = kind === 'call_back' ? (due ?? followUp) : followUp
  const suits = kind === 'call_back' ? window : undefined
  return { ...(agreed ? { agreed } : {}), ...(suits ? { window: suits } : {}) }
}
