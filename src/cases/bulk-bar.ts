import type { Db } from '../db.ts'
import type { Catalogue } from '../i18n/index.ts'
import type { Operator } from '../operators/operator.ts'
import { SET_BY_HAND } from './case-file.ts'
import { knownTags } from './case-lists.ts'
import type { BulkBar } from './cases-page.ts'
import { HAND_KINDS } from './commitment.ts'
import { choicesOf, ownerChoices } from './list-choices.ts'
import { QUEUES } from './urgency.ts'

/** What may be done to the cases that are ticked. */
export async function bulkBar(
  db: Db,
  operators: readonly Operator[],
  t: Catalogue,
): Promise<BulkBar> {
  return {
    owners: ownerChoices(operators),
    statuses: choicesOf(SET_BY_HAND, t.terms.caseStatus),
    queues: choicesOf(QUEUES, t.queues.queueNames),
    promises: HAND_KINDS.map((kind) => ({ value: kind, label: t.commitments[kind].name })),
    tags: await knownTags(db),
  }
}
