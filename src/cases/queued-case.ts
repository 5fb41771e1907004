import type { StoredEvent } from '../audit/events.ts'
import type { Db } from '../db.ts'
import type { Catalogue } from '../i18n/index.ts'
import type { Operator } from '../operators/operator.ts'
import { may } from '../operators/permissions.ts'
import { isServedBy } from './case-changes.ts'
import { type CaseFile, isOpen, SET_BY_HAND } from './case-file.ts'
import { knownTags } from './case-lists.ts'
import type { QueuedCase } from './case-page.ts'
import { choicesOf } from './list-choices.ts'
import { tagsOf } from './tags.ts'
import { QUEUES } from './urgency.ts'

/** Who has the case, where it waits and how it is tagged, with what may be done about it. */
export async function queuedCase(
  db: Db,
  caseFile: CaseFile,
  operator: Operator,
  events: readonly StoredEvent[],
  t: Catalogue,
): Promise<QueuedCase> {
  const { queues, terms } = t
  const mayChange = may(operator.role, 'change_cases') && caseFile.erasedAt === null
  const mayWork = mayChange && isOpen(caseFile)
  const tags = (await tagsOf(db, [caseFile.id])).get(caseFile.id) ?? []
  return {
    tags,
    mayTag: mayChange,
    mayTake: mayWork && caseFile.ownerId === null,
    mayReturn: mayWork && caseFile.ownerId !== null,
    isServed: isServedBy(caseFile, events, operator.id),
    status: caseFile.status,
    statuses: mayWork ? choicesOf(SET_BY_HAND, terms.caseStatus) : [],
    queue: caseFile.queue,
    queueName: queues.queueNames[caseFile.queue],
    queues: choicesOf(QUEUES, queues.queueNames),
    dueAt: caseFile.dueAt,
    knownTags: mayChange ? await knownTags(db) : [],
  }
}
