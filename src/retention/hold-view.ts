import { casesByIds } from '../cases/cases.ts'
import { familyOf } from '../cases/families.ts'
import { holdsOn, type LegalHold, standingHolds, stillHolds } from '../cases/legal-holds.ts'
import { findCustomers } from '../customers/customers.ts'
import { recordsOf } from '../customers/one-person.ts'
import type { Db } from '../db.ts'
import type { Operator } from '../operators/operator.ts'
import { operatorNames } from '../operators/operators.ts'
import { may } from '../operators/permissions.ts'
import type { Wording } from '../web/wording.ts'
import type { HoldLine, HoldPage, HoldsPage, HoldTyped } from './hold-page.ts'

/** What is held: a customer by name, a case by its number. */
export interface Subject {
  readonly kind: 'customer' | 'case'
  readonly id: string
  readonly words: string
}

/** The holds of a customer with all records, or of a case with all that were merged into it. */
export async function holdPage(
  db: Db,
  { kind, id, words }: Subject,
  wording: Wording,
  typed: HoldTyped | null,
): Promise<HoldPage> {
  const holds =
    kind === 'case'
      ? await holdsOn(db, [], await familyOf(db, id))
      : await holdsOn(db, await recordsOf(db, id), [])
  const names = await operatorNames(db)
  const lines = holds.map((each) => ({ ...lineOf(each, names, wording), still: stillHolds(each) }))
  return {
    subject: { url: `/${kind === 'case' ? 'cases' : 'customers'}/${id}`, words },
    standing: lines.find(({ still }) => still) ?? null,
    before: lines.filter(({ still }) => !still),
    typed,
  }
}

/** Every hold that stands, the oldest first. */
export async function holdsPage(db: Db, { role }: Operator, wording: Wording): Promise<HoldsPage> {
  const holds = await standingHolds(db)
  const [names, cases, customers] = await Promise.all([
    operatorNames(db),
    casesByIds(
      db,
      holds.flatMap(({ caseId }) => caseId ?? []),
    ),
    findCustomers(
      db,
      holds.flatMap(({ customerId }) => customerId ?? []),
    ),
  ])
  const nameOf = new Map(customers.map(({ id, nameKanji }) => [id, nameKanji]))
  const { hold } = wording.t.retention
  return {
    mayLift: may(role, 'hold_records'),
    holds: holds.map((each) => ({
      ...lineOf(each, names, wording),
      kind: each.caseId === null ? hold.ofCustomer : hold.ofCase,
      about:
        each.caseId === null
          ? { url: `/customers/${each.customerId}`, words: nameOf.get(each.customerId ?? '') ?? '' }
          : { url: `/cases/${each.caseId}`, words: cases.get(each.caseId)?.number ?? '' },
    })),
  }
}

const lineOf = (
  one: LegalHold,
  names: ReadonlyMap<string, string>,
  { t, fmt }: Wording,
): HoldLine => ({
  id: one.id,
  reason: one.reason || t.retention.gone,
  set: t.retention.hold.setBy(names.get(one.setBy) ?? '', fmt.instant(one.setAt)),
  lifted:
    one.liftedAt === null
      ? null
      : t.retention.hold.liftedBy(names.get(one.liftedBy ?? '') ?? '', fmt.instant(one.liftedAt)),
  liftReason: one.liftReason,
})
