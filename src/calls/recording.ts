import { lockFamily } from '../cases/families.ts'
import type { Db } from '../db.ts'
import { type Answer, type Standing, walk } from '../scripts/walk.ts'
import type { Accepted } from './answer-check.ts'
import { answersOf, type EntryContent } from './call.ts'
import { Consequences, type Slip } from './consequences.ts'
import type { CallContext, CallDeps } from './context.ts'
import { appendEntries, lastSeq, type NewEntry } from './entries.ts'

/** Who writes to a call: an operator, or the program itself. */
export interface Writer {
  readonly operatorId: string | null
  readonly submission?: string
  readonly byWhom: 'operator' | 'system' | 'hand'
  readonly slip?: Slip
}
export interface AnswerAt {
  readonly matter: number
  readonly step: string
  readonly visit: number
}

/**
 * Writes an answer and everything that follows from it (the matter's case, promises made and kept, the end of the
 * call) in one transaction. The log keeps two writers apart; its cases are taken before, in the order of all.
 */
export async function recordAnswer(
  trx: Db,
  deps: CallDeps,
  context: CallContext,
  at: AnswerAt,
  answer: Pick<Accepted, 'outcome' | 'fields' | 'reason' | 'gives' | 'pickedCase' | 'proposed'>,
  writer: Writer,
): Promise<void> {
  const { call, version, standing } = context
  const now = deps.clock.now()
  const about = aboutAt(standing, at)
  const entry: NewEntry = {
    kind: 'answer',
    ...at,
    outcome: answer.outcome,
    byWhom: writer.byWhom,
    operatorId: writer.slip?.takenBy ?? writer.operatorId,
    at: writer.slip?.startedAt ?? now,
    ...(writer.submission ? { submission: writer.submission } : {}),
    facts: {
      about,
      ...(Object.keys(answer.gives).length > 0 ? { gives: answer.gives } : {}),
      ...(answer.proposed !== null && answer.proposed !== answer.outcome
        ? { proposed: answer.proposed }
        : {}),
    },
    content: contentOf(answer),
  }
  const cases = [...call.matters.map(({ caseId }) => caseId), answer.pickedCase]
  await lockFamily(
    trx,
    cases.filter((each) => each !== null),
  )
  await appendEntries(trx, call.id, lastSeq(call), [entry])
  const given: Answer = {
    seq: lastSeq(call) + 1,
    ...at,
    outcome: answer.outcome,
    about,
    gives: answer.gives,
  }
  const after = walk(version.script, [...answersOf(call.entries), given])
  const operatorId = writer.operatorId ?? call.operatorId
  const slip = writer.slip ? { slip: writer.slip } : {}
  const hand = { operatorId, at: now, callId: call.id, ...slip }
  const follow = new Consequences(trx, deps, context, after, at, hand)
  await follow.run(answer.pickedCase, answer.fields)
}

/** Whom and which cards the call was about when it stood at this position. */
export function aboutAt(standing: Standing, at: AnswerAt) {
  const passed = standing.path.find(
    (each) => each.matter === at.matter && each.step === at.step && each.visit === at.visit,
  )
  const { customer, cards } = passed?.before ?? standing.state
  return { customer, cards }
}

function contentOf(answer: Pick<Accepted, 'fields' | 'reason'>): EntryContent {
  return {
    ...(Object.keys(answer.fields).length > 0 ? { fields: answer.fields } : {}),
    ...(answer.reason === '' ? {} : { reason: answer.reason }),
  }
}
