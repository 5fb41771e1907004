import type { Clock } from '../clock.ts'
import type { Db } from '../db.ts'
import type { Catalogue } from '../i18n/index.ts'
import type { Operator } from '../operators/operator.ts'
import { operatorNames } from '../operators/operators.ts'
import { may } from '../operators/permissions.ts'
import { standingActions } from './actions.ts'
import { isUnsettled } from './card-action.ts'
import { fromTokyo } from './delivery.ts'
import { cardsToName, type ListedStop, listedStops } from './listed-stops.ts'
import type { ManualStopState } from './manual-stop.ts'
import type { ManualStopsPage, ManualStopTyped, ManualStopView } from './manual-stops-page.ts'

const SHOWN_MS = 7 * 86_400_000
const MARKS: Readonly<Record<ManualStopState, ManualStopView['mark']>> = {
  open: 'warn',
  differs: 'bad',
  matched: 'ok',
  withdrawn: 'plain',
}

/** The list of stops to compare; `isTold` false leaves out whose they are, beside a caller who is not verified. */
export async function manualStopsPage(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  operator: Operator,
  isTold: boolean,
  t: Catalogue,
  typed: ManualStopTyped | null = null,
): Promise<ManualStopsPage> {
  const { waiting, ended } = await listedStops(db, new Date(clock.now().getTime() - SHOWN_MS))
  const nameless = waiting.filter((each) => each.cardRef === null)
  const [names, cards, actions] = await Promise.all([
    operatorNames(db),
    cardsToName(
      db,
      nameless.flatMap((each) => each.customerId ?? []),
    ),
    standingActions(
      db,
      'stopCard',
      waiting.flatMap((each) => each.cardRef ?? []),
    ),
  ])
  const underWay = new Set(actions.filter(isUnsettled).map((each) => each.targetRef))
  const viewOf = (stop: ListedStop): ManualStopView => ({
    ...headOf(stop, isTold, t),
    recordedBy: names.get(stop.recordedBy) ?? '—',
    isUnderWay: underWay.has(stop.cardRef ?? ''),
    cards: cards
      .filter((each) => stop.cardRef === null && isTold && each.customerId === stop.customerId)
      .sort((one, other) => asTold(stop, other) - asTold(stop, one))
      .map(({ ref, label, last4 }) => ({ ref, label: `${label} …${last4}` })),
  })
  return {
    waiting: waiting.map(viewOf),
    ended: ended.map(viewOf),
    mayStop: isTold && may(operator.role, 'take_calls'),
    typed,
  }
}

/** Cards with the digits that were told are offered before others. */
const asTold = ({ toldLast4 }: ListedStop, { last4 }: { readonly last4: string }): number =>
  Number(toldLast4 === last4)

function headOf(stop: ListedStop, isTold: boolean, t: Catalogue) {
  const { words, card, toldLast4 } = stop
  return {
    id: stop.id,
    stateLabel: t.manualStops.states[stop.state],
    mark: MARKS[stop.state],
    differs: stop.state === 'differs',
    caseFile: { id: stop.caseId, number: stop.caseNumber },
    customer: isTold ? stop.customerName : '',
    card: card && isTold ? `${card.label} …${card.last4}` : null,
    last4Told: isTold && toldLast4 !== card?.last4 ? (toldLast4 ?? '') : '',
    reference: isTold ? words.reference : '',
    takenBy: isTold ? words.takenBy : '',
    askedAt: isTold && words.askedAt !== '' ? fromTokyo(words.askedAt).toISOString() : null,
    recordedAt: stop.recordedAt,
    checkedAt: stop.checkedAt,
    stopRef: stop.stopRef,
    endReason: isTold ? (stop.endReason ?? '') : '',
  }
}
