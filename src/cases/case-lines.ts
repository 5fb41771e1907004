import type { Catalogue } from '../i18n/index.ts'
import type { CaseFile, Status } from './case-file.ts'
import type { CaseLine, CommitmentView, Mark } from './case-view.ts'
import type { Commitment } from './commitment.ts'

const MARKS: Readonly<Record<Status, Mark>> = {
  open: 'warn',
  waiting_customer: 'warn',
  waiting_network: 'warn',
  waiting_delivery: 'plain',
  escalated: 'bad',
  resolved: 'ok',
  closed: 'plain',
}

/** Names of operators by id; whoever is not there any more is shown as a dash. */
export type Names = ReadonlyMap<string, string>
export const nameOf = (names: Names, id: string | null): string =>
  id === null ? '' : (names.get(id) ?? '—')

/** Who has a case, a promise or a task; or that nobody does yet. */
export const ownerName = (names: Names, id: string | null, t: Catalogue): string =>
  id === null ? t.cases.unowned : nameOf(names, id)

const word = (words: Readonly<Record<string, string>>, code: string): string => words[code] ?? code

/** How a case stands tells of the account: nothing of it beside a caller who is not verified. */
export const withoutStatus = (line: CaseLine): CaseLine => ({
  ...line,
  status: 'open',
  statusLabel: '',
  mark: 'plain',
})

export const caseLine = (caseFile: CaseFile, t: Catalogue, names: Names): CaseLine => ({
  id: caseFile.id,
  number: caseFile.number,
  reason: word(t.terms.reason, caseFile.reason),
  status: caseFile.status,
  statusLabel: t.terms.caseStatus[caseFile.status],
  mark: MARKS[caseFile.status],
  updatedAt: caseFile.updatedAt,
  owner: ownerName(names, caseFile.ownerId, t),
})

export function commitmentView(
  commitment: Commitment,
  caseNumber: string,
  t: Catalogue,
  names: Names,
  now: Date,
): CommitmentView {
  const kinds: Readonly<Record<string, { name: string }>> = t.commitments
  return {
    id: commitment.id,
    kind: kinds[commitment.kind]?.name ?? commitment.kind,
    wording: commitment.wording,
    dueAt: commitment.dueAt,
    late: isLate(commitment, now),
    lateBy: isLate(commitment, now)
      ? spanWords(now.getTime() - Date.parse(commitment.dueAt), t)
      : '',
    madeBy: nameOf(names, commitment.madeBy),
    state: commitment.state,
    stateLabel: word(t.terms.commitmentState, commitment.state),
    caseNumber,
  }
}

const isLate = ({ state, dueAt }: Commitment, now: Date): boolean =>
  state === 'open' && Date.parse(dueAt) < now.getTime()

const MINUTE = 60_000
function spanWords(milliseconds: number, t: Catalogue): string {
  const minutes = Math.floor(milliseconds / MINUTE)
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24]
  return t.promises.lateBy(t.promises.span(days, hours, minutes % 60))
}
