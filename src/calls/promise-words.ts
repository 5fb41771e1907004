import { actionsOfCase } from '../cards/actions.ts'
import { demandCase } from '../cases/cases.ts'
import type { Db } from '../db.ts'
import { catalogue } from '../i18n/index.ts'
import { operatorById } from '../operators/operators.ts'
import { formats } from '../web/format.ts'

export interface Delivery {
  readonly reissueRef: string
  readonly etaFrom: string
  readonly etaTo: string
}

/** The delivery that the case's order brought, as the card system announced it; null before an order. */
export async function deliveryOf(db: Db, caseId: string): Promise<Delivery | null> {
  const actions = await actionsOfCase(db, caseId)
  const order = actions.findLast(
    (each) => each.operation === 'requestReissue' && each.state === 'done',
  )
  const result: unknown = order?.result
  return isDelivery(result) ? result : null
}
function isDelivery(result: unknown): result is Delivery {
  if (typeof result !== 'object' || result === null) return false
  return ['reissueRef', 'etaFrom', 'etaTo'].every((name) => name in result)
}

/** The wording of a promise in the language in which it was told. */
export async function promiseWords(
  db: Db,
  promise: {
    caseId: string
    kind: string
    dueAt: Date
    delivery: Delivery | null
    operatorId: string
    timeZone: string
    /** The time that suits the customer; empty when none was named. */
    window: string
  },
): Promise<string> {
  const operator = await operatorById(db, promise.operatorId)
  const language = operator?.language ?? 'ja'
  const caseFile = await demandCase(db, promise.caseId)
  const fmt = formats(language, promise.timeZone)
  const { commitments, placeholders } = catalogue(language)
  const words = commitments[promise.kind as keyof typeof commitments] // kinds are the vocabulary's; a test compares
  return words.wording({
    due: fmt.instant(promise.dueAt.toISOString()),
    operator: operator?.name ?? '',
    card: caseFile.card ? `${caseFile.card.label} …${caseFile.card.last4}` : placeholders.anyCard,
    from: promise.delivery ? fmt.date(promise.delivery.etaFrom) : '',
    to: promise.delivery ? fmt.date(promise.delivery.etaTo) : '',
    window: promise.window,
  })
}
