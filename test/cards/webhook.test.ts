import { once } from 'node:events'
import { connect } from 'node:net'
import { expect } from 'chai'
import { CLOSING, callUpToConsent } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { bodyOf, eventId, post, SECRET, type Sent, tell } from '../support/webhooks.ts'

const MINUTE = 60_000
const KNOWN = { cardRef: 'card-0101-a', customerRef: 'customer-0101' }
const known = () => bodyOf('card.updated', KNOWN)

onBothDatabases('what the card system sends', (freshUrl) => {
  let annai: Annai
  before(async () => {
    annai = await startAnnai(await freshUrl(), { webhookSecret: SECRET })
    const call = await callUpToConsent(annai, await annai.signIn('tanaka'))
    await call.follow('st_consent agree', ['st_stop confirm', { last4: '4242' }], 'rc_ask none')
    await call.follow('ri_address match', 'ri_absence none', 'ri_order confirm', 'ri_notice next')
    await call.follow('ri_old_card next', 'pv_advice next', ...CLOSING)
  })
  after(() => annai.close())

  /** Every row of every table but the count of refusals. */
  async function everything(): Promise<string> {
    const tables = ['card_events', 'card_sightings', 'cases', 'commitments', 'tasks']
    const more = ['card_actions', 'card_action_attempts', 'audit_events', 'call_entries', 'calls']
    const rows: unknown[] = []
    for (const table of [...tables, ...more, 'matters', 'case_notes', 'approvals']) {
      const found: unknown[] = await annai.db(table)
      rows.push(table, found.map((row) => JSON.stringify(row)).sort())
    }
    return JSON.stringify(rows)
  }
  const counted = async (): Promise<Record<string, number>> => {
    const answer = await fetch(`${annai.url}/readyz`)
    return Object((await answer.json()) ?? {}).webhooks.refusedToday
  }

  async function refused(sent: Sent, status: number, reason: string): Promise<void> {
    const before = await everything()
    const count = (await counted())[reason] ?? 0
    const answer = await post(annai, sent)
    expect(answer.status, reason).to.equal(status)
    expect(await answer.json()).to.deep.equal({ error: reason })
    expect(await everything(), 'nothing changed').to.equal(before)
    expect((await counted())[reason], 'counted').to.equal(count + 1)
  }

  it('is refused with a bad signature, and so is one of a secret that was never ours', async () => {
    await refused({ body: known(), headers: { 'webhook-signature': 'v1,AAAA' } }, 401, 'signature')
    await refused({ body: known(), headers: { 'webhook-signature': '' } }, 401, 'signature')
    await refused({ body: known(), headers: { 'webhook-signature': 'v1' } }, 401, 'signature')
    const other = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
    await refused({ body: known(), secret: other }, 401, 'signature')
    await refused({ body: known(), headers: { 'webhook-id': 'another' } }, 401, 'signature')
    await refused({ id: 'a.b', body: known() }, 401, 'signature')
    await refused({ id: 'x'.repeat(65), body: known() }, 401, 'signature')
  })

  it('is refused when it is old, or from the future', async () => {
    const at = (minutes: number) => new Date(Date.now() + minutes * MINUTE)
    await refused({ body: known(), at: at(-6) }, 401, 'timestamp')
    await refused({ body: known(), at: at(6) }, 401, 'timestamp')
    await refused({ body: known(), headers: { 'webhook-timestamp': 'now' } }, 401, 'signature')
  })

  it('is refused when it is about something that Annai knows nothing of', async () => {
    const unknown = [
      ['operation.completed', { idempotencyKey: 'nobody' }],
      ['operation.completed', { idempotencyKey: '00000000-0000-7000-8000-000000000001' }],
      ['card.updated', { cardRef: 'card-nobody', customerRef: 'customer-nobody' }],
      ['lock.updated', { lockRef: 'lock-1', cardRef: 'card-nobody' }],
      ['hold.updated', { holdRef: 'hold-1', cardRef: 'card-nobody' }],
      ['token.updated', { tokenRef: 'token-1', customerRef: 'customer-nobody' }],
      ['reissue.updated', { reissueRef: 'reissue-nobody' }],
      ['shipment.updated', { reissueRef: 'reissue-nobody', shipmentRef: 'shipment-nobody' }],
    ] as const
    for (const [type, data] of unknown)
      await refused({ body: bodyOf(type, data) }, 404, 'unknown_ref')
  })

  it('is refused when it is no event', async () => {
    await refused({ body: '' }, 400, 'body')
    await refused({ body: '{"type":' }, 400, 'body')
    await refused({ body: '[]' }, 400, 'body')
    await refused({ body: bodyOf('card.eaten', KNOWN) }, 400, 'body')
    await refused({ body: bodyOf('card.updated', { cardRef: 'card-0101-a' }) }, 400, 'body')
    await refused({ body: bodyOf('card.updated', KNOWN, 'yesterday') }, 400, 'body')
    const nul = { ...KNOWN, cardRef: 'card\u0000' }
    await refused({ body: bodyOf('card.updated', nul) }, 400, 'body')
  })

  it('is refused when it is not JSON, or packed', async () => {
    await refused({ body: known(), headers: { 'content-type': 'text/plain' } }, 415, 'media_type')
    await refused({ body: known(), headers: { 'content-encoding': 'gzip' } }, 415, 'media_type')
  })

  it('is refused when it is too long', async () => {
    const long = `${known()}${' '.repeat(10 * 1024 * 1024)}`
    await refused({ body: long }, 413, 'too_large')
  })

  it('is answered before a long body has come to its end, whether its length was told or not', async () => {
    const { hostname, port } = new URL(annai.url)
    const head =
      'POST /webhooks/card-system HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n'
    const chunk = 'x'.repeat(0x12000)
    for (const rest of [
      'Content-Length: 10485760\r\n\r\nx',
      `Transfer-Encoding: chunked\r\n\r\n12000\r\n${chunk}\r\n`,
    ]) {
      const socket = connect({ host: hostname, port: Number(port) })
      socket.write(head + rest)
      let answer = ''
      socket.on('data', (data) => {
        answer += data
      })
      await once(socket, 'close')
      expect(answer).to.match(/^HTTP\/1\.1 413 /)
    }
  })

  it('counts each refusal, also of many at once', async () => {
    const before = (await counted()).signature ?? 0
    const bad = { body: known(), headers: { 'webhook-signature': 'v1,AAAA' } }
    const answers = await Promise.all(Array.from({ length: 40 }, () => post(annai, bad)))
    expect(answers.every(({ status }) => status === 401)).to.equal(true)
    expect((await counted()).signature).to.equal(before + 40)
    const rows = await annai.db('webhook_refusals').where({ reason: 'signature' })
    expect(rows, 'one row a day and reason').to.have.length(1)
  })

  it('keeps nothing of what an event says but what it is about', async () => {
    const id = eventId()
    const body = bodyOf('card.updated', { ...KNOWN, pan: 'something else', note: 'words' })
    expect((await post(annai, { id, body })).status).to.equal(204)
    const { refs } = await annai.db('card_events').where({ id }).first()
    expect(JSON.parse(refs)).to.deep.equal(KNOWN)
  })

  it('is taken once, however often it is sent', async () => {
    const id = await tell(annai, 'card.updated', KNOWN)
    const [first] = await annai.db('card_events').where({ id })
    expect(first.handled_at).to.be.a('string')
    annai.clock.forward(MINUTE)
    const again = Array.from({ length: 5 }, () => post(annai, { id, body: known() }))
    for (const { status } of await Promise.all(again)) expect(status).to.equal(204)
    await annai.idle()
    expect(await annai.db('card_events').where({ id })).to.deep.equal([first])
  })

  it('takes no notice of where it seems to come from: no page can sign', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example' }
    expect((await post(annai, { body: known(), headers })).status).to.equal(204)
  })

  it('takes nothing without a secret', async () => {
    const other = await startAnnai()
    try {
      const answer = await post(other, { body: known() })
      expect(answer.status).to.equal(404)
      expect(await other.db('card_events')).to.deep.equal([])
      expect(await other.db('webhook_refusals')).to.deep.equal([])
    } finally {
      await other.close()
    }
  })
})
