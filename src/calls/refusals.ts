import { samePosition } from './answer-check.ts'
import type { Submitted } from './answering.ts'
import type { CallPage } from './call-page.ts'
import type { CallContext } from './context.ts'
import { typedWords } from './path-view.ts'
import { NOTHING_TYPED, type Typed } from './step-view.ts'
import type { Submission } from './submission.ts'
import type { Wording } from './wording.ts'

/** What a page says and gives back when a form was not taken. */

/** What was typed goes back into the same form; into another step's form it would not belong. */
export function typedAgain(
  submitted: Submitted,
  submission: Submission,
  { standing }: CallContext,
): Typed {
  const { fields, reason } = submission
  if (submitted.kind === 'refused')
    return {
      fields,
      reason,
      errors: submitted.errors,
      reasonMissing: submitted.refusal === 'reasonNeeded',
    }
  return samePosition(submission, standing.current)
    ? { ...NOTHING_TYPED, fields, reason }
    : NOTHING_TYPED
}

export function alertFor(
  submitted: Submitted,
  submission: Submission,
  context: CallContext,
  wording: Wording,
): CallPage['alert'] {
  const { errors, call } = wording.t
  if (submitted.kind === 'conflict') {
    const text = context.call.state === 'ended' ? errors.callEnded : errors.staleAnswer
    return { kind: 'conflict', text, unsaved: unsaved(submission, context, wording) }
  }
  if (submitted.kind !== 'refused') return null
  const sentences = {
    notOffered: errors.notOffered,
    lookFirst: call.missing,
    reasonNeeded: errors.reasonMissing,
    pickNeeded: errors.chooseOne,
    notByHand: errors.notOffered,
    level: errors.levelTooLow,
    fields: errors.summary,
    last4: errors.last4Wrong,
    noTarget: errors.notOffered,
  }
  return { kind: 'error', text: sentences[submitted.refusal] }
}

/** The words of a form whose step the call has left: shown beside what has changed, to be copied. */
function unsaved(submission: Submission, context: CallContext, wording: Wording): string[] {
  const { fields, reason, step } = submission
  const isHere = context.call.state === 'live' && samePosition(submission, context.standing.current)
  if (isHere) return []
  const words = typedWords(
    context.version.script.steps.get(step),
    { content: { fields, reason } },
    wording,
  )
  return words.filter((each) => each !== '')
}
