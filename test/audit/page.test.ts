import { expect } from 'chai'
import { recordEvent } from '../../src/audit/events.ts'
import { csvCell } from '../../src/audit/log-export.ts'
import { callUpToConsent } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import type { Visitor } from '../support/visitor.ts'
import { fill, newSealing, type Sealing } from './sealed.ts'

onBothDatabases('the auditor’s page', (freshUrl) => {
  let annai: Annai
  let ueno: Visitor
  let sealing: Sealing
  let number: string
  let customerId: string

  before(async () => {
    sealing = newSealing()
    annai = await startAnnai(await freshUrl(), { audit: sealing.settings })
    ueno = await annai.signIn('ueno')
    await ueno.post('/preferences', { language: 'en', back: '/' })
    const call = await callUpToConsent(annai, await annai.signIn('tanaka'))
    await call.follow('st_consent agree')
    await call.answer('confirm', { last4: '4242' })
    await annai.idle()
    const caseFile = await annai.db('cases').first('number', 'customer_id')
    number = caseFile.number
    customerId = caseFile.customer_id
  })
  after(async () => {
    await annai.close()
    sealing.remove()
  })

  const sentences = () =>
    ueno
      .$('table.audit tbody th')
      .toArray()
      .map((each) => ueno.$(each).text().trim())

  it('is for the auditor alone', async () => {
    for (const login of ['tanaka', 'kimura', 'mori', 'hayashi', 'admin']) {
      const visitor = await annai.signIn(login)
      for (const path of ['/audit', '/audit/export/csv'])
        expect((await visitor.open(path)).status, `${login} ${path}`).to.equal(403)
    }
    expect((await ueno.open('/audit')).status).to.equal(200)
    expect(ueno.$('main').attr('data-page')).to.equal('audit')
    expect(ueno.$('main').attr('data-count')).to.equal('50')
  })

  it('tells who stopped a card, and leads to the call with its verification and version', async () => {
    await ueno.open(`/audit?case=${number}&name=cardActions`)
    const version = 'version 1 of the call script, caller at that moment: Verified'
    const stopped = sentences().find((each) => each.includes('confirmed an action on a card'))
    expect(stopped).to.match(/^田中 恵 confirmed an action on a card: \S.* …4242, Stop, /)
    expect(stopped).to.contain(version)
    const record = ueno.$('table.audit a[href$="/record"]').first().attr('href') ?? ''
    await ueno.open(record)
    expect(ueno.status).to.equal(200)
    const text = ueno.text('main')
    expect(text).to.match(/Verification|verified/i)
    expect(text).to.contain('Card trouble')
  })

  it('tells steps and answers by the words of the script, in the reader’s language, with their codes', async () => {
    await ueno.open('/audit?name=call_answered')
    const all = sentences().map((each) => each.replace(/\s+/g, ' '))
    expect(all).to.include(
      '田中 恵 recorded an answer on the call: Reason for the call, Top-up error. op_reason topup_error',
    )
    await ueno.post('/preferences', { language: 'ja', back: '/' })
    await ueno.open('/audit?name=call_answered')
    expect(sentences().join()).to.match(/[ぁ-ん].*st_consent agree/)
    await ueno.post('/preferences', { language: 'en', back: '/' })
    const csv = await (await ueno.fetch('/audit/export/csv?name=call_answered')).text()
    expect(csv).to.contain('Consent to stop and reissue, Agrees')
  })

  it('tells who looked at a customer, whichever way they are named', async () => {
    const { member_no } = await annai.db('customers').where({ id: customerId }).first('member_no')
    await ueno.open(`/customers/${customerId}`)
    for (const named of [member_no, customerId]) {
      await ueno.open(`/audit?customer=${named}&name=lookedAt`)
      expect(sentences()).to.include('上野 健 read the page of the customer.')
      const [read] = await annai
        .db('audit_events')
        .where({ name: 'audit_viewed' })
        .orderBy('id', 'desc')
      expect(read.customer_id, 'reading about them is reading of them').to.equal(customerId)
      await ueno.open(`/audit?customer=${named}`)
      expect(sentences().join()).to.match(/田中 恵 confirmed an action on a card: \S.* …4242, Stop/)
    }
  })

  it('filters by operator, day, kind and refusal, and says what it cannot read', async () => {
    const { id } = await annai.db('operators').where({ login: 'mori' }).first('id')
    await ueno.open(`/audit?operator=${id}&refused=yes`)
    expect(sentences()[0]).to.match(
      /^refused 森.* was refused: the audit log|^refused 森.* was refused/,
    )
    expect(sentences().every((each) => each.startsWith('refused'))).to.equal(true)
    await ueno.open('/audit?from=2026-11-24')
    expect(ueno.$('main').attr('data-count')).to.equal('0')
    await ueno.open('/audit?from=2026-11-23&to=2026-11-23&name=signed_in')
    expect(Number(ueno.$('main').attr('data-count'))).to.be.above(2)
    for (const wrong of [
      'case=261123-0001-0',
      'customer=x',
      'from=never',
      'operator=1',
      'call=x',
    ]) {
      await ueno.open(`/audit?${wrong}`)
      expect([ueno.status, ueno.$('main [role=alert]').length], wrong).to.eql([422, 1])
    }
  })

  it('pages through all of it, each event once, also of one moment', async () => {
    await fill(annai.db, 120)
    const at = annai.clock.now()
    const one = { name: 'wave_ended' as const, at, operatorId: null, detail: {} }
    await Promise.all(Array.from({ length: 60 }, () => recordEvent(annai.db, one)))
    const seen: string[] = []
    let url: string | undefined = '/audit?name=wave_ended'
    while (url) {
      await ueno.open(url)
      seen.push(
        ...ueno
          .$('[data-event]')
          .toArray()
          .map((each) => ueno.$(each).attr('data-event') ?? ''),
      )
      url = ueno.$('a[rel=next]').attr('href')
    }
    expect([seen.length, new Set(seen).size]).to.eql([60, 60])
  })

  it('exports what is filtered, safe for a spreadsheet, and says so in the log', async () => {
    await annai.sealer?.seal()
    const csv = await ueno.fetch('/audit/export/csv?name=customer_viewed')
    expect(csv.headers.get('content-type')).to.contain('text/csv')
    expect(csv.headers.get('content-disposition')).to.equal(
      'attachment; filename="annai-audit.csv"',
    )
    const lines = Buffer.from(await csv.arrayBuffer())
      .toString('utf8')
      .split('\r\n')
    expect(lines[0]).to.match(/^\uFEFF"at","operator","event"/)
    expect(lines.length).to.be.above(80)
    const json = await (await ueno.fetch('/audit/export/jsonl?name=customer_viewed')).text()
    const events = json
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(events.length).to.equal(lines.length - 2)
    expect(events.every(({ name, entry }) => name === 'customer_viewed' && entry > 0)).to.equal(
      true,
    )
    const exported = await annai.db('audit_events').where({ name: 'audit_exported' }).orderBy('id')
    expect(exported.slice(-2).map(({ detail }) => JSON.parse(detail))).to.eql([
      { format: 'csv', names: ['customer_viewed'] },
      { format: 'jsonl', names: ['customer_viewed'] },
    ])
    expect((await ueno.open('/audit/export/exe')).status).to.equal(404)
  })

  it('verifies the latest entries by a button, and shows when that was', async () => {
    await ueno.open('/audit')
    await ueno.submit('.audit-state form')
    expect([ueno.status, ueno.path]).to.eql([200, '/audit'])
    expect(ueno.text('.audit-state')).to.match(/The latest \d+ entries are as they were sealed/)
  })
})

describe('a cell of the exported log', () => {
  it('is never taken for a formula', () => {
    for (const start of ['=', '+', '-', '@', '\t', '\r', '\n', ' =', '＝', '＋', '－', '＠'])
      expect(csvCell(`${start}1+1`)).to.equal(`"'${start}1+1"`)
    expect(csvCell('a"b')).to.equal('"a""b"')
  })
})
