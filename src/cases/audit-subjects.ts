import { validate as isUuid } from 'uuid'
import type { Subjects } from '../audit/log-asked.ts'
import { customerCards } from '../customers/cards.ts'
import { findByMemberNo, findCustomer, findCustomers } from '../customers/customers.ts'
import { recordsOf } from '../customers/one-person.ts'
import type { Db } from '../db.ts'
import { caseIdsOf, casesByIds, findCase, findCaseByNumber } from './cases.ts'
import { familyOf } from './families.ts'
import { readCaseNumber } from './number.ts'

/** Whom and what an auditor means by the numbers that people know. */
export const auditSubjects = (db: Db): Omit<Subjects, 'stepWords'> => ({
  async caseIds(text) {
    const read = isUuid(text) ? null : readCaseNumber(text)
    if (!isUuid(text) && (read === null || 'wrong' in read)) return null
    const found =
      read === null || 'wrong' in read
        ? await findCase(db, text)
        : await findCaseByNumber(db, read.number)
    return found ? await familyOf(db, found.id) : []
  },
  async customer(text) {
    if (!isUuid(text) && !/^\d{4,20}$/.test(text)) return null
    const found = isUuid(text) ? await findCustomer(db, text) : await findByMemberNo(db, text)
    if (!found) return { ids: [], caseIds: [] }
    const ids = await recordsOf(db, found.id)
    return { ids, caseIds: await caseIdsOf(db, ids) }
  },
  async caseNumbers(ids) {
    const cases = await casesByIds(db, [...new Set(ids)])
    return new Map([...cases].map(([id, { number }]) => [id, number]))
  },
  async cardNames(refs) {
    const cards = await customerCards(db, [...new Set(refs)])
    return new Map(cards.map(({ ref, label, last4 }) => [ref, `${label} …${last4}`]))
  },
  async customerNames(ids) {
    const customers = await findCustomers(db, [...new Set(ids)])
    return new Map(customers.map(({ id, nameKanji }) => [id, nameKanji]))
  },
})
