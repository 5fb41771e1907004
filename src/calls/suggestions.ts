import type { CardAction } from '../cards/card-action.ts'
import type { CaseFile } from '../cases/case-file.ts'
import { atLeast, type Step } from '../scripts/script.ts'
import type { Passed, Position } from '../scripts/walk.ts'
import { byHandWords, isByHand } from './by-hand.ts'
import type { CallContext } from './context.ts'
import { answerWords } from './path-view.ts'
import { doneLine } from './waiting.ts'
import type { Wording } from './wording.ts'

/** Which answers on the path point to which cause (domain rule 4.2); the later one is the more telling. */
const CAUSES: Readonly<Record<string, string>> = {
  'attempts.declined': 'over_limit',
  'attempts.not_received': 'service_side',
  'authentication_profile.not_enrolled': 'not_enrolled',
  'attempts.fraud_hold': 'issuer_fraud_hold',
  'locks.fraud_hold': 'issuer_fraud_hold',
  'attempts.auth_failed': 'auth_lock',
  'locks.auth_lock': 'auth_lock',
  'password_history.other_card_only': 'wrong_card_password',
  'inquire_hold.velocity': 'network_hold_velocity',
  'inquire_hold.suspicious': 'network_hold_suspicious',
}
/** A cause that was found explains what follows from it: the wrong card's password explains the lock. */
const STRONGER: readonly string[] = [
  'auth_lock',
  'wrong_card_password',
  'network_hold_velocity',
  'network_hold_suspicious',
]

/**
 * What the program already knows is not typed again: the wrap-up begins with reason, cause and a summary of what was
 * found and done. The operator reads it over and changes what is not right.
 */
export function suggestions(
  context: CallContext,
  at: Position,
  step: Step,
  caseFile: CaseFile | null,
  actions: readonly CardAction[],
  wording: Wording,
): Record<string, string> {
  if (!step.fields.some((field) => field.name === 'cause')) return {}
  const passed = context.standing.path.filter((each) => each.matter === at.matter)
  // What an earlier call left is shown, and may be kept, only once the caller is known to be whose case it is.
  const known = atLeast(context.standing.state.identity, 'full') ? caseFile : null
  const noCause = caseFile !== null && known === null && caseFile.cause !== null ? '' : 'none_found'
  return {
    reason: context.standing.state.variables.reason ?? 'other',
    cause: causeOf(context, passed) ?? known?.cause ?? noCause,
    wanted: wordsOfCustomer(context, at.matter) || (known?.wanted ?? ''),
    found: foundWords(context, passed, wording).join('\n'),
    done: doneWords(actions, at.matter, wording).join('\n'),
  }
}

function causeIn({ script }: CallContext['version'], { step: id, answer }: Passed) {
  const step = script.steps.get(id)
  return CAUSES[`${step?.lookUp ?? step?.action}.${answer?.outcome}`]
}

/** Whether what points to the cause of a case was chosen by hand, and nothing that was seen points to it. */
export function restsOnHand(
  contexts: readonly CallContext[],
  { id, cause }: Pick<CaseFile, 'id' | 'cause'>,
  caseIds: readonly string[] = [id],
): boolean {
  const grounds = contexts.flatMap(({ call, version, standing }) => {
    const own = call.matters
      .filter(({ caseId }) => caseId !== null && caseIds.includes(caseId))
      .map(({ number }) => number)
    return standing.path
      .filter((each) => each.answer && own.includes(each.matter))
      .filter((each) => causeIn(version, each) === cause)
      .map(({ answer }) => isByHand(call, answer))
  })
  return grounds.length > 0 && !grounds.includes(false)
}

function causeOf({ version, standing }: CallContext, passed: readonly Passed[]): string | null {
  const stop = standing.state.variables.stop_reason
  const stopped = passed.some((each) => each.step === 'ls_stop' && each.answer)
  if (stopped && stop) return stop
  const found = passed.flatMap((each) => causeIn(version, each) ?? [])
  return found.sort((a, b) => STRONGER.indexOf(a) - STRONGER.indexOf(b)).at(-1) ?? null
}

function wordsOfCustomer({ call }: CallContext, matter: number): string {
  const said = call.entries.findLast(
    (each) => each.matter === matter && each.content.fields?.customer_words,
  )
  return said?.content.fields?.customer_words ?? ''
}

/** What was looked up and what came out, but for who the caller is. */
export function foundWords(
  { call, version }: CallContext,
  passed: readonly Passed[],
  wording: Wording,
): string[] {
  const { interrupts, steps } = version.script
  return passed.flatMap((each) => {
    const step = steps.get(each.step)
    if (!step || !each.answer || step.phase === 'opening' || step.phase === 'identity') return []
    if (step.kind !== 'check' || each.answer.outcome.startsWith('picked')) return []
    return [
      step.title[wording.lang] +
        wording.t.layout.colon +
        answerWords(interrupts, step, each.answer.outcome, wording) +
        byHandWords(call, each.answer, wording),
    ]
  })
}

export function doneWords(
  actions: readonly CardAction[],
  matter: number | null,
  wording: Wording,
): string[] {
  return actions
    .filter((each) => matter === null || each.matter === matter)
    .map((action) => doneLine(action, wording))
}
