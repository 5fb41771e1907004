import { parseArgs } from 'node:util'
import { findSecret } from './cards/secrets.ts'
import { systemClock } from './clock.ts'
import { ConfigError, readConfig } from './config.ts'
import { closeDatabase, type Db, migrate, openDatabase } from './db.ts'
import { type Account, accountByLogin, allAccounts } from './operators/accounts.ts'
import { ROLES } from './operators/operator.ts'
import type { PasswordFault } from './operators/password.ts'
import { faultOfFirst } from './operators/passwords.ts'
import { createSeals } from './operators/seals.ts'
import {
  addStaff,
  LOGIN,
  LONGEST_NAME,
  resetFactor,
  type StaffDeps,
  unlock,
} from './operators/staff-changes.ts'
import { readSecretLine } from './secret-line.ts'
import { sessionSecret } from './session-secret.ts'

const USAGE = `annai operator add LOGIN --name NAME --role ROLE   (asks for the password, or reads it from standard input)
annai operator list
annai operator reset-second-factor LOGIN
annai operator unlock LOGIN
Roles: ${ROLES.join(', ')}`

const FAULTS: Readonly<Record<PasswordFault, string>> = {
  short: 'has fewer than 12 characters',
  long: 'has more than 128 characters',
  common: 'is one that everybody tries first',
  personal: 'holds the login or the name',
  used: 'was used before',
  differs: 'was not the same twice',
}

/** `annai operator …`: who works here, from the server's own command line; the first administrator comes from it. */
export async function operatorCommand([verb = '', ...args]: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { name: { type: 'string' }, role: { type: 'string' } },
  })
  const [login = ''] = positionals
  const work = VERBS[verb]
  if (!work || (verb !== 'list' && login === '')) {
    console.error(USAGE)
    return 2
  }
  const config = readConfig()
  const db = openDatabase(config.databaseUrl)
  try {
    await migrate(db)
    const clocks = { clock: systemClock, wallClock: systemClock }
    const deps = { db, ...clocks, seals: createSeals(sessionSecret(config)), byId: null }
    console.log(await work(deps, login.normalize('NFKC'), values))
    return 0
  } finally {
    await closeDatabase(db)
  }
}

type Verb = (
  deps: StaffDeps,
  login: string,
  values: { readonly name?: string; readonly role?: string },
) => Promise<string>

const add: Verb = async (deps, login, values) => {
  const name = (values.name ?? '').normalize('NFKC').trim()
  const role = ROLES.find((each) => each === values.role)
  if (!LOGIN.test(login))
    throw new ConfigError('Please give a login of small letters, digits, . _ and -, at most 60.')
  if (name === '' || name.length > LONGEST_NAME)
    throw new ConfigError(`Please give --name: at most ${LONGEST_NAME} characters.`)
  if (!role) throw new ConfigError(`Please give --role: ${ROLES.join(', ')}.`)
  if (findSecret(login) !== null || findSecret(name) !== null)
    throw new ConfigError('Nobody was added: a card number is no name.')
  if (await accountByLogin(deps.db, login)) throw new ConfigError(`${login} is there already.`)
  const password = await readPassword()
  const fault = await faultOfFirst(password, { login, name })
  if (fault !== null) throw new ConfigError(`Nobody was added: the password ${FAULTS[fault]}.`)
  const added = await addStaff(deps, { login, name, role, password, mustChange: false })
  if (added === 'taken') throw new ConfigError(`${login} is there already.`)
  return `${login} (${role}) may sign in now.`
}

async function readPassword(): Promise<string> {
  const password = await readSecretLine('Password: ')
  if (!process.stdin.isTTY) return password
  const again = await readSecretLine('Password again: ')
  if (again !== password) throw new ConfigError(`Nobody was added: the password ${FAULTS.differs}.`)
  return password
}

const list: Verb = async ({ db }) => {
  const accounts = await allAccounts(db)
  if (accounts.length === 0) return 'Nobody works here yet.'
  return accounts
    .map(({ login, role, name, disabledAt, hasFactor, byCompany }) => {
      const notes = [
        ...(disabledAt ? ['disabled'] : []),
        ...(hasFactor ? ['second factor'] : []),
        ...(byCompany ? ['company account'] : []),
      ]
      return [login.padEnd(20), role.padEnd(17), name, ...notes].join('  ')
    })
    .join('\n')
}

async function demand(db: Db, login: string): Promise<Account> {
  const account = await accountByLogin(db, login)
  if (account === null) throw new ConfigError(`There is nobody called ${login}.`)
  return account
}

const VERBS: Readonly<Record<string, Verb>> = {
  add,
  list,
  'reset-second-factor': async (deps, login) =>
    (await resetFactor(deps, await demand(deps.db, login)))
      ? `${login} has no second factor any more, and is signed out everywhere.`
      : `${login} has no second factor.`,
  unlock: async (deps, login) =>
    (await unlock(deps, await demand(deps.db, login)))
      ? `${login} may try again.`
      : `${login} was not locked.`,
}
