import { type Db, marks, read } from '../db.ts'
import type { Operator } from '../operators/operator.ts'
import { may } from '../operators/permissions.ts'
import type { Wording } from '../web/wording.ts'
import type { Names } from './case-lines.ts'
import type { Keeping } from './keeping.ts'
import { holdsOn, type LegalHold, stillHolds } from './legal-holds.ts'

type Told = Pick<Wording, 't' | 'fmt'>

interface Records {
  /** The records that are one, the one that is shown first. */
  readonly ids: readonly string[]
  readonly erasedAt: string | null
}

/** What the page of a case tells of keeping: a hold on its customer holds it as well. */
export async function caseKeeping(
  db: Db,
  { ids, customerIds, erasedAt }: Records & { readonly customerIds: readonly string[] },
  { role }: Operator,
  names: Names,
  { t, fmt }: Wording,
): Promise<Keeping> {
  const holds = await holdsOn(db, customerIds, ids)
  return {
    erased: erasedAt === null ? null : t.retention.erasedCase(fmt.instant(erasedAt)),
    held: heldLines(holds, names, { t, fmt }),
    holdUrl: may(role, 'hold_records') ? `/cases/${ids[0]}/legal-hold` : null,
  }
}

/** What the page of a customer tells of keeping. */
export async function customerKeeping(
  db: Db,
  { ids, erasedAt }: Records,
  { role }: Operator,
  names: Names,
  { t, fmt }: Wording,
): Promise<Keeping> {
  const holds = await holdsOn(db, ids, [])
  const by = erasedAt === null ? null : await whoApproved(db, ids)
  return {
    erased:
      erasedAt === null
        ? null
        : t.retention.erasedPerson(fmt.instant(erasedAt), by && (names.get(by) ?? null)),
    held: heldLines(holds, names, { t, fmt }),
    holdUrl: may(role, 'hold_records') ? `/customers/${ids[0]}/legal-hold` : null,
  }
}

/** Who approved that a person is erased; null where their time was over. */
async function whoApproved(db: Db, customerIds: readonly string[]): Promise<string | null> {
  const [row] = await read<{ by: string }>(db, {
    sql: `select decided_by as by from erasures
          where customer_id in (${marks(customerIds)}) and state = 'approved'`,
    bindings: customerIds,
  })
  return row?.by ?? null
}

const heldLines = (holds: readonly LegalHold[], names: Names, { t, fmt }: Told): string[] =>
  holds
    .filter(stillHolds)
    .map(({ setBy, setAt }) => t.retention.held(names.get(setBy) ?? '', fmt.instant(setAt)))
