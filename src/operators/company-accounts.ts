import { createHash } from 'node:crypto'
import { recordEvent } from '../audit/events.ts'
import { findSecret } from '../cards/secrets.ts'
import { type Db, isAlreadyTaken } from '../db.ts'
import { clean } from '../web/forms.ts'
import { type Account, accountByLogin, accountOfCompany } from './accounts.ts'
import type { Vouched } from './company.ts'
import type { Entrance } from './entrance.ts'
import type { Role } from './operator.ts'
import { addOperator } from './operators.ts'
import { changing, isLastAdmin, LOGIN, LONGEST_NAME } from './staff-changes.ts'

type AccountDeps = Pick<Entrance, 'db' | 'clock' | 'signIn'>

/**
 * The account of somebody whom the company has vouched for, made when they come for the first time, in the company's
 * role. The company's word takes a role away from the last administrator as well: nobody keeps rights that the company
 * has taken from them. It is on the record, `annai doctor` tells it, and the company or `annai operator add` names another.
 */
export async function accountOf(
  deps: AccountDeps,
  vouched: Vouched & { readonly role: Role },
): Promise<Account> {
  const { issuer, subject, role } = vouched
  const known = await accountOfCompany(deps.db, issuer, subject)
  if (known === null) return await make(deps, vouched)
  if (known.role === role || known.disabledAt !== null) return known
  await changing(deps, async (trx) => {
    const last = role !== 'admin' && (await isLastAdmin(deps, trx, known))
    const changed = await trx('operators')
      .where({ id: known.id, role: known.role })
      .update({ role })
    if (changed === 0) return
    const change = { operator: known.id, from: known.role, to: role, by: 'company' }
    const detail = { ...change, ...(last ? { lastAdmin: true } : {}) }
    await recordEvent(trx, { ...by(deps), name: 'operator_role_changed', detail })
  })
  return { ...known, role }
}

async function make(
  deps: AccountDeps,
  vouched: Vouched & { readonly role: Role },
): Promise<Account> {
  const { issuer, subject, role } = vouched
  const login = await freeLogin(deps.db, vouched)
  const given = clean(vouched.name).slice(0, LONGEST_NAME).normalize('NFKC').trim()
  const name = given === '' || findSecret(given) !== null ? login : given
  await deps.db
    .transaction(async (trx) => {
      const id = await addOperator(trx, { login, name, role, password: null }, deps.clock.now())
      await trx('operators').where({ id }).update({ oidc_issuer: issuer, oidc_subject: subject })
      const detail = { operator: id, role, by: 'company' }
      await recordEvent(trx, { ...by(deps), name: 'operator_added', detail })
    })
    // Two windows at once: the other one has made it.
    .catch((error: unknown) => {
      if (!isAlreadyTaken(error)) throw error
    })
  const made = await accountOfCompany(deps.db, issuer, subject)
  if (made === null) throw new Error('an account of the company could not be made')
  return made
}

const by = ({ clock }: AccountDeps) => ({ at: clock.now(), operatorId: null })

/** The company's user name, where it is one of ours and free: an account of Annai's own is never taken over. */
async function freeLogin(db: Db, { login, issuer, subject }: Vouched): Promise<string> {
  const wished = login.normalize('NFKC').toLowerCase()
  const isPlain = LOGIN.test(wished) && findSecret(wished) === null
  if (isPlain && (await accountByLogin(db, wished)) === null) return wished
  const mark = createHash('sha256').update(`${issuer}\n${subject}`).digest('hex').slice(0, 12)
  return `company-${mark}`
}
