import { newestDates } from '../calls/order-dates.ts'
import { cardWords } from '../calls/panels.ts'
import type { Wording } from '../calls/wording.ts'
import { stoppedCards, stopReasonOf } from '../cards/action-card.ts'
import type { CardAction } from '../cards/card-action.ts'
import { inputs } from '../cards/schemas.ts'
import { nameOf } from '../cases/case-lines.ts'
import type { Commitment } from '../cases/commitment.ts'
import { type AfterOrder, orderOf } from './after-order.ts'
import { type Arrival, arrivalOf } from './arrival.ts'
import type { CaseRecord } from './case-record.ts'
import { doneAt, isNoted } from './done-at.ts'
import type { LetterPage } from './letter-page.ts'
import { printNumber } from './print.ts'
import { recurringAsked } from './recurring.ts'
import type { Printing } from './summary.ts'
import { targetWords } from './target-words.ts'

/** The customer's copy. Only what was certainly done stands in it, and only what applies to this case. */
export function letterPage(
  record: CaseRecord,
  after: AfterOrder | null,
  { at: now, number }: Pick<Printing, 'at' | 'number'>,
  wording: Wording,
): LetterPage {
  const { caseFile, customer, actions } = record
  const names = new Map(record.operators.map((each) => [each.id, each.name]))
  const stops = actions.filter((each) => each.action === 'stop_card' && each.state === 'done')
  const isOrdered = orderOf(actions) !== undefined
  const newCard = arrivalOf(record, after, now)
  return {
    id: caseFile.id,
    number: caseFile.number,
    name: customer?.nameKanji ?? '',
    date: now.toISOString(),
    printNumber: printNumber(number),
    operator: nameOf(
      names,
      caseFile.ownerId ?? record.matters.at(-1)?.context.call.operatorId ?? null,
    ),
    done: doneLines(record, wording),
    newCard: newCard && { ...newCard, isNewNumber: isNewNumber(record, after) },
    oldCard: stops.length > 0 ? oldCard(stops, record) : null,
    recurring: stops.length > 0 ? recurringAsked(record, isOrdered, wording.lang) : null,
    wallet: isOrdered ? walletAdvice(after) : null,
    portal: isOrdered ? portalAdvice(after) : null,
    promises: openPromises(record, newCard),
  }
}

/** By the card system, else by the order that was made here; null where neither tells. */
function isNewNumber({ actions }: CaseRecord, after: AfterOrder | null): boolean | null {
  if (after) return after.reissue.newNumber
  const order = inputs.requestReissue.safeParse(orderOf(actions)?.input)
  return order.success ? order.data.newNumber : null
}

/** What the letter says of an action that is done; inquiries and reports within the house are not in it. */
function doneLines(record: CaseRecord, wording: Wording): LetterPage['done'] {
  const words: Readonly<Record<string, (card: string) => string>> = wording.t.print.letter.actions
  return record.actions.flatMap((action) => {
    const say = action.state === 'done' ? words[`${action.action}.${action.outcome}`] : undefined
    if (!say) return []
    const receipt = isNoted(action) ? null : action.receipt
    return [{ at: doneAt(action), words: say(targetWords(action, record)), receipt }]
  })
}

const MISSING: readonly string[] = ['lost', 'stolen', 'not_received']

function oldCard(stops: readonly CardAction[], record: CaseRecord): LetterPage['oldCard'] {
  const labels = cardWords(record.customer?.cards ?? [])
  const refs = [...new Set(stops.flatMap(stoppedCards))]
  const words = refs.flatMap((ref) => labels.get(ref) ?? [])
  return {
    words: words.length > 0 ? words.join('、') : targetWords(stops[0], record),
    missing: stops.some((stop) => MISSING.includes(stopReasonOf(stop))),
  }
}

/** Apple Pay is named only where it is known to be there; what is not known yet is for the customer to check. */
function walletAdvice(after: AfterOrder | null): LetterPage['wallet'] {
  if (!after) return 'check'
  if (after.tokens.length === 0) return null
  if (!after.tokens.every((token) => token.provider === 'apple_pay')) return 'check'
  const states = after.tokens.map((token) => token.relinkState)
  if (states.some((state) => state === 'failed' || state === 'not_supported')) return 'manual'
  if (states.some((state) => state === 'pending')) return 'automatic'
  return states.every((state) => state === 'relinked') ? 'done' : 'check'
}

function portalAdvice(after: AfterOrder | null): LetterPage['portal'] {
  if (!after) return { state: 'old_card', linked: true }
  if (!after.portal) return null
  const state = after.portalShowsOld ? 'old_card' : 'new_card'
  return { state, linked: after.portalShowsOld && after.portal.linkedLogin }
}

/** Open promises word by word as they were given, but for the delivery that stands in the letter already. */
function openPromises(record: CaseRecord, told: Arrival | null): LetterPage['promises'] {
  return record.commitments
    .filter((each) => each.state === 'open' && !(told && isToldBy(told, each, record)))
    .map(({ wording, dueAt }) => ({ wording, dueAt }))
}

/** To tell when the card comes is promised with an order that is made here, and names none. */
function isToldBy({ order }: Arrival, { kind, subjectRef }: Commitment, { actions }: CaseRecord) {
  if (kind === 'tell_delivery')
    return [order, undefined, null].includes(newestDates(actions)?.reissueRef)
  return kind === 'delivery' && subjectRef === order
}
