import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import Provider from 'oidc-provider'
import { type Annai, MovableClock, startAnnai } from '../support/annai.ts'
import { idOf, recorded, tryingToEnter } from '../support/staff.ts'
import { Visitor } from '../support/visitor.ts'

const SECRET = 'a-secret-between-the-two'
const ROLES = [
  ['annai-admins', 'admin'],
  ['annai-desk', 'operator'],
] as const

/** The company's own sign-in: a real provider, with its pages, over real HTTP. */
interface CompanyServer {
  readonly issuer: string
  /** Which groups somebody is in. */
  readonly groups: Map<string, readonly string[]>
  allow(redirectUri: string): Promise<void>
  close(): Promise<void>
}

async function startCompany(): Promise<CompanyServer> {
  const groups = new Map<string, readonly string[]>()
  let handle: ReturnType<Provider['callback']> | undefined
  const server: Server = createServer((req, res) => void handle?.(req, res))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // it listens on a port
  const make = (redirectUri: string) => {
    const provider = new Provider(issuer, {
      clients: [{ client_id: 'annai', client_secret: SECRET, redirect_uris: [redirectUri] }],
      claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'groups'] },
      scopes: ['openid', 'profile', 'email'],
      cookies: { keys: ['a key of the test'] },
      findAccount: (_ctx, id) => ({
        accountId: id,
        claims: () => ({
          sub: id,
          name: `会社の ${id}`,
          preferred_username: id,
          groups: [...(groups.get(id) ?? [])],
        }),
      }),
    })
    handle = provider.callback()
  }
  return {
    issuer,
    groups,
    allow: async (redirectUri) => make(redirectUri),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** Walks through the provider's pages as a browser would, up to where it leads back. */
async function throughCompany(
  start: string,
  login: string,
  cookies = new Map<string, string>(),
): Promise<string> {
  let url = start
  let init: RequestInit = {}
  for (let n = 0; n < 20; n += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(url, { ...init, redirect: 'manual', headers: { cookie } })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    const to = answer.headers.get('location')
    if (to !== null) {
      url = new URL(to, url).href
      init = {}
      if (url.includes('/sign-in/company/return')) return url
      continue
    }
    const page = await answer.text()
    const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1] ?? ''
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? ''
    init = { method: 'POST', body: new URLSearchParams({ prompt, login, password: 'any' }) }
    url = new URL(action, url).href
  }
  throw new Error(`the company leads nowhere: ${url}`)
}

describe('the company’s own sign-in', () => {
  let annai: Annai
  let company: CompanyServer
  const wallClock = new MovableClock(new Date().toISOString())

  before(async () => {
    company = await startCompany()
    const { issuer } = company
    const company_ = { issuer, clientId: 'annai', clientSecret: SECRET, roleClaim: 'groups' }
    annai = await startAnnai(undefined, {
      wallClock,
      signIn: { company: { ...company_, roles: ROLES, only: false }, triesPerAddress: 20 },
    })
    await company.allow(`${annai.url}/sign-in/company/return`)
  })
  after(async () => {
    await annai.close()
    await company.close()
  })

  /** Leaves for the company; gives the address that the browser is sent to. */
  const leave = async (who: Visitor, headers: Record<string, string> = {}, query = '') => {
    const answer = await fetch(`${annai.url}/sign-in/company${query}`, {
      redirect: 'manual',
      headers: { cookie: who.cookie, ...headers },
    })
    const [flow = ''] = (answer.headers.getSetCookie()[0] ?? '').split(';')
    return { to: answer.headers.get('location') ?? '', flow, status: answer.status }
  }
  const comeBack = async (who: Visitor, address: string, flow: string) => {
    who.keep(flow)
    const { pathname, search } = new URL(address)
    return who.open(pathname + search)
  }
  const enter = async (login: string, who = new Visitor(() => annai.url), headers = {}) => {
    const { to, flow } = await leave(who, headers)
    return comeBack(who, await throughCompany(to, login), flow)
  }
  const refusals = async () =>
    (await recorded(annai, 'sign_in_refused')).map(({ detail }) => detail.code ?? detail.reason)

  it('is offered beside the password, and lets in whom the company gives a role', async () => {
    const who = new Visitor(() => annai.url)
    await who.open('/sign-in')
    expect(who.$('a[href="/sign-in/company"]')).to.have.length(1)
    company.groups.set('sato', ['staff', 'annai-desk'])
    await who.open('/cases')
    await enter('sato', who)
    expect([who.page, who.path], 'where they wanted to go').to.deep.equal(['cases', '/cases'])
    expect(who.text('.menu summary')).to.equal('会社の sato（オペレーター）')
    const [row] = await annai.db('operators').where({ login: 'sato' })
    expect([row.oidc_issuer, row.oidc_subject, row.password_hash, row.role]).to.deep.equal([
      company.issuer,
      'sato',
      null,
      'operator',
    ])
    expect((await tryingToEnter(annai, 'sato', '')).status, 'has no password').to.equal(401)
  })

  it('gives the role of today at each sign-in, and none that is not there any more', async () => {
    company.groups.set('sato', ['annai-desk', 'annai-admins'])
    const sato = await enter('sato')
    expect((await sato.open('/operators')).page).to.equal('operators')
    const changed = (await recorded(annai, 'operator_role_changed')).at(-1)
    expect(changed?.detail).to.include({ from: 'operator', to: 'admin', by: 'company' })
    await annai.db('operators').where({ login: 'admin' }).update({ disabled_at: '2026-11-20' })
    company.groups.set('sato', ['annai-desk'])
    expect((await (await enter('sato')).open('/operators')).status, 'the company’s word').to.equal(
      403,
    )
    const { detail } = (await recorded(annai, 'operator_role_changed')).at(-1) ?? {}
    expect(detail).to.include({ from: 'admin', to: 'operator', lastAdmin: true })
    await annai.db('operators').where({ login: 'admin' }).update({ disabled_at: null })
    company.groups.set('sato', ['staff'])
    const out = await enter('sato')
    expect([out.status, out.page]).to.deep.equal([403, 'sign-in'])
    expect(out.text('.error')).to.contain('役割')
    expect((await refusals()).at(-1)).to.equal('no_role')
    expect((await enter('stranger')).status, 'known to the company alone').to.equal(403)
    expect(await annai.db('operators').where({ login: 'stranger' })).to.deep.equal([])
  })

  it('never takes over an account of Annai’s own', async () => {
    company.groups.set('tanaka', ['annai-desk'])
    const other = await enter('tanaka')
    expect(other.text('.menu summary')).to.contain('会社の tanaka')
    const [row] = await annai.db('operators').where({ oidc_subject: 'tanaka' })
    expect(row.login).to.match(/^company-[0-9a-f]{12}$/)
    expect((await annai.signIn('tanaka')).text('.menu summary')).to.contain('田中')
  })

  it('keeps out who is disabled here, whatever the company says', async () => {
    company.groups.set('sato', ['annai-desk'])
    const id = await idOf(annai, 'sato')
    await annai.db('operators').where({ id }).update({ disabled_at: '2026-11-20' })
    const out = await enter('sato')
    expect([out.status, (await refusals()).at(-1)]).to.deep.equal([403, 'disabled'])
    await annai.db('operators').where({ id }).update({ disabled_at: null })
  })

  it('takes no answer that it did not ask for, and none twice', async () => {
    const who = new Visitor(() => annai.url)
    const first = await leave(who)
    const address = await throughCompany(first.to, 'sato')
    const refused = async (at: string, flow: string, why: string) => {
      await comeBack(who, at, flow)
      expect([who.status, who.page], why).to.deep.equal([400, 'sign-in'])
    }
    const other = await leave(who)
    await refused(address, other.flow, 'another one’s state')
    const forged = new URL(address)
    forged.searchParams.set('state', 'made-up')
    await refused(forged.href, first.flow, 'a state that is none')
    await refused(address, 'annai_company=', 'nothing was begun')
    await refused(`${address}x`.replace(/code=[^&]+/, 'code=made-up'), first.flow, 'no such code')
    const nonce = new URL(first.to)
    nonce.searchParams.set('nonce', 'made-up')
    await refused(await throughCompany(nonce.href, 'sato'), first.flow, 'another nonce')
    const again = await leave(who)
    const good = await throughCompany(again.to, 'sato')
    expect((await comeBack(who, good, again.flow)).page).to.equal('desk')
    await refused(good, again.flow, 'used')
    const no = `${annai.url}/sign-in/company/return?error=access_denied&state=${new URL(again.to).searchParams.get('state')}&iss=${encodeURIComponent(company.issuer)}`
    await refused(no, again.flow, 'the company says no')
    expect((await refusals()).at(-1)).to.equal('access_denied')
  })

  it('opens a locked screen again, with what was asked for and typed there, however long it is', async () => {
    const sato = await enter('sato')
    wallClock.forward(15 * 60_000)
    await sato.post('/session/use', {})
    await sato.open('/cases?view=all')
    expect([sato.status, sato.$('a[href="/sign-in/company"]').length]).to.deep.equal([423, 1])
    const referer = `${annai.url}/cases?view=all`
    await enter('sato', sato, { referer })
    expect(sato.path).to.equal('/cases?view=all')
    wallClock.forward(15 * 60_000)
    const words = `${'書きかけの長い言葉。'.repeat(2000)}おわり`
    await sato.post('/paper-calls', { words })
    expect([sato.status, sato.$.html().includes('書きかけ')]).to.deep.equal([423, false])
    await enter('sato', sato, { referer })
    expect([sato.page, sato.text('[data-typed=words]')]).to.deep.equal(['kept', words])
  })

  it('opens beside a covered page, which stays as it is in its own tab', async () => {
    const sato = await enter('sato')
    expect(sato.$('[data-cover] a[target=_blank]').attr('href')).to.equal('/sign-in/company?beside')
    await sato.post('/session/lock', { back: '/' })
    const { to, flow } = await leave(sato, {}, '?beside')
    await comeBack(sato, await throughCompany(to, 'sato'), flow)
    expect([sato.page, sato.path]).to.deep.equal(['beside', '/session/beside'])
    await sato.post('/session/lock', { back: '/' })
    await sato.post('/cases/none/notes', { words: '佐藤の言葉' })
    await enter('tanaka', sato)
    const left = await annai.db('kept_forms').where({ given_at: null })
    expect([sato.page, left], 'somebody else').to.deep.equal(['desk', []])
  })

  it('believes nobody who has not proved at the company that they are there now', async () => {
    const cookies = new Map<string, string>()
    const { now } = Date
    Date.now = () => now() - 3_600_000
    const early = await leave(new Visitor(() => annai.url))
    await throughCompany(early.to, 'sato', cookies).finally(() => {
      Date.now = now
    })
    // Somebody else at the same browser, an hour later: the company would let them through.
    const who = new Visitor(() => annai.url)
    const { to, flow } = await leave(who)
    const asked = new URL(to)
    expect(asked.searchParams.get('prompt')).to.equal('login')
    asked.searchParams.delete('prompt')
    asked.searchParams.set('max_age', '100000')
    const address = await throughCompany(asked.href, 'nobody-who-typed-this', cookies)
    await comeBack(who, address, flow)
    expect([who.status, who.page]).to.deep.equal([400, 'sign-in'])
    expect((await refusals()).at(-1)).to.match(/TIMESTAMP/)
  })

  it('is not a way to fill the log: whoever comes back with nothing is counted by address', async () => {
    wallClock.forward(16 * 60_000)
    const back = () => fetch(`${annai.url}/sign-in/company/return?code=x&state=x`)
    const before = (await recorded(annai, 'sign_in_refused', 'refused')).length
    const answers = await Promise.all(Array.from({ length: 40 }, back))
    expect(answers.filter(({ status }) => status === 429)).to.have.length(20)
    await annai.idle()
    expect(await recorded(annai, 'sign_in_refused', 'refused')).to.have.length(before + 21)
    company.groups.set('sato', ['annai-desk'])
    expect((await enter('sato')).page, 'who is vouched for comes in').to.equal('desk')
  })

  it('has neither a password nor a second factor here', async () => {
    const sato = await enter('sato')
    for (const path of ['password', 'second-factor'])
      expect((await sato.post(`/account/${path}`, { password: '', code: '' })).status).to.equal(403)
    await sato.open('/account')
    expect(sato.$('a[href="/account/second-factor"]')).to.have.length(0)
  })
})

describe('a company’s sign-in that is away', () => {
  it('is told with a sentence; passwords go on, or are not taken where there is no other way', async () => {
    const company = { issuer: 'http://127.0.0.1:9', clientId: 'annai', clientSecret: SECRET }
    const settings = { ...company, roleClaim: 'groups', roles: ROLES, only: true }
    const annai = await startAnnai(undefined, { signIn: { company: settings } })
    const who = new Visitor(() => annai.url)
    await who.open('/sign-in/company')
    expect([who.status, who.page, who.text('.error')].join()).to.match(
      /^503,sign-in,会社のサインインに接続/,
    )
    expect(who.$('[name=password]')).to.have.length(0)
    await who.post('/session', { login: 'tanaka', password: 'annai-demo-2026' })
    expect([who.status, who.cookie.includes('annai_session=')]).to.deep.equal([403, false])
    await annai.close()
  })
})
