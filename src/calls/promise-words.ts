import { demandCase } from '../cases/cases.ts'
import type { Db } from '../db.ts'
import { catalogue, type Language } from '../i18n/index.ts'
import { operatorById } from '../operators/operators.ts'
import { formats } from '../web/format.ts'
import type { OrderDates } from './order-dates.ts'

/** The wording of a promise in the language in which it was told. */
export async function promiseWords(
  db: Db,
  promise: {
    caseId: string
    kind: string
    dueAt: Date
    delivery: OrderDates | null
    operatorId: string
    timeZone: string
    /** In which it is told, where that is not the operator's own. */
    language?: Language
    /** The time that suits the customer; empty when none was named. */
    window: string
  },
): Promise<string> {
  const operator = await operatorById(db, promise.operatorId)
  const language = promise.language ?? operator?.language ?? 'ja'
  const caseFile = await demandCase(db, promise.caseId)
  const fmt = formats(language, promise.timeZone)
  const { commitments, placeholders } = catalogue(language)
  const words = commitments[promise.kind as keyof typeof commitments] // kinds are the vocabulary's; a test compares
  const dueAt = promise.dueAt.toISOString()
  return words.wording({
    due: fmt.time(dueAt) === '23:59' ? fmt.day(dueAt) : fmt.instant(dueAt),
    operator: operator?.name ?? '',
    card: caseFile.card ? `${caseFile.card.label} …${caseFile.card.last4}` : placeholders.anyCard,
    from: promise.delivery ? fmt.date(promise.delivery.etaFrom) : '',
    to: promise.delivery ? fmt.date(promise.delivery.etaTo) : '',
    window: promise.window,
  })
}
