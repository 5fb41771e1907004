import { v7 as uuid } from 'uuid'
import type { Catalogue } from '../i18n/index.ts'
import type { CaseFile } from './case-file.ts'
import { caseLine, commitmentView, type Names, nameOf, ownerName } from './case-lines.ts'
import type { CaseCommitment, CaseHead, CaseNote } from './case-page.ts'
import type { Commitment } from './commitment.ts'
import { HAND_KINDS } from './commitment.ts'
import type { Note } from './notes.ts'

/** The pieces of a case page that are a case's own. */

type Words = Readonly<Record<string, string>>

export function caseHead(caseFile: CaseFile, t: Catalogue, names: Names): CaseHead {
  const line = caseLine(caseFile, t, names)
  return {
    id: caseFile.id,
    number: caseFile.number,
    statusLabel: line.statusLabel,
    mark: line.mark,
    reason: line.reason,
    cause: wordOrNull(t.terms.cause, caseFile.cause),
    disposition: wordOrNull(t.terms.disposition, caseFile.disposition),
    owner: { id: caseFile.ownerId, name: line.owner },
    openedAt: caseFile.openedAt,
    openedBy: nameOf(names, caseFile.openedBy),
    updatedAt: caseFile.updatedAt,
    closedAt: caseFile.closedAt,
    closedBy: caseFile.closedBy === null ? null : nameOf(names, caseFile.closedBy),
    version: caseFile.version,
  }
}
const wordOrNull = (words: Words, code: string | null): string | null =>
  code === null ? null : (words[code] ?? code)

export function commitmentOf(
  commitment: Commitment,
  caseFile: CaseFile,
  t: Catalogue,
  names: Names,
  now: Date,
): Omit<CaseCommitment, 'from'> {
  return {
    ...commitmentView(commitment, caseFile.number, t, names, now),
    madeAt: commitment.madeAt,
    owner: ownerName(names, commitment.ownerId, t),
    endedAt: commitment.endedAt,
    endedBy: commitment.endedBy === null ? t.promises.program : nameOf(names, commitment.endedBy),
    endReason: wordOrNull(t.cases.endReasons, commitment.endReason),
    raisedAt: commitment.raisedAt,
    submission: uuid(),
  }
}

/** `fromOf`: the number of the merged case that something stands in; null for the case's own. */
export const noteViews = (
  notes: readonly Note[],
  names: Names,
  fromOf: (caseId: string) => string | null,
): CaseNote[] =>
  notes.map((note) => ({
    id: note.id,
    from: fromOf(note.caseId),
    body: note.body,
    operator: nameOf(names, note.operatorId),
    at: note.createdAt,
  }))

/** What may be promised by hand, in words. */
export const handKinds = (t: Catalogue) =>
  HAND_KINDS.map((value) => ({ value, label: t.commitments[value].name }))
