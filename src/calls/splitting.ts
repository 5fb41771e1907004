import { eventsOfCase } from '../audit/events.ts'
import { tokyoDate } from '../cards/delivery.ts'
import { type CaseFile, isOver, statusAfterCall } from '../cases/case-file.ts'
import {
  CONFLICT,
  type FormDeps,
  handOf,
  problemOf,
  refused,
  type Sent,
  TAKEN,
  type Taken,
} from '../cases/case-forms.ts'
import {
  changeCase,
  demandCase,
  findCase,
  type Hand,
  openCase,
  recordCaseEvent,
} from '../cases/cases.ts'
import { commitmentsOf } from '../cases/commitments.ts'
import { familyOf, lockFamily, survivorOf } from '../cases/families.ts'
import { caseOfNumber } from '../cases/link-forms.ts'
import { addNote } from '../cases/notes.ts'
import { findCustomerCard } from '../customers/cards.ts'
import { isSamePerson } from '../customers/one-person.ts'
import type { Db } from '../db.ts'
import { callsOfCases } from './calls.ts'
import { dispositionOf } from './case-calls.ts'
import { type CallContext, type CallDeps, contextOf, loadContext } from './context.ts'
import { refile } from './refiling.ts'
import { nextStepsIn, wantedIn } from './wrap-up.ts'
import { wrapUpsOf } from './wrap-ups.ts'

type Deps = FormDeps & Pick<CallDeps, 'library'>

/** One matter of a call, and the case that it was filed with. */
interface Filed {
  readonly context: CallContext
  readonly matter: number
  readonly caseId: string
}

/** A new case, or one that is there. */
type Target = { readonly kind: 'new' } | { readonly kind: 'known'; readonly caseFile: CaseFile }

/**
 * Files a call's matter with another case: its actions, promises, tasks, stops and notes go along, so that what the card
 * system still answers is followed where it belongs. Filing it back is the way to undo it.
 */
export async function takeSplit(deps: Deps, caseFile: CaseFile, sent: Sent): Promise<Taken> {
  const { form, t } = sent
  const words = t.caseWork.split
  const filed = await filedIn(deps, caseFile, form.text('call'))
  if (filed === null)
    return (await isTwin(deps.db, caseFile, sent)) ? TAKEN : refused(words.chooseCall)
  if (filed.context.call.state !== 'ended') return refused(words.goesOn)
  const target = await targetOf(deps.db, sent)
  if ('error' in target) return refused(target.error)
  const problem =
    (target.kind === 'known' ? await unfit(deps.db, filed, target.caseFile, sent) : null) ??
    problemOf(form.text('reason').trim(), words.reason, t, true)
  if (problem !== null) return refused(problem)
  if (caseFile.version !== form.number('version')) return CONFLICT
  const hand = handOf(deps, sent)
  const ended = await dispositionsOf(deps, filed, target)
  return await deps.db.transaction(async (trx) => {
    await lockActions(trx, filed)
    await lockFamily(trx, target.kind === 'new' ? [caseFile.id] : [caseFile.id, target.caseFile.id])
    if ((await demandCase(trx, caseFile.id)).version !== caseFile.version) return CONFLICT
    if (!(await isStillThere(trx, filed))) return CONFLICT
    const to =
      target.kind === 'new'
        ? await openFor(trx, filed, hand)
        : await demandCase(trx, target.caseFile.id)
    if (isOver(to) || to.mergedInto !== null) return CONFLICT
    await refile(trx, filed.context.call.id, filed.matter, filed.caseId, to.id)
    await tell(trx, filed, to.id, hand)
    await keepReason(trx, filed, to, sent, hand)
    for (const id of [filed.caseId, to.id]) await standAnew(trx, id, ended, hand)
    return TAKEN
  })
}

/** The matter that the form names, as `call/matter`, where it belongs to this case or one merged into it. */
async function filedIn(deps: Deps, caseFile: CaseFile, named: string): Promise<Filed | null> {
  const [callId = '', number = ''] = named.split('/')
  const context = await loadContext(deps, callId)
  const found = context?.call.matters.find((each) => String(each.number) === number)
  if (!context || !found || found.caseId === null) return null
  const family = await familyOf(deps.db, caseFile.id)
  if (!family.includes(found.caseId)) return null
  return { context, matter: found.number, caseId: found.caseId }
}

async function targetOf(db: Db, { form, t }: Sent): Promise<Target | { readonly error: string }> {
  const number = form.text('number').trim()
  if (number !== '') {
    const found = await caseOfNumber(db, number, t)
    return 'error' in found ? found : { kind: 'known', caseFile: found.caseFile }
  }
  if (form.text('to') === 'new') return { kind: 'new' }
  const caseFile = await findCase(db, form.text('to'))
  return caseFile
    ? { kind: 'known', caseFile: await survivorOf(db, caseFile) }
    : { error: t.caseWork.link.unknown }
}

/** Why a matter may not be filed with this case; null when it may. */
async function unfit(db: Db, { caseId, context }: Filed, into: CaseFile, { t }: Sent) {
  const words = t.caseWork.split
  const own = await demandCase(db, caseId)
  if ((await familyOf(db, caseId)).includes(into.id)) return words.sameCase
  if (isOver(into)) return words.closed
  // A case that nobody is known for is anybody's; a call of a known customer goes to no case of another one.
  const whose = context.call.customerId ?? own.customerId
  return into.customerId === null || (await isSamePerson(db, whose, into.customerId))
    ? null
    : words.otherCustomer
}

/** Taken before the cases: whoever writes down how an action ended takes them in this order. */
const lockActions = (trx: Db, { context, matter }: Filed) =>
  trx('card_actions')
    .where({ call_id: context.call.id, matter })
    .orderBy('id')
    .forUpdate()
    .select('id')

const isStillThere = async (trx: Db, { context, matter, caseId }: Filed): Promise<boolean> =>
  (await trx('matters')
    .where({ call_id: context.call.id, number: matter, case_id: caseId })
    .first('number')) !== undefined

/** A case of its own for the matter, of the customer and the owner that it had. */
async function openFor(trx: Db, { context, matter, caseId }: Filed, hand: Hand): Promise<CaseFile> {
  const { ownerId, customerId, reason } = await survivorOf(trx, await demandCase(trx, caseId))
  const { path, state, current } = context.standing
  const last = path.findLast((each) => each.matter === matter)?.before
  const there = current.matter === matter ? state : (last ?? state)
  const opened = await openCase(trx, {
    day: tokyoDate(hand.at.toISOString()),
    customerId: context.call.customerId ?? customerId,
    reason: there.variables.reason ?? reason,
    ownerId,
    hand,
  })
  const [ref] = there.cards
  const card = ref === undefined ? null : await findCustomerCard(trx, ref)
  if (card) await changeCase(trx, opened.id, 'case_card_set', { card }, hand)
  return opened
}

async function tell(trx: Db, { context, matter, caseId }: Filed, to: string, hand: Hand) {
  const callId = context.call.id
  const by = { ...hand, callId }
  const what = { call: callId, matter }
  await recordCaseEvent(trx, FILED_AWAY, caseId, by, { ...what, to })
  await recordCaseEvent(trx, 'matter_filed_here', to, by, { ...what, from: caseId })
}

/** Why it was moved stands where it is now, as a note of that call: it is no word of what the call was about. */
async function keepReason(trx: Db, filed: Filed, to: CaseFile, { form, t }: Sent, hand: Hand) {
  const { number } = await demandCase(trx, filed.caseId)
  const words = t.caseWork.split.note(number, form.text('reason').trim())
  await addNote(trx, to.id, words, { ...hand, callId: filed.context.call.id })
}

/** How the calls of both cases ended, by `call/matter`: read before the transaction, which may hold the only connection. */
async function dispositionsOf(deps: Deps, filed: Filed, target: Target) {
  const ids = target.kind === 'new' ? [filed.caseId] : [filed.caseId, target.caseFile.id]
  const calls = await callsOfCases(deps.db, ids)
  const contexts = await Promise.all(calls.map((call) => contextOf(deps, call)))
  return new Map(
    contexts.flatMap((context) =>
      context.call.matters.map(({ number }) => [
        `${context.call.id}/${number}`,
        dispositionOf(context, number),
      ]),
    ),
  )
}

/** What a case says of itself follows from the calls that it has now; one that is closed stays closed. */
async function standAnew(
  trx: Db,
  caseId: string,
  ended: ReadonlyMap<string, string | null>,
  hand: Hand,
): Promise<void> {
  const wrapUps = await wrapUpsOf(trx, [caseId])
  const caseFile = await demandCase(trx, caseId)
  const promises = await commitmentsOf(trx, await familyOf(trx, caseId))
  const open = promises.filter((each) => each.state === 'open')
  const own = wrapUps.at(-1)
  const disposition = own ? (ended.get(`${own.callId}/${own.matter}`) ?? null) : null
  const written = (name: string) =>
    wrapUps.findLast(({ fields }) => fields[name])?.fields[name] ?? null
  const reason = written('reason')
  await changeCase(
    trx,
    caseId,
    'case_refiled',
    {
      wanted: wantedIn(wrapUps),
      nextSteps: nextStepsIn(wrapUps, own, disposition ?? 'pending'),
      disposition,
      cause: written('cause'),
      ...(isOver(caseFile) ? {} : { status: statusAfterCall(disposition ?? 'pending', open) }),
      ...(reason ? { reason } : {}),
    },
    hand,
  )
}

/** The same form again: the matter has gone already, by the same hand. */
async function isTwin(db: Db, { id }: CaseFile, { form, operator }: Sent): Promise<boolean> {
  const [call = '', matter = ''] = form.text('call').split('/')
  const last = (await eventsOfCase(db, id)).findLast((each) => each.name === FILED_AWAY)
  return (
    last?.operatorId === operator.id &&
    last.detail.call === call &&
    String(last.detail.matter) === matter
  )
}
const FILED_AWAY = 'matter_filed_away'
