import { validate as isUuid } from 'uuid'
import type { Db } from '../db.ts'
import { colleagueById, operatorById } from '../operators/operators.ts'
import type { Form } from '../web/forms.ts'
import { onSeen } from './case-changes.ts'
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
import { demandCase, type Hand } from './cases.ts'
import { type Commitment, HAND_KINDS } from './commitment.ts'
import { commitmentsOf, findCommitment, makeCommitment, type NewCommitment } from './commitments.ts'
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
/** Nothing is promised for later than that. */
const LATEST_MS = 366 * 24 * 3_600_000

/** A day that is in the calendar, and a time. */
const isTime = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}$/.test(text) &&
  new Date(`${text.slice(0, 8)}01`).getUTCMonth() === new Date(text.slice(0, 10)).getUTCMonth()

/** The due time, or the sentence that says what is wrong with it. */
export function dueIn(
  { clock, readers }: Pick<FormDeps, 'clock' | 'readers'>,
  said: SaidDue,
  { t }: Pick<Sent, 't'>,
) {
  const label = t.promises.due
  const now = clock.now()
  if (said.when !== 'at') {
    const count = said.count ?? 0
    if (count < 1 || count > MOST[said.when]) return refused(t.promises.countOf(MOST[said.when]))
  } else if (said.time === '') return refused(t.errors.field.required(label))
  else if (!isTime(said.time)) return refused(t.errors.field.datetime(label))
  const dueAt = readers.dueOf(said, now)
  if (dueAt === null || dueAt.getTime() - now.getTime() > LATEST_MS)
    return refused(t.errors.field.datetime(label))
  return dueAt > now ? dueAt : refused(t.errors.field.past(label))
}

/** Makes a promise by hand, by the rules of those that are told on a call: it replaces an open one of its kind. */
export async function takePromise(deps: FormDeps, caseFile: CaseFile, sent: Sent): Promise<Taken> {
  const { form, t, operator } = sent
  if (await isThere(deps, sent)) return TAKEN
  const kind = handKind(form)
  if (kind === undefined) return refused(t.errors.chooseOne)
  const owner = await colleagueById(deps.db, form.text('owner') || operator.id, 'change_cases')
  if (!owner) return refused(t.cases.noSuchOwner)
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
    const now = await demandCase(trx, caseFile.id)
    if (isOver(now) || now.mergedInto !== null) return CONFLICT
    if (id !== null && (await findCommitment(trx, id))) return TAKEN
    const made = { kind, wording, dueAt, ownerId: owner.id, ...(id === null ? {} : { id }) }
    await promise(trx, now, made, await openOf(trx, now, kind), handOf(deps, sent))
    return TAKEN
  })
}

/** The same on many cases at once: whoever has each case owes it, and an open promise of the kind is not replaced unseen. */
export async function takePromiseOfMany(
  deps: FormDeps,
  caseFile: CaseFile,
  sent: Sent,
): Promise<Taken> {
  const { form, t } = sent
  const told = promiseOfMany(deps, sent)
  if ('error' in told) return told
  return await onSeen(deps, caseFile, sent, async (trx, now) => {
    const open = await openOf(trx, now, told.kind)
    if (open.length > 0) return refused(t.queues.bulk.samePromise)
    const made = { ...told, wording: form.text('wording').trim(), ownerId: now.ownerId }
    await promise(trx, now, made, open, handOf(deps, sent))
    return TAKEN
  })
}
/** What is promised on many cases at once, or why it is not. */
export function promiseOfMany(
  deps: Pick<FormDeps, 'clock' | 'readers'>,
  { form, t }: Pick<Sent, 'form' | 't'>,
) {
  const kind = HAND_KINDS.find((each) => each === form.text('promise'))
  if (kind === undefined) return refused(t.queues.bulk.noPromise)
  const dueAt = dueIn(deps, { when: 'at', time: form.text('dueAt').trim(), count: null }, { t })
  if (!(dueAt instanceof Date)) return dueAt
  const problem = problemOf(form.text('wording').trim(), t.queues.bulk.wording, t, true)
  return problem === null ? { kind, dueAt } : refused(problem)
}

const openOf = async (trx: Db, { id }: CaseFile, kind: string): Promise<Commitment[]> =>
  (await commitmentsOf(trx, [id])).filter((each) => each.state === 'open' && each.kind === kind)

const promise = (
  trx: Db,
  { id: caseId }: CaseFile,
  made: Pick<NewCommitment, 'id' | 'kind' | 'wording' | 'dueAt' | 'ownerId'>,
  open: readonly Commitment[],
  hand: Hand,
): Promise<void> => makeCommitment(trx, { ...made, caseId, matter: null, ...aboutThe(open) }, hand)

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
  const named = await findCommitment(deps.db, asked.text('promise'))
  // A promise of another case tells nothing here.
  const moved = named?.caseId === caseId ? named : null
  const kind = moved?.kind ?? handKind(asked)
  const dueAt = dueIn(deps, readDue(asked), { t })
  if (kind === undefined || !(dueAt instanceof Date)) return { wording: '' }
  const ownerId = moved?.ownerId ?? asked.text('owner')
  return { wording: await wordsAnew(deps, { caseId, kind, ownerId }, dueAt, { operator }) }
}
