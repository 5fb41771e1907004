import { actionsOfCase } from '../cards/actions.ts'
import type { CaseFile } from '../cases/case-file.ts'
import { type AnyHand, changeCase, findCase } from '../cases/cases.ts'
import { rewordCommitments } from '../cases/commitments.ts'
import { survivorOf } from '../cases/families.ts'
import { findCustomer } from '../customers/customers.ts'
import { isSamePerson } from '../customers/one-person.ts'
import type { Db } from '../db.ts'
import { catalogue } from '../i18n/index.ts'
import { operatorById } from '../operators/operators.ts'
import type { Call } from './call.ts'
import type { Whose } from './case-turn.ts'
import type { Hand } from './consequences.ts'
import { isOwn, linkCase, unlinkCase } from './linking.ts'
import { cardWords } from './panels.ts'

/**
 * A case belongs to the customer it is about. Another one turns out to be calling: a case that this call opened, and in
 * which nothing was done to the first one's cards, moves along; any other stays theirs, and the call leaves it.
 */
export async function followCustomer(
  trx: Db,
  call: Call,
  matter: number,
  caseId: string | null,
  customerId: string | null,
  hand: Hand,
): Promise<Whose> {
  const back = await leftBefore(trx, call, matter, customerId)
  const linked = caseId === null ? null : await findCase(trx, caseId)
  // A case that was merged is whose the one is that goes on in its place.
  const whole = linked && (await survivorOf(trx, linked))
  const isTheirs = whole !== null && (await isSamePerson(trx, whole.customerId, customerId))
  if (back !== null && !isTheirs) return rejoin(trx, matter, back, caseId, hand)
  if (!linked || !whole || isTheirs) return { caseId, turn: null }
  if (whole.customerId === null) {
    await changeCase(trx, whole.id, 'case_customer_set', { customerId }, hand)
    return { caseId, turn: null }
  }
  if (await isOwnAndUntouched(trx, call, linked)) {
    await moveCase(trx, linked, customerId, hand)
    return { caseId, turn: { kind: 'case_moved', caseId: linked.id } }
  }
  await unlinkCase(trx, call.id, matter, linked.id, hand)
  return { caseId: null, turn: { kind: 'case_left', caseId: linked.id } }
}

/** It is that one after all: the case of theirs that this matter left before. */
async function leftBefore(
  trx: Db,
  call: Call,
  matter: number,
  customerId: string | null,
): Promise<string | null> {
  if (customerId === null) return null
  const left = call.entries.filter((each) => each.kind === 'case_left' && each.matter === matter)
  for (const { facts } of left.reverse()) {
    const caseFile = await findCase(trx, facts.caseId ?? '')
    if (caseFile && (await isSamePerson(trx, caseFile.customerId, customerId))) return caseFile.id
  }
  return null
}

async function rejoin(
  trx: Db,
  matter: number,
  left: string,
  leaves: string | null,
  hand: Hand,
): Promise<Whose> {
  if (leaves !== null) await unlinkCase(trx, hand.callId, matter, leaves, hand)
  const caseId = await linkCase(trx, hand.callId, matter, left, hand)
  const turn = { kind: 'linked', caseId } as const
  return { caseId, turn, ...(leaves === null ? {} : { leaves }) }
}

/** The call's own, with nothing begun in the card system. */
const isOwnAndUntouched = async (trx: Db, call: Call, caseFile: CaseFile): Promise<boolean> =>
  (await isOwn(trx, call, caseFile)) && (await actionsOfCase(trx, caseFile.id)).length === 0

/** Gives a case to the customer it is about, and takes out what was found about the first one, and names their card. */
async function moveCase(trx: Db, caseFile: CaseFile, customerId: string | null, hand: Hand) {
  const first = caseFile.customerId === null ? null : await findCustomer(trx, caseFile.customerId)
  const second = customerId === null ? null : await findCustomer(trx, customerId)
  const cards = [...cardWords(first?.cards ?? []).values()]
  const anyCard = await wordForAnyCard(trx, hand)
  await rewordCommitments(trx, caseFile.id, (wording) =>
    cards.reduce((words, card) => words.replaceAll(card, anyCard), wording),
  )
  const change = { customerId, card: null, ...NOTHING_FOUND }
  await changeCase(trx, caseFile.id, 'case_customer_changed', change, hand, {
    from: caseFile.customerId,
    fromMember: first?.memberNo.slice(-4) ?? null,
    toMember: second?.memberNo.slice(-4) ?? null,
  })
}

const NOTHING_FOUND = { cause: null, nextSteps: '', status: 'open', disposition: null } as const

async function wordForAnyCard(trx: Db, { operatorId }: AnyHand): Promise<string> {
  const operator = operatorId === null ? null : await operatorById(trx, operatorId)
  return catalogue(operator?.language ?? 'ja').placeholders.anyCard
}
