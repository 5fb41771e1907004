import type { Db } from '../db.ts'
import type { Catalogue } from '../i18n/index.ts'
import type { CaseFile } from './case-file.ts'
import {
  type FormDeps,
  handOf,
  problemOf,
  refused,
  type Sent,
  TAKEN,
  type Taken,
} from './case-forms.ts'
import { findCaseByNumber } from './cases.ts'
import { lockFamily, survivorOf } from './families.ts'
import { type CaseLink, linkCases, linksOf, removeLink } from './links.ts'
import { readCaseNumber } from './number.ts'

/** A case by the number that was typed, or the sentence that says what is wrong with the number. */
export async function caseOfNumber(
  db: Db,
  typed: string,
  t: Catalogue,
): Promise<{ readonly caseFile: CaseFile } | { readonly error: string }> {
  const reading = readCaseNumber(typed)
  if (reading !== null && 'wrong' in reading) return { error: t.caseWork.link.mistyped }
  const caseFile = reading && (await findCaseByNumber(db, reading.number))
  return caseFile
    ? { caseFile: await survivorOf(db, caseFile) }
    : { error: t.caseWork.link.unknown }
}

/** Says that two cases have to do with each other. */
export async function takeLink(deps: FormDeps, caseFile: CaseFile, sent: Sent): Promise<Taken> {
  const { form, t } = sent
  const found = await caseOfNumber(deps.db, form.text('number').trim(), t)
  if ('error' in found) return refused(found.error)
  const other = found.caseFile.id
  if (other === caseFile.id) return refused(t.caseWork.link.itself)
  const reason = form.text('reason').trim()
  const problem = problemOf(reason, t.caseWork.link.reason, t, true)
  if (problem !== null) return refused(problem)
  const hand = handOf(deps, sent)
  return await deps.db.transaction(async (trx) => {
    await lockFamily(trx, [caseFile.id, other])
    if (await linkCases(trx, caseFile.id, other, reason, hand)) return TAKEN
    const twin = (await linksOf(trx, [caseFile.id])).some(
      (each) => each.reason === reason && each.linkedBy === sent.operator.id,
    )
    return twin ? TAKEN : refused(t.caseWork.link.already)
  })
}

/** Takes a link away; gone already is gone. */
export async function takeLinkRemoval(deps: FormDeps, link: CaseLink, sent: Sent): Promise<Taken> {
  const hand = handOf(deps, sent)
  await deps.db.transaction((trx) => removeLink(trx, link, hand))
  return TAKEN
}
