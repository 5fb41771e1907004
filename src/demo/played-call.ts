import { v7 as uuid } from 'uuid'
import { submitAnswer } from '../calls/answering.ts'
import { operatorEntries, seenAt } from '../calls/call.ts'
import { type CallContext, type CallDeps, loadContext } from '../calls/context.ts'
import { lookUpHere } from '../calls/looking-up.ts'
import { startCall } from '../calls/turns.ts'
import type { Operator } from '../operators/operator.ts'

/** What is typed beside an answer: fields of the step, or the last 4 digits that confirm a final action. */
export interface Typed {
  readonly fields?: Readonly<Record<string, string>>
  readonly last4?: string
}
export type Line = string | readonly [string, Typed]

/** A call that an operator takes, by the verbs that the pages of the program use. */
export interface PlayedCall {
  readonly id: string
  /** `step outcome`; `picked:0005` for the card that ends so, `found` for the first open case. */
  follow(...lines: readonly Line[]): Promise<void>
  /** What the caller says about who they are. */
  tell(said: Readonly<Record<string, string>>): Promise<void>
}

/** How long an answer takes, in milliseconds; the workshop's clock is moved by it. */
export type Pace = () => Promise<void>

export async function ring(
  deps: CallDeps,
  operator: Operator,
  fromNumber: string | null,
  pace: Pace,
): Promise<PlayedCall> {
  const id = await startCall(deps, operator, { fromNumber, caseId: null })
  const now = async (): Promise<CallContext> => {
    const context = await loadContext(deps, id)
    if (!context) throw new Error(`the call ${id} is gone`)
    return context
  }
  const answer = async (words: string, typed: Typed) => {
    const [step = '', said = ''] = words.split(' ')
    const context = await now()
    const { current } = context.standing
    if (current.step !== step) throw new Error(`"${words}" is said at ${current.step}`)
    const [outcome = '', label] = said.split(':')
    const submitted = await submitAnswer(deps, id, operator, {
      id: uuid(),
      ...current,
      entries: operatorEntries(context.call),
      outcome,
      picks: await picksOf(deps, context, outcome, label),
      reason: '',
      last4: typed.last4?.split(',') ?? [],
      fields: typed.fields ?? {},
    })
    if (submitted.kind !== 'recorded')
      throw new Error(`"${words}" was not taken: ${JSON.stringify(submitted)}`)
    await pace()
  }
  return {
    id,
    async follow(...lines) {
      for (const line of lines) {
        const [words, typed] = typeof line === 'string' ? [line, {}] : line
        await answer(words, typed)
      }
    },
    async tell(said) {
      deps.said.remember(id, said)
      await lookUpHere(deps, await now(), deps.said.recall(id))
      await pace()
    },
  }
}

/** What an answer picks among the candidates that were seen, or among the customer's cards. */
async function picksOf(
  { db }: CallDeps,
  { call, standing }: CallContext,
  outcome: string,
  label: string | undefined,
): Promise<string[]> {
  const { current, state } = standing
  const candidates = seenAt(call, current, state)?.content.seen?.candidates ?? []
  if (outcome === 'found') return candidates.slice(0, 1).map(({ ref }) => ref)
  if (label === undefined) return []
  return await db('customer_cards')
    .where({ customer_id: state.customer })
    .whereIn('last4', label.split(','))
    .orderBy('card_ref')
    .pluck('card_ref')
}
