import SQLite from 'better-sqlite3'
import { expect } from 'chai'
import pg from 'pg'
import { closeDatabase, type Db } from '../src/db.ts'
import { newSealing } from './audit/sealed.ts'
import { numbersOn } from './cases/queued.ts'
import { promisedCall } from './cases/taking.ts'
import { CLOSING, callUpToConsent } from './journeys/ways.ts'
import { type Annai, startAnnai } from './support/annai.ts'
import { migrated, onBothDatabases } from './support/databases.ts'
import { CALLERS, PhoneCall } from './support/phone-call.ts'
import { isPostgres, planOfAny } from './support/plans.ts'
import type { Visitor } from './support/visitor.ts'
import { type Walk, wander } from './support/wanderer.ts'

/** They hold a few rows, however long the product runs. */
const SMALL = [
  'operators',
  'teams',
  'script_versions',
  'case_views',
  'sessions',
  'trouble_mutes',
  'legal_holds',
]

onBothDatabases('whatever the pages ask', (freshUrl) => {
  const walks: Walk[] = []
  let asked: ReadonlySet<string>
  let db: Db

  before(async function () {
    this.timeout(300_000)
    const sealing = newSealing()
    const annai = await startAnnai(await freshUrl(), { audit: sealing.settings })
    const heard = overhear()
    try {
      const typed = { number: await takeCalls(annai), memberNo: '20410101' }
      walks.push(await wander(await annai.signIn('tanaka'), typed, ['closure', 'state=']))
      walks.push(await wander(await annai.signIn('mori'), typed))
      const suzuki = await annai.signIn('suzuki')
      await PhoneCall.from(suzuki, CALLERS.nakamura.from)
      walks.push(await wander(suzuki, typed))
      await askTheLog(await annai.signIn('ueno'), typed)
      annai.clock.forward(3 * 86_400_000)
      await annai.rounds()
    } finally {
      asked = heard.end()
      await annai.close()
      sealing.remove()
    }
    db = await migrated(await freshUrl())
  })
  after(() => closeDatabase(db))

  it('is answered', () => {
    const kinds = walks.flatMap((walk) => [...walk])
    expect(kinds.filter(([, statuses]) => statuses.some((status) => status >= 500))).to.eql([])
    const taken = kinds.filter(
      ([kind, statuses]) => kind.startsWith('POST') && statuses.includes(200),
    )
    expect(new Set(taken.map(([kind]) => kind)).size, 'kinds of forms').to.be.above(25)
  })

  it('is found by an index, where a table grows', async () => {
    expect(await wholeReads(db, [...asked].filter(isQuery))).to.deep.equal([])
    expect(asked.size).to.be.above(130)
  })
})

/** The auditor's page in each of its ways. */
async function askTheLog(ueno: Visitor, typed: { number: string; memberNo: string }) {
  const operator = '019aa000-0000-7000-8000-000000000001'
  for (const asked of [
    '',
    `case=${typed.number}`,
    `customer=${typed.memberNo}&name=lookedAt`,
    `operator=${operator}&from=2026-11-01&to=2026-11-30`,
    'name=cardActions&refused=yes',
    'refused=yes',
    `below=2026-11-24T00:00:00.000Z_${operator}`,
    `call=${operator}`,
  ])
    await ueno.open(`/audit?${asked}`)
  await ueno.fetch('/audit/export/csv')
  await ueno.submit('.audit-state form')
}

/** A card that is stopped and ordered anew, and another customer's case; gives the number of that. */
async function takeCalls(annai: Annai): Promise<string> {
  const tanaka = await annai.signIn('tanaka')
  const call = await callUpToConsent(annai, tanaka)
  await call.follow('st_consent agree')
  await call.answer('confirm', { last4: '4242' })
  await call.follow('rc_ask none', 'ri_address match', 'ri_absence none', 'ri_order confirm')
  await call.follow('ri_notice next', 'ri_old_card next', 'pv_advice next', ...CLOSING)
  annai.clock.forward(86_400_000)
  await annai.rounds()
  await promisedCall(annai, tanaka)
  return numbersOn(await tanaka.open('/cases?view=all'))[0] ?? ''
}

/** Every statement that the product's databases were asked. */
function overhear() {
  const asked = new Set<string>()
  const { prepare } = SQLite.prototype
  const { query } = pg.Client.prototype
  SQLite.prototype.prepare = function (this: SQLite.Database, sql: string) {
    if (!this.name.endsWith('simulator.sqlite')) asked.add(sql)
    return prepare.call(this, sql)
  } as typeof prepare // it is called as it was
  pg.Client.prototype.query = function (this: pg.Client, ...all: unknown[]) {
    const [asking] = all as [string | { text: string }] // knex asks in both ways
    asked.add(typeof asking === 'string' ? asking : asking.text)
    return query.apply(this, all as Parameters<typeof query>)
  } as typeof query // it is called as it was
  return {
    end() {
      SQLite.prototype.prepare = prepare
      pg.Client.prototype.query = query
      return asked
    },
  }
}

/** Knex asks for a choice among nothing by saying that 1 is 0. */
const isQuery = (sql: string) =>
  /^\s*(select|with|update|delete|insert)/i.test(sql) && !/ 1 = (\?|\$1)/.test(sql)

/** Where statements read the whole of a table that grows; a page in the order of an index stops when it is full. */
const wholeReads = (db: Db, statements: readonly string[]): Promise<string[]> =>
  db.transaction(async (trx) => {
    const growing = await growingTables(trx)
    // An empty table would be read whole; what is asked is whether there is another way.
    if (isPostgres(db)) await trx.raw('set local enable_seqscan = off')
    const wrong: string[] = []
    for (const sql of statements)
      for (const line of await planOfAny(trx, sql)) {
        const [, name, how = ''] = /(?:\bSCAN|Seq Scan on) (\w+)(.*)/.exec(line) ?? []
        if (name === undefined || !growing.includes(tableOf(sql, name))) continue
        const isPage =
          (how.includes('USING') && /\blimit\b/i.test(sql)) || /VIRTUAL TABLE INDEX \d+:M/.test(how)
        if (!isPage) wrong.push(`${line}: ${sql}`)
      }
    return wrong
  })

async function growingTables(trx: Db): Promise<string[]> {
  const [schema, name] = isPostgres(trx) ? ['pg_tables', 'tablename'] : ['sqlite_master', 'name']
  const tables: string[] = await trx(schema).pluck(name)
  return tables.filter((each) => !SMALL.includes(each) && !/^(knex|sqlite|pg|sql)_/.test(each))
}

/** A plan calls a table by the name that it has in the statement. */
function tableOf(sql: string, name: string): string {
  const named = new RegExp(
    `(?:from|join|,|update)\\s+["\`]?(\\w+)["\`]?\\s+(?:as\\s+)?["\`]?${name}\\b`,
    'i',
  )
  const [, table = name] = named.exec(sql) ?? []
  return /^(select|from|join|lateral)$/i.test(table) ? name : table
}
