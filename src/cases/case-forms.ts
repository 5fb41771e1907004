import type { Clock } from '../clock.ts'
import type { Db } from '../db.ts'
import type { Catalogue } from '../i18n/index.ts'
import type { Operator } from '../operators/operator.ts'
import { colleagueById } from '../operators/operators.ts'
import { type Form, LONGEST_TEXT } from '../web/forms.ts'
import { type CaseFile, isOver } from './case-file.ts'
import { giveCase, reopenCase } from './case-turns.ts'
import { demandCase, type Hand } from './cases.ts'
import { type ClosureObstacle, closeCaseIfReady, mayStillAct } from './closing.ts'
import type { Commitment } from './commitment.ts'
import { endCommitment } from './commitments.ts'
import { familyOf, lockFamily } from './families.ts'
import { addNote } from './notes.ts'
import { followPromiseEnd } from './promise-ended.ts'
import type { CaseReaders } from './readers.ts'

/** What became of a form of the case page: taken, refused with a sentence, or somebody was faster. */
export type Taken =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'conflict' }

export interface FormDeps {
  readonly db: Db
  readonly clock: Clock
  readonly readers: CaseReaders
  /** Writes down how an action ended, from what a person says: not when that is known, nor while it is worked on. */
  readonly settleAction: (
    actionId: string,
    said: { isDone: boolean; reference: string; operatorId: string },
    alongside: (trx: Db) => Promise<void>,
  ) => Promise<'settled' | 'known' | 'busy'>
}
/** A form, by whom it was sent, and in which words it is answered. */
export interface Sent {
  readonly form: Form
  readonly operator: Operator
  readonly t: Catalogue
}

export const TAKEN: Taken = { kind: 'taken' }
export const CONFLICT: Taken = { kind: 'conflict' }
export const refused = (error: string): Extract<Taken, { kind: 'refused' }> => ({
  kind: 'refused',
  error,
})
export const handOf = ({ clock }: Pick<FormDeps, 'clock'>, { operator }: Sent): Hand => ({
  operatorId: operator.id,
  at: clock.now(),
})

/**
 * A form that is pressed twice comes twice at once: whoever was slower looks once more at what there is by then, finds it
 * done by the same hand and is answered as the faster one.
 */
export async function takenOnce(take: () => Promise<Taken>): Promise<Taken> {
  const taken = await take()
  return taken.kind === 'taken' ? taken : await take()
}

/** Why a text is not taken; null when it is. */
export function problemOf(
  text: string,
  label: string,
  t: Catalogue,
  required: boolean,
): string | null {
  if (text.length > LONGEST_TEXT) return t.errors.field.tooLong(label, LONGEST_TEXT)
  return required && text === '' ? t.errors.field.required(label) : null
}

export async function takeNote(deps: FormDeps, caseFile: CaseFile, sent: Sent): Promise<Taken> {
  const body = sent.form.text('body').trim()
  const problem = problemOf(body, sent.t.cases.noteLabel, sent.t, true)
  if (problem !== null) return refused(problem)
  const hand = handOf(deps, sent)
  await deps.db.transaction((trx) =>
    addNote(trx, caseFile.id, body, hand, sent.form.text('submission')),
  )
  return TAKEN
}

/** The same form sent twice finds what it wanted already done, at the version that it made. */
export const isTwin = (caseFile: CaseFile, version: number, done: boolean): boolean =>
  done && caseFile.version === version + 1

export async function takeClosure(deps: FormDeps, caseFile: CaseFile, sent: Sent): Promise<Taken> {
  const reason = sent.form.text('reason').trim()
  const version = sent.form.number('version') ?? 0
  const mine = caseFile.closedBy === sent.operator.id
  if (isTwin(caseFile, version, isOver(caseFile) && mine)) return TAKEN
  if (caseFile.version !== version) return CONFLICT
  if (isOver(caseFile)) return refused(sent.t.caseWork.checklist.already_closed.words)
  const problem = problemOf(reason, sent.t.cases.closureNote, sent.t, false)
  if (problem !== null) return refused(problem)
  const hand = handOf(deps, sent)
  return await deps.db.transaction(async (trx) => {
    const closing = await closeCaseIfReady(deps.readers, trx, caseFile.id, version, hand)
    if (closing.kind === 'conflict') return CONFLICT
    if (closing.kind === 'blocked') return refused(obstacleWords(closing.obstacles, sent.t))
    if (reason !== '') await addNote(trx, caseFile.id, reason, hand)
    return TAKEN
  })
}
/** Why a case cannot be closed yet, in one text. */
export const obstacleWords = (obstacles: readonly ClosureObstacle[], t: Catalogue): string =>
  [t.cases.closureBlocked, ...obstacles.map((each) => t.caseWork.checklist[each].words)].join(' ')

export async function takeReopening(
  deps: FormDeps,
  caseFile: CaseFile,
  sent: Sent,
): Promise<Taken> {
  const reason = sent.form.text('reason').trim()
  const version = sent.form.number('version') ?? 0
  if (isTwin(caseFile, version, !isOver(caseFile))) return TAKEN
  if (!isOver(caseFile) || caseFile.version !== version) return CONFLICT
  const problem = problemOf(reason, sent.t.cases.reopeningNote, sent.t, true)
  if (problem !== null) return refused(problem)
  const hand = handOf(deps, sent)
  return await deps.db.transaction(async (trx) => {
    if (!(await reopenCase(trx, caseFile.id, version, hand))) return CONFLICT
    await addNote(trx, caseFile.id, reason, hand)
    return TAKEN
  })
}

export async function takeOwner(deps: FormDeps, caseFile: CaseFile, sent: Sent): Promise<Taken> {
  const owner = await colleagueById(deps.db, sent.form.text('owner'), 'change_cases')
  const version = sent.form.number('version') ?? 0
  if (!owner) return refused(sent.t.cases.noSuchOwner)
  if (caseFile.ownerId === owner.id) return TAKEN
  if (isOver(caseFile) || caseFile.version !== version) return CONFLICT
  const hand = handOf(deps, sent)
  return await deps.db.transaction(async (trx) => {
    await lockFamily(trx, [caseFile.id])
    const isGiven = await giveCase(trx, caseFile.id, version, { ownerId: owner.id }, hand)
    return isGiven ? TAKEN : CONFLICT
  })
}

const ENDINGS = ['kept', 'broken', 'withdrawn'] as const

/** Ends a promise by hand; that it was not kept is explained. */
export async function takeCommitmentEnd(
  deps: FormDeps,
  commitment: Commitment,
  sent: Sent,
): Promise<Taken> {
  const { form, operator, t } = sent
  const state = ENDINGS.find((each) => each === form.text('state'))
  const reason = form.text('reason').trim()
  if (state === undefined) return refused(t.errors.chooseOne)
  if (commitment.state === state && commitment.endedBy === operator.id) return TAKEN
  if (commitment.state !== 'open') return CONFLICT
  const problem = problemOf(reason, t.cases.endReason, t, state !== 'kept')
  if (problem !== null) return refused(problem)
  const hand = handOf(deps, sent)
  return await deps.db.transaction(async (trx) => {
    await lockFamily(trx, [commitment.caseId])
    if (!(await endCommitment(trx, commitment, state, reason, hand))) return CONFLICT
    const caseFile = await demandCase(trx, commitment.caseId)
    const settled = await isSettled(deps, trx, caseFile)
    await followPromiseEnd(trx, caseFile.id, state === 'kept' && settled, hand)
    return TAKEN
  })
}
const isSettled = async ({ readers }: FormDeps, trx: Db, { id }: CaseFile): Promise<boolean> =>
  !mayStillAct(await readers.actionStates(trx, await familyOf(trx, id)))
