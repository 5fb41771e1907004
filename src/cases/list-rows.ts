import { findCustomers } from '../customers/customers.ts'
import type { Db } from '../db.ts'
import type { Catalogue } from '../i18n/index.ts'
import type { CaseFile } from './case-file.ts'
import { caseLine, type Names, withoutStatus } from './case-lines.ts'
import type { Mark } from './case-view.ts'
import type { CaseRowView } from './cases-page.ts'
import { tagsOf } from './tags.ts'

const MARKS: Readonly<Record<number, Mark>> = { 1: 'bad', 2: 'warn' }

interface Shown {
  readonly names: Names
  readonly now: Date
  readonly isGuarded: boolean
}

/** The lines of a list of cases; with what a case is about where that may be told. */
export async function listRows(
  db: Db,
  cases: readonly CaseFile[],
  { names, now, isGuarded }: Shown,
  t: Catalogue,
): Promise<CaseRowView[]> {
  const ids = cases.map(({ id }) => id)
  const [customers, tags] = await Promise.all([
    findCustomers(
      db,
      cases.flatMap(({ customerId }) => customerId ?? []),
    ),
    isGuarded ? new Map<string, string[]>() : tagsOf(db, ids),
  ])
  const known = new Map(customers.map(({ id, nameKanji }) => [id, { id, name: nameKanji }]))
  return cases.map((each) => {
    const line = caseLine(each, t, names)
    const head = { version: each.version, customer: known.get(each.customerId ?? '') ?? null }
    return isGuarded
      ? { ...withoutStatus(line), ...head, ...NOTHING_TOLD }
      : { ...line, ...head, ...standingOf(each, now, t), tags: tags.get(each.id) ?? [] }
  })
}

const NOTHING_TOLD = {
  dueAt: null,
  isLate: false,
  priority: 0,
  priorityLabel: '',
  priorityMark: 'plain',
  queue: '',
  cause: '',
  card: '',
  network: '',
  tags: [],
  openedAt: '',
} as const

function standingOf(caseFile: CaseFile, now: Date, t: Catalogue) {
  const { priority, dueAt, cause, card, network } = caseFile
  const priorities: Readonly<Record<number, string>> = t.queues.priorities
  const causes: Readonly<Record<string, string>> = t.terms.cause
  const networks: Readonly<Record<string, string>> = t.terms.network
  return {
    dueAt,
    isLate: dueAt !== null && Date.parse(dueAt) < now.getTime(),
    priority,
    priorityLabel: priorities[priority] ?? '',
    priorityMark: MARKS[priority] ?? 'plain',
    queue: t.queues.queueNames[caseFile.queue],
    cause: cause === null ? '' : (causes[cause] ?? cause),
    card: card === null ? '' : `${card.label} …${card.last4}`,
    network: network === null ? '' : (networks[network] ?? network),
    openedAt: caseFile.openedAt,
  }
}
