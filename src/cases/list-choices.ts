import type { Db } from '../db.ts'
import type { Catalogue } from '../i18n/index.ts'
import type { Operator } from '../operators/operator.ts'
import { may } from '../operators/permissions.ts'
import { STATUSES } from './case-file.ts'
import { knownLabels, knownTags } from './case-lists.ts'
import { COLUMNS, DUES, NETWORKS, SORTS } from './case-query.ts'
import type { Choice, ListChoices } from './cases-page.ts'
import { QUEUES } from './urgency.ts'

type Words = Readonly<Record<string, string>>
export const choicesOf = (values: readonly string[], words: Words): Choice[] =>
  values.map((value) => ({ value, label: words[value] ?? value }))
const allOf = (words: Words): Choice[] => choicesOf(Object.keys(words), words)

/** Who may have a case. */
export const ownerChoices = (operators: readonly Operator[]): Choice[] =>
  operators
    .filter(({ role }) => may(role, 'change_cases'))
    .map(({ id, name }) => ({ value: id, label: name }))

/** What a list may be narrowed by and how it may be shown. */
export async function listChoices(
  db: Db,
  operators: readonly Operator[],
  t: Catalogue,
): Promise<ListChoices> {
  const { queues, terms } = t
  const [labels, tags] = await Promise.all([knownLabels(db), knownTags(db)])
  const special = [
    { value: 'me', label: queues.me },
    { value: 'team', label: queues.team },
    { value: 'nobody', label: t.cases.unowned },
  ]
  return {
    statuses: choicesOf(STATUSES, terms.caseStatus),
    reasons: allOf(terms.reason),
    causes: allOf(terms.cause),
    owners: [...special, ...ownerChoices(operators)],
    queues: choicesOf(QUEUES, queues.queueNames),
    networks: choicesOf(NETWORKS, terms.network),
    labels,
    tags,
    dues: choicesOf(DUES, queues.dues),
    sorts: choicesOf(SORTS, queues.sorts),
    columns: choicesOf(COLUMNS, queues.columnNames),
  }
}
