import { validate as isUuid } from 'uuid'
import { operatorById } from '../operators/operators.ts'
import { may } from '../operators/permissions.ts'
import type { Form } from '../web/forms.ts'
import { type CaseFile, isOver } from './case-file.ts'
import {
  CONFLICT,
  type FormDeps,
  handOf,
  problemOf,
  refused,
  type Sent,
  TAKEN,
  type Taken,
} from './case-forms.ts'
import { demandCase } from './cases.ts'
import { type Commitment, HAND_KINDS } from './commitment.ts'
import { commitmentsOf, findCommitment, makeCommitment } from './commitments.ts'
import { moveCommitment } from './commitments-moved.ts'
import { lockFamily } from './families.ts'

/** When something was said to be due: a time, or so many business hours or days ahead. */
export interface SaidDue {
  readonly when: 'at' | 'hours' | 'days'
  /** `YYYY-MM-DDTHH:mm` on the office's clock. */
  readonly time: string
  readonly count: number | null
}
export function readDue(form: Pick<Form, 'text' | 'number'>): SaidDue {
  const when = form.text('when')
  return {
    when: when === 'hours' || when === 'days' ? when : 'at',
    time: form.text('due').trim(),
    count: form.number('count'),
  }
}
export const handKind = (form: Pick<Form, 'text'>) =>
  HAND_KINDS.find((each) => each === form.text('kind'))

const MOST = { hours: 99, days: 60 }

/** The due time, or the sentence that says what is wrong with it. */
export function dueIn({ clock, readers }: FormDeps, said: SaidDue, { t }: Pick<Sent, 't'>) {
  const label = t.promises.due
  const now = clock.now()
  if (said.when !== 'at') {
    const count = said.count ?? 0
    if (count < 1 || count > MOST[said.when]) return refused(t.promises.countOf(MOST[said.when]))
  } else if (said.time === '') return refused(t.errors.field.required(label))
  const dueAt = readers.dueOf(said, now)
  if (dueAt === null) return refused(t.errors.field.datetime(label))
  return dueAt > now ? dueAt : refused(t.errors.field.past(label))
}

/** Makes a promise by hand, by the rules of those that are told on a call: it replaces an open one of its kind. */
export async function takePromise(deps: FormDeps, caseFile: CaseFile, sent: Sent): Promise<Taken> {
  const { form, t, operator } = sent
  if (await isThere(deps, sent)) return TAKEN
  const kind = handKind(form)
  if (kind === undefined) return refused(t.errors.chooseOne)
  const owner = await operatorById(deps.db, form.text('owner') || operator.id)
  if (!owner || !may(owner.role, 'change_cases')) return refused(t.cases.noSuchOwner)
  const dueAt = dueIn(deps, readDue(form), sent)
  if (!(dueAt instanceof Date)) return dueAt
  const told = form.text('wording').trim()
  const problem = problemOf(told, t.promises.wording, t, false)
  if (problem !== null) return refused(problem)
  const of = { caseId: caseFile.id, kind, dueAt, owner, language: operator.language }
  const wording = told === '' ? await deps.readers.promiseWording(of) : told
  const id = idOf(sent)
  return await deps.db.transaction(async (trx) => {
    await lockFamily(trx, [caseFile.id])
    if (isOver(await demandCase(trx, caseFile.id))) return CONFLICT
    if (id !== null && (await findCommitment(trx, id))) return TAKEN
    const open = (await commitmentsOf(trx, [caseFile.id])).filter(
      (each) => each.state === 'open' && each.kind === kind,
    )
    const made = { caseId: caseFile.id, matter: null, kind, wording, dueAt, ...aboutThe(open) }
    const whose = { ownerId: owner.id, ...(id === null ? {} : { id }) }
    await makeCommitment(trx, { ...made, ...whose }, handOf(deps, sent))
    return TAKEN
  })
}

/** The new one is about what the one that it replaces was about, such as an order on its way; several orders stay apart. */
function aboutThe(open: readonly Commitment[]) {
  const [only, ...others] = open
  return only && others.length === 0
    ? { subjectRef: only.subjectRef }
    : { beside: open.map(({ subjectRef }) => subjectRef) }
}

/** Moves the time of a promise: what the customer was told about it, and why. */
export async function takeMove(deps: FormDeps, commitment: Commitment, sent: Sent): Promise<Taken> {
  const { form, t } = sent
  if (await isThere(deps, sent)) return TAKEN
  if (commitment.state !== 'open') return CONFLICT
  const dueAt = dueIn(deps, readDue(form), sent)
  if (!(dueAt instanceof Date)) return dueAt
  const [told, reason] = [form.text('wording').trim(), form.text('reason').trim()]
  const problem =
    problemOf(told, t.promises.wording, t, false) ??
    problemOf(reason, t.promises.moveReason, t, true)
  if (problem !== null) return refused(problem)
  const wording = told === '' ? await wordsAnew(deps, commitment, dueAt, sent) : told
  const id = idOf(sent)
  const moved = { dueAt, wording, reason, ...(id === null ? {} : { id }) }
  return await deps.db.transaction(async (trx) => {
    await lockFamily(trx, [commitment.caseId])
    if (id !== null && (await findCommitment(trx, id))) return TAKEN
    const isMoved = await moveCommitment(trx, commitment, moved, handOf(deps, sent))
    return isMoved ? TAKEN : CONFLICT
  })
}

const idOf = ({ form }: Sent): string | null => {
  const id = form.text('submission')
  return isUuid(id) ? id.toLowerCase() : null
}
const isThere = async ({ db }: FormDeps, sent: Sent): Promise<boolean> => {
  const id = idOf(sent)
  return id !== null && (await findCommitment(db, id)) !== null
}

async function wordsAnew(
  { db, readers }: FormDeps,
  { caseId, kind, ownerId }: Pick<Commitment, 'caseId' | 'kind' | 'ownerId'>,
  dueAt: Date,
  { operator }: Pick<Sent, 'operator'>,
): Promise<string> {
  const owner = (ownerId === null ? null : await operatorById(db, ownerId)) ?? operator
  return await readers.promiseWording({ caseId, kind, dueAt, owner, language: operator.language })
}

/** The usual words for a promise that is being written; none while something is missing. */
export async function usualWords(
  deps: FormDeps,
  { id: caseId }: CaseFile,
  asked: Pick<Form, 'text' | 'number'>,
  operator: Sent['operator'],
  t: Sent['t'],
): Promise<{ wording: string }> {
  const moved = await findCommitment(deps.db, asked.text('promise'))
  const kind = moved?.caseId === caseId ? moved.kind : handKind(asked)
  const dueAt = dueIn(deps, readDue(asked), { t })
  if (kind === undefined || !(dueAt instanceof Date)) return { wording: '' }
  const ownerId = moved?.ownerId ?? asked.text('owner')
  return { wording: await wordsAnew(deps, { caseId, kind, ownerId }, dueAt, { operator }) }
}
