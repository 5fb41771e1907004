import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { readConfig, root } from '../../src/config.ts'
import { closeDatabase, type Db, migrate, openDatabase } from '../../src/db.ts'
import { DEMO_PASSWORD, hasDemoPassword } from '../../src/demo/people.ts'
import { hashing } from '../../src/operators/hashing.ts'
import { addOperator } from '../../src/operators/operators.ts'
import { createSeals } from '../../src/operators/seals.ts'
import { takeTry, triedLogin } from '../../src/operators/tries.ts'
import { serve } from '../../src/serve.ts'
import { sessionSecret } from '../../src/session-secret.ts'
import { main } from '../support/main.ts'

const PRODUCTION = {
  NODE_ENV: 'production',
  CARD_SYSTEM_URL: 'https://cards.example',
  CARD_SYSTEM_TOKEN: 'a-token-of-some-length',
  PUBLIC_URL: 'https://annai.example',
  SESSION_SECRET: 'x'.repeat(40),
  AUDIT_KEY: 'ab'.repeat(32),
}

describe('annai operator', () => {
  const folder = mkdtempSync(join(tmpdir(), 'annai-command-'))
  const url = join(folder, 'annai.sqlite')
  let db: Db
  before(async () => {
    db = openDatabase(url)
    await migrate(db)
  })
  after(async () => {
    await closeDatabase(db)
    rmSync(folder, { recursive: true, force: true })
  })

  const env = { ...process.env, ...PRODUCTION, DATABASE_URL: url }
  const annai = (args: string[], typed = '') =>
    new Promise<{ code: number | null; out: string }>((resolve) => {
      const program = spawn(process.execPath, main('operator', ...args), { cwd: root, env })
      let out = ''
      for (const stream of [program.stdout, program.stderr])
        stream.on('data', (data) => {
          out += data
        })
      program.on('close', (code) => resolve({ code, out }))
      program.stdin.end(typed)
    })

  it('adds the first administrator, with a password that is on no command line', async () => {
    const add = ['add', 'ogawa', '--name', '小川 薫', '--role', 'admin']
    const weak = await annai(add, 'password1234\n')
    expect([weak.code, weak.out]).to.deep.equal([
      2,
      'Nobody was added: the password is one that everybody tries first.\n',
    ])
    const added = await annai(add, 'granite-violin-0814\n')
    expect([added.code, added.out]).to.deep.equal([0, 'ogawa (admin) may sign in now.\n'])
    const row = await db('operators').where({ login: 'ogawa' }).first()
    expect(await hashing.verify(row.password_hash, 'granite-violin-0814')).to.equal(true)
    expect(await db('audit_events').pluck('name')).to.deep.equal(['operator_added'])
  })

  it('unlocks an account that the web has locked', async () => {
    const seals = createSeals(PRODUCTION.SESSION_SECRET)
    for (let n = 0; n < 10; n += 1) await takeTry(db, triedLogin(seals, 'ogawa'), new Date())
    expect((await annai(['unlock', 'ogawa'])).out).to.equal('ogawa may try again.\n')
    expect(await db('sign_in_tries')).to.deep.equal([])
  })

  it('production does not start where the demo’s password lets somebody in', async () => {
    const demo = { role: 'operator', name: '田中 恵', password: DEMO_PASSWORD } as const
    const id = await addOperator(db, { ...demo, login: 'tanaka' }, new Date())
    const start = () => serve(readConfig({ ...PRODUCTION, DATABASE_URL: url }))
    expect(await start().catch(String)).to.match(/^ConfigError: Please set DATABASE_URL/)
    await db('operators').where({ id }).delete()
    expect(await hasDemoPassword(db)).to.equal(false)
  })

  it('production needs a secret; elsewhere one is made once, for its owner alone', () => {
    const { SESSION_SECRET, ...without } = PRODUCTION
    expect(() => readConfig(without)).to.throw(/^Please set SESSION_SECRET to/)
    expect(() => readConfig({ SESSION_SECRET: 'short' })).to.throw(/SESSION_SECRET/)
    expect(readConfig({ ...without, SESSION_SECRET }).signIn.secondFactorRoles).to.deep.equal([
      'admin',
      'script_publisher',
      'auditor',
    ])
    const demo = readConfig({ DATABASE_URL: url })
    expect(demo.signIn.secondFactorRoles).to.deep.equal([])
    const made = sessionSecret(demo)
    expect([made.length, sessionSecret(demo)]).to.deep.equal([43, made])
    expect(statSync(join(folder, 'session-secret')).mode & 0o777).to.equal(0o600)
  })

  it('says of each setting what is wrong with it', () => {
    const company = { OIDC_ISSUER: 'https://sso.example', OIDC_CLIENT_ID: 'annai' }
    for (const [set, sentence] of [
      [{ SESSION_SECRET_PREVIOUS: 'short' }, /SESSION_SECRET_PREVIOUS/],
      [{ IDLE_LOCK_MINUTES: '0' }, /IDLE_LOCK_MINUTES/],
      [{ IDLE_LOCK_MINUTES: '240' }, /IDLE_LOCK_MINUTES/],
      [{ TRUST_PROXY: 'true' }, /TRUST_PROXY/],
      [{ SECOND_FACTOR_ROLES: 'admin,boss' }, /SECOND_FACTOR_ROLES/],
      [{ OIDC_ONLY: 'true' }, /OIDC_ISSUER/],
      [company, /OIDC_CLIENT_SECRET/],
      [{ ...company, OIDC_CLIENT_SECRET: 'x' }, /OIDC_ROLES/],
      [{ ...company, OIDC_CLIENT_SECRET: 'x', OIDC_ROLES: 'a=boss' }, /OIDC_ROLES/],
      [{ ...PRODUCTION, ...company, OIDC_ISSUER: 'http://sso.example' }, /https/],
    ] as const)
      expect(() => readConfig(set), JSON.stringify(set)).to.throw(sentence)
    const roles = 'cn=annai,ou=groups=operator; admins = admin'
    const all = { ...company, OIDC_CLIENT_SECRET: 'x', OIDC_ROLES: roles }
    expect(readConfig(all).signIn.company?.roles).to.deep.equal([
      ['cn=annai,ou=groups', 'operator'],
      ['admins', 'admin'],
    ])
    expect(readConfig({ SECOND_FACTOR_ROLES: 'nobody' }).signIn.secondFactorRoles).to.deep.equal([])
  })
})
