import { STATUSES } from '../cases/case-file.ts'
import type { Catalogue } from '../i18n/index.ts'
import type { Operator } from '../operators/operator.ts'
import { may } from '../operators/permissions.ts'
import { KINDS, PERIODS, type Question } from './question.ts'
import type { Filter } from './search-page.ts'

/** By what a search can be narrowed. How cases stand may not be asked beside a caller who is not verified either. */
export function filtersOf(
  question: Question,
  isTold: boolean,
  operators: readonly Operator[],
  t: Catalogue,
): Filter[] {
  const { filters, kinds, periods } = t.search
  const option = (words: Readonly<Record<string, string>>) => (value: string) => ({
    value,
    label: words[value] ?? value,
  })
  const filter = (
    name: 'kind' | 'status' | 'reason' | 'owner' | 'period',
    options: Filter['options'],
  ): Filter => {
    const { label, all } = filters[name]
    return { name, label, value: question[name], options: [{ value: '', label: all }, ...options] }
  }
  const owners = operators.filter((each) => may(each.role, 'change_cases'))
  const kind = filter('kind', KINDS.map(option(kinds)))
  if (!isTold) return [kind]
  return [
    kind,
    filter('status', STATUSES.map(option(t.terms.caseStatus))),
    filter('reason', Object.keys(t.terms.reason).map(option(t.terms.reason))),
    filter(
      'owner',
      owners.map(({ id, name }) => ({ value: id, label: name })),
    ),
    filter('period', PERIODS.map(option(periods))),
  ]
}
