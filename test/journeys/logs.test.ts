import { expect } from 'chai'
import { DEMO_PASSWORD } from '../../src/demo/people.ts'
import { createLog } from '../../src/web/log.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, faults } from '../support/phone-call.ts'
import { verifiedCall } from './ways.ts'

/** Everything that a caller says or the program knows of him, in the writings in which it may get into a line. */
const PERSONAL = [
  ...['中村', 'ナカムラ', '拓也', 'タクヤ', '1990-06-14', '19900614', '平成2', '架空'],
  ...['09000000101', '090-0000-0101', 'あさひ台', 'お客様の言葉', '海外サイト', DEMO_PASSWORD],
]
const written = (text: string) => [
  text,
  encodeURIComponent(text),
  JSON.stringify(text).slice(1, -1),
]

onBothDatabases('the log of the program', (freshUrl) => {
  let annai: Annai
  let lines = ''
  before(async () => {
    const write = (line: string) => {
      lines += line
    }
    annai = await startAnnai(await freshUrl(), { logTo: { write } })
  })
  after(() => annai.close())

  it('tells of a whole call what was asked for and how it ended, and nothing of the person', async () => {
    const mori = await annai.signIn('mori')
    await mori.open(`/search?q=${encodeURIComponent('中村 拓也')}`)
    await mori.open('/customers?q=09000000101')
    await mori.open('/pop?from=090-0000-0101')
    const call = await verifiedCall(mori, CALLERS.nakamura)
    const { path } = mori
    await mori.post(`${path}/note`, { matter: '1', version: '0', body: 'お客様の言葉 海外サイト' })
    await call.follow('tr_card picked:0005', 'er_code er323', 'er_detail noted')
    for (const kind of ['malformed', 'error_500'])
      await faults(annai, { operation: 'listPasswordEvents', kind, times: 1 })
    await call.follow('ck_attempts auth_failed')
    const caseFile = await annai.db('cases').first()
    for (const page of [`/cases/${caseFile.id}`, `/customers/${caseFile.customer_id}`])
      await mori.open(page)
    await mori.post(`/cases/${caseFile.id}/notes`, { body: '中村様の件、お客様の言葉' })
    for (const route of ['/search', '/customers', '/pop', '/calls/:id', '/cases/:id/notes'])
      expect(lines).to.contain(`"route":"${route}"`)
    tellsNobody()
  })

  it('of a database that fails, what failed and not the row', async () => {
    const mori = await annai.signIn('mori')
    const caseFile = await annai.db('cases').first()
    await annai.db.schema.alterTable('case_notes', (table) => table.renameColumn('body', 'words'))
    await mori.post(`/cases/${caseFile.id}/notes`, { body: '中村様の件、お客様の言葉 海外サイト' })
    expect(mori.status).to.equal(500)
    expect(mori.$.html(), 'and the page tells no more than that').not.to.match(/case_notes|SQL/)
    expect(lines).to.match(/"level":50.*request failed/)
    tellsNobody()
  })

  it('of what a database or a reader of JSON cannot take, nothing of it', async () => {
    const log = createLog('error', {
      write: (line) => {
        lines += line
      },
    })
    const fails = [
      async () => await annai.db.raw('select cast(? as integer)', ['中村 拓也']),
      async () => JSON.parse('{"name":中村}'),
      async () => JSON.parse('中村 拓也'),
    ]
    for (const each of fails)
      await each().catch((err: unknown) => log.error({ err }, 'something failed'))
    expect(lines.match(/something failed/g)).to.have.length.above(1)
    tellsNobody()
  })

  const tellsNobody = () => {
    for (const each of PERSONAL.flatMap(written)) expect(lines, 'the log').not.to.contain(each)
  }
})
