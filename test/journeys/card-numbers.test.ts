import { expect } from 'chai'
import { withLuhnDigit } from '../cards/card-numbers.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS } from '../support/phone-call.ts'
import type { Fields, Visitor } from '../support/visitor.ts'
import { wander } from '../support/wanderer.ts'
import { verifiedCall } from './ways.ts'

const number = withLuhnDigit('4'.padEnd(15, '7'))
const spaced = number.replace(/(\d{4})(?=\d)/g, '$1-')
const wide = number.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
const spoken = number.replace(
  /\d/g,
  (digit) => 'ゼロ,いち,に,さん,よん,ご,ろく,なな,はち,きゅう'.split(',')[Number(digit)] ?? '',
)

onBothDatabases('a card number', (freshUrl) => {
  let annai: Annai
  let mori: Visitor

  before(async () => {
    annai = await startAnnai(await freshUrl())
    mori = await annai.signIn('mori')
  })
  after(() => annai.close())
  const here = () => Object.fromEntries(mori.filled('form#answers'))

  const WRITTEN = [number, spaced, wide, `番号は ${spaced} です`]

  const isNotShown = (what: string) => {
    for (const written of [number, spaced, wide])
      expect(mori.$.html(), what).not.to.contain(written)
  }
  const isNowhere = async (what: string) => {
    isNotShown(what)
    const kept = await everything(annai)
    for (const written of [number, spaced, wide]) expect(kept, what).not.to.contain(written)
  }

  it('is refused in every form, kept nowhere and not given back', async () => {
    const call = await verifiedCall(mori, CALLERS.nakamura)
    await call.follow('tr_card picked:0005', 'er_code er323', 'er_detail noted')
    await call.follow('ck_attempts auth_failed')
    const { path } = mori
    const suzuki = await annai.db('operators').where({ login: 'suzuki' }).first()
    const caseRow = await annai.db('cases').first()
    for (const text of WRITTEN) {
      const forms: [string, Fields][] = [
        [`${path}/note`, { matter: '1', version: '0', body: text }],
        [`${path}/handover`, { to: suzuki.id, words: text }],
        [`${path}/answers`, { ...here(), outcome: 'picked', reason: text }],
        [`${path}/answers`, { ...here(), outcome: text }],
        [`${path}/answers`, { ...here(), outcome: 'none', 'field.customer_words': text }],
        [`${path}/look-ups`, { ...here(), 'said.last4': text }],
        [`/cases/${caseRow.id}/notes`, { body: text }],
        ['/calls', { from: text }],
        ['/paper-calls', { note: text, path: '1a' }],
        ['/paper-calls', { path: text }],
        ['/paper-calls/customer', { search: text }],
        ['/session', { login: text, password: 'x' }],
      ]
      for (const [form, fields] of forms) {
        await mori.post(form, fields)
        expect(mori.status, form).to.equal(422)
        isNotShown(form)
      }
      await mori.open(path)
      await isNowhere(text)
    }
    expect(call.step).to.equal('pw_history')
  })

  it('is not smuggled in as the name of a field', async () => {
    const caseRow = await annai.db('cases').first()
    const notes = `/cases/${caseRow.id}/notes`
    for (const name of [number, spaced, wide]) {
      await mori.post(notes, { body: 'x', [name]: 'y' })
      expect(mori.status).to.equal(422)
      await isNowhere(notes)
    }
  })

  it('stays in no cookie of a page that was asked for before signing in', async () => {
    for (const written of [number, spaced]) {
      const address = `${annai.url}/search?q=${encodeURIComponent(`名前 ${written}`)}`
      const { headers } = await fetch(address, { redirect: 'manual' })
      const cookies = decodeURIComponent(headers.getSetCookie().join())
      expect(cookies).to.contain('annai_back=/').and.not.to.contain(written)
    }
  })

  it('is not smuggled in as JSON, twice, in a list or as a number', async () => {
    const { path } = mori
    const note = (body: unknown) => JSON.stringify({ matter: 1, version: 0, body })
    const sent: [string, string][] = [
      [note(number), 'application/json'],
      [note([number]), 'application/json'],
      [note(Number(number)), 'application/json'],
      [`matter=1&version=0&body=${number}&body=x`, 'application/x-www-form-urlencoded'],
    ]
    for (const [body, type] of sent) {
      await mori.request(`${path}/note`, {
        method: 'POST',
        body,
        headers: { 'content-type': type, 'sec-fetch-site': 'same-origin' },
      })
      expect(mori.status, body.replace(number, 'N')).to.equal(422)
      await isNowhere(type)
    }
  })

  it('is not repeated from an address either', async () => {
    for (const path of [
      '/search?q=',
      '/pop?from=',
      '/customers?q=',
      '/cases?status=',
      '/customers/',
      '/cases/x/',
    ])
      for (const written of [number, spaced]) {
        await mori.open(`${path}${written}`)
        expect(mori.status, path).to.be.below(500)
        isNotShown(path)
      }
    await isNowhere('addresses')
  })
})

// The guard knows no database: one is enough for so many pages.
describe('a card number in whatever form there is', () => {
  it('is refused by every form that any page offers, whatever the form is for', async function () {
    this.timeout(120_000)
    let told = ''
    const hear = (text: string) => {
      told += text
    }
    const annai = await startAnnai(undefined, { logTo: { write: hear } })
    const mori = await annai.signIn('mori')
    await verifiedCall(mori, CALLERS.nakamura)

    // One manner of writing: that the guard reads all of them is told of the guard itself.
    const walk = await wander(mori, { everywhere: spoken }, [], hear)
    const posted = [...walk].filter(([kind]) => kind.startsWith('POST'))
    expect(posted.length).to.be.above(15)
    expect(posted.filter(([, statuses]) => statuses.some((status) => status !== 422))).to.eql([])
    expect(await everything(annai))
      .not.to.contain(spoken)
      .and.not.to.contain(number)
    expect(told, 'pages and the log').not.to.contain(spoken).and.not.to.contain(number)
    await annai.close()
  })
})

/** Every row of every table, as text. */
async function everything({ db }: Annai): Promise<string> {
  const postgres = String(db.client.config.client).includes('pg')
  const names = postgres
    ? db('pg_tables').where({ schemaname: 'public' }).select({ name: 'tablename' })
    : db('sqlite_master').where({ type: 'table' }).select('name')
  return JSON.stringify(await Promise.all((await names).map(({ name }) => db(name))))
}
