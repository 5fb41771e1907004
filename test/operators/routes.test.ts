import { expect } from 'chai'
import type { Route } from '../../src/operators/guarded-router.ts'
import { ROLES, type Role } from '../../src/operators/operator.ts'
import { may } from '../../src/operators/permissions.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { addressesOf, askRoute, leaveThings } from './every-route.ts'

/** What keeps a form from doing anything for those who may. */
const HARMLESS: Readonly<Record<string, Record<string, string>>> = { '/calls': { from: 'x' } }
const EXPECTED_LOGINS: Readonly<Record<Role, string>> = {
  operator: 'suzuki',
  fraud_desk: 'kimura',
  supervisor: 'mori',
  script_author: 'hayashi',
  script_publisher: 'nomura',
  auditor: 'ueno',
  admin: 'admin',
}

describe('every route of the program', () => {
  let annai: Annai
  const cookies = new Map<Role, string>()
  let ids: ReadonlyMap<string, string>

  before(async () => {
    annai = await startAnnai()
    ids = await leaveThings(annai)
    for (const role of ROLES) cookies.set(role, (await annai.signIn(EXPECTED_LOGINS[role])).cookie)
  })
  after(() => annai.close())

  const ask = (route: Route, path: string, cookie = '') =>
    askRoute(annai, route, path, { cookie }, HARMLESS[route.path])
  const named = ({ method, path }: Route) => `${method} ${path}`
  /** The one that ends the session is pressed last. */
  const inOrder = () =>
    [...annai.routes].sort(
      (a, b) => Number(a.path === '/session/end') - Number(b.path === '/session/end'),
    )

  it('names what it demands', () => {
    // What reads the forms stands before all of them and answers nothing.
    const without = annai.routes.filter(({ rule }) => rule === null).map(({ path }) => path)
    expect(without).to.deep.equal(['/{*path}'])
    expect(annai.routes.length).to.be.greaterThan(90)
    const open = annai.routes.filter(({ rule }) => rule === 'open').map(named)
    expect(open).to.have.members([
      ...[
        'GET /healthz',
        'GET /readyz',
        'ALL /webhooks/card-system',
        'GET /sign-in',
        'POST /session',
      ],
      // They ask for themselves whose session it is, and whether it is locked.
      ...['GET /session/left', 'POST /session/use', 'POST /session/lock', 'POST /session/unlock'],
      // Of whoever has proved one thing and has another to prove.
      ...['code', 'password', 'second-factor'].flatMap((what) => [
        `GET /sign-in/${what}`,
        `POST /sign-in/${what}`,
      ]),
    ])
    const signedIn = annai.routes.filter(({ rule }) => rule === 'signed_in').map(named)
    expect(signedIn).to.have.members([
      ...['GET /', 'GET /prints/feet/:name', 'POST /preferences', 'POST /session/end'],
      ...['GET /session/kept', 'GET /session/beside'],
      ...['GET /account', 'POST /account/password', 'POST /account/sessions/end'],
      ...['GET /account/second-factor', 'POST /account/second-factor'],
      ...['POST /account/second-factor/removal', 'POST /account/recovery-codes'],
    ])
  })

  it('lets nobody in who is not signed in', async () => {
    const wrong: string[] = []
    for (const route of annai.routes.filter(({ rule }) => rule !== 'open' && rule !== null))
      for (const { path } of addressesOf(route, ids)) {
        const { status, to } = await ask(route, path)
        const told = `${status} ${to}`
        const right = route.method === 'GET' ? '303 /sign-in' : '401 null'
        if (told !== right) wrong.push(`${named(route)}: ${told}`)
      }
    expect(wrong).to.deep.equal([])
  })

  it('shows and does nothing on a locked screen', async () => {
    const cookie = cookies.get('supervisor') ?? ''
    await ask({ method: 'POST', path: '/session/lock', rule: 'open' }, '/session/lock', cookie)
    const isOf = (table: string) => !/^(sqlite_|knex_|search|.*fts|audit_|kept_forms)/.test(table)
    const tables: string[] = await annai.db('sqlite_master').where({ type: 'table' }).pluck('name')
    const counts = async () =>
      Promise.all(tables.filter(isOf).map((table) => annai.db(table).count('* as n')))
    const before = await counts()
    const wrong: string[] = []
    for (const route of annai.routes.filter(({ rule }) => rule !== 'open' && rule !== null)) {
      const [{ path } = { path: '' }] = addressesOf(route, ids)
      const { status, text } = await ask(route, path, cookie)
      if (status !== 423 || !text.includes('data-page="locked"'))
        wrong.push(`${named(route)}: ${status}`)
    }
    expect(wrong).to.deep.equal([])
    expect(await counts()).to.deep.equal(before)
    cookies.set('supervisor', (await annai.signIn(EXPECTED_LOGINS.supervisor)).cookie)
  })

  for (const role of ROLES)
    it(`answers the role ${role} as the table says`, async () => {
      const wrong: string[] = []
      for (const route of inOrder()) {
        const { rule } = route
        if (rule === null || rule === 'open') continue
        const isAllowed = rule === 'signed_in' || may(role, rule)
        for (const { path, exists } of addressesOf(route, ids)) {
          const { status, to, text } = await ask(route, path, cookies.get(role))
          const isRefused = status === 403 && text.includes('この操作を行う権限がありません')
          // What is there may belong to somebody else; what is not there is refused to nobody who may look for it.
          const isWell = isAllowed
            ? status < 500 && status !== 401 && to !== '/sign-in' && (exists || status !== 403)
            : isRefused
          if (!isWell && named(route) !== 'POST /session/end')
            wrong.push(`${named(route)} (${exists ? 'there' : 'not there'}): ${status} ${to}`)
        }
      }
      expect(wrong).to.deep.equal([])
    })

  it('keeps customers from whoever does not work with them, and changes from the auditor', () => {
    const rules = (matches: (route: Route) => boolean) => annai.routes.filter(matches)
    const about = rules(({ path }) =>
      /^\/(cases|calls|customers|exports|prints(\/sheet)?$|pop|commitments|tasks|reminders|waves|paper-calls)/.test(
        path,
      ),
    )
    expect(about.length).to.be.greaterThan(60)
    for (const { path, rule } of about)
      for (const role of ['script_author', 'script_publisher', 'admin'] as const)
        expect(
          rule !== null && rule !== 'open' && rule !== 'signed_in' && may(role, rule),
          `${role} ${path}`,
        ).to.equal(false)
    const changes = rules(
      ({ method, rule }) => method === 'POST' && rule !== 'open' && rule !== 'signed_in',
    )
    const own = changes
      .filter(
        ({ rule }) =>
          rule !== null && rule !== 'open' && rule !== 'signed_in' && may('auditor', rule),
      )
      .map(({ path }) => path)
    expect(own, 'lists of their own, what is printed, and proving the log').to.have.members([
      '/audit/verifications',
      ...[
        '/case-views',
        '/case-views/:id/name',
        '/case-views/:id/query',
        '/case-views/:id/removal',
      ],
      '/prints',
    ])
  })
})
