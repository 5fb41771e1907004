import { once } from 'node:events'
import { type IncomingHttpHeaders, request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { expect } from 'chai'
import express, { type ErrorRequestHandler } from 'express'
import { sameOrigin } from '../../src/web/same-origin.ts'
import { createHttpServer } from '../../src/web/server.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import type { Fields, Visitor } from '../support/visitor.ts'

/** What a browser of somebody else's page would send, and headers that fetch does not let be set. */
const ask = (url: string, headers: Fields, method = 'GET', body = '') =>
  new Promise<{ status: number; headers: IncomingHttpHeaders; text: string }>((resolve, reject) => {
    const sent = request(url, { method, headers }, (answer) => {
      let text = ''
      answer.on('data', (piece) => {
        text += piece
      })
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }),
      )
    })
    sent.on('error', reject)
    sent.end(body)
  })

describe('the web: headers', () => {
  let annai: Annai
  let mori: Visitor
  before(async () => {
    annai = await startAnnai()
    mori = await annai.signIn('mori')
  })
  after(() => annai.close())

  it('let a page use our own files only, in no frame, with nothing kept or given on', async () => {
    const paths = ['/', '/sign-in', '/cases', '/search?q=x', '/no-such-page', '/healthz']
    const style = mori.$('link[rel="stylesheet"]').attr('href') ?? ''
    for (const path of [...paths, style]) {
      const { headers } = await ask(annai.url + path, { cookie: mori.cookie })
      const policy = String(headers['content-security-policy'])
      expect(policy, path).to.contain("default-src 'none'").and.contain("frame-ancestors 'none'")
      expect(policy, path).not.to.match(/unsafe|\*|data:|https?:/)
      expect(headers, path).to.include({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'x-permitted-cross-domain-policies': 'none',
      })
      expect(headers['permissions-policy'], path).to.contain('microphone=()')
      expect(headers, path).not.to.have.any.keys('x-powered-by', 'server', 'etag')
      if (path !== style) expect(headers['cache-control'], path).to.equal('no-store')
    }
  })

  it('give cookies that no script reads, and in production none without TLS', async () => {
    const production = await startAnnai(undefined, { secure: true })
    try {
      const asked = await fetch(`${production.url}/cases`, { redirect: 'manual' })
      const { headers } = asked
      expect(headers.getSetCookie()[0]).to.match(
        /^__Host-annai_back=.*; HttpOnly; Secure; SameSite/,
      )
      expect(headers.getSetCookie()[0]).to.contain('Path=/').and.not.contain('Domain')
      expect(headers.get('strict-transport-security')).to.match(/max-age=\d{7,}/)
      expect(headers.get('content-security-policy')).to.contain('upgrade-insecure-requests')
    } finally {
      await production.close()
    }
  })

  it('let no other site’s page post, read a stream or fetch anything; a link from it leads in', async () => {
    const elsewhere = { 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example' }
    const { cookie } = mori
    for (const headers of [
      elsewhere,
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://elsewhere.example' },
      { origin: 'null' },
    ]) {
      const posted = await ask(`${annai.url}/preferences`, { ...headers, cookie }, 'POST')
      expect(posted.status, JSON.stringify(headers)).to.equal(403)
    }
    for (const path of ['/reminders/live', '/reminders', '/cases', '/search?q=x'])
      for (const how of [
        { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' },
        { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' },
        { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
      ]) {
        const { status } = await ask(annai.url + path, { ...elsewhere, ...how, cookie })
        expect(status, `${path} ${JSON.stringify(how)}`).to.equal(403)
      }
    const linked = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
    const rung = await ask(`${annai.url}/pop?from=09000000101`, { ...elsewhere, ...linked, cookie })
    expect(rung.status, 'the telephone system’s page opens the call').to.equal(200)
  })

  it('take forms and our own scripts’ JSON only: no files, no other bodies, none that is huge', async () => {
    const { cookie } = mori
    const own = { cookie, 'sec-fetch-site': 'same-origin' }
    for (const type of ['multipart/form-data; boundary=x', 'text/plain', 'application/xml', 'a']) {
      const headers = { ...own, 'content-type': type }
      const { status } = await ask(`${annai.url}/preferences`, headers, 'POST', '--x--')
      expect(status, type).to.equal(415)
    }
    const form = { ...own, 'content-type': 'application/x-www-form-urlencoded' }
    const huge = await ask(`${annai.url}/preferences`, form, 'POST', `a=${'b'.repeat(1_100_000)}`)
    expect(huge.status).to.equal(413)
    const long = await ask(`${annai.url}/session`, form, 'POST', `a=${'b'.repeat(120_001)}`)
    expect(long.status, 'longer than is read for secrets').to.equal(413)
    expect(long.text, 'and not shown again').not.to.contain('bbbb')
    const many = Array.from({ length: 500 }, (_, n) => `f${n}=1`).join('&')
    expect((await ask(`${annai.url}/preferences`, form, 'POST', many)).status).to.equal(413)
    const told = await ask(`${annai.url}/preferences`, { ...form, cookie }, 'POST', 'a=CVV%20123')
    expect(told.status, 'refused before it is asked who that is').to.equal(422)
    expect(told.text).to.contain('受付へ戻る').and.not.to.contain('>サインイン<')
    const json = { ...own, 'content-type': 'application/json' }
    const deep = `{"language":${'['.repeat(20_000)}${']'.repeat(20_000)}}`
    for (const body of ['{"language":{"toString":1}}', '{"login":{"a":"b"}}', '[1]', 'null', deep])
      for (const path of ['/preferences', '/session']) {
        const { status } = await ask(annai.url + path, json, 'POST', body)
        expect(status, body.slice(0, 40)).to.equal(400)
      }
    const packed = { ...form, 'content-encoding': 'x-strange' }
    expect((await ask(`${annai.url}/preferences`, packed, 'POST', 'a=b')).status).to.equal(415)
  })
})

describe('the web: another site', () => {
  it('is whatever is not the public address, its scheme included', async () => {
    const app = express()
      .use(sameOrigin('https://annai.example/'))
      .use((_req, res) => void res.end('in'))
    const server = app.use(refused).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo // it listens on a port
    const statusFor = async (origin: string) =>
      (await ask(`http://127.0.0.1:${port}/`, { origin }, 'POST')).status
    for (const origin of [
      'http://annai.example',
      'https://annai.example:8443',
      'https://x.annai.example',
      'null',
    ])
      expect(await statusFor(origin), origin).to.equal(403)
    expect(await statusFor('https://annai.example')).to.equal(200)
    server.close()
  })
  const refused: ErrorRequestHandler = (error, _req, res, _next) =>
    void res.status(error.status).end()
})

describe('the web: slow clients', () => {
  const answer = async (limits: Parameters<typeof createHttpServer>[1], sent: string) => {
    const server = createHttpServer((_req, res) => void res.end('never'), limits)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const socket = connect(typeof address === 'object' ? (address?.port ?? 0) : 0, '127.0.0.1')
    let text = ''
    socket.on('data', (piece) => {
      text += piece
    })
    socket.write(sent)
    await once(socket, 'close')
    server.close()
    return text
  }

  it('that never end their head are cut off', async () => {
    const limits = { headMs: 50, wholeMs: 60_000, idleMs: 60_000, lookMs: 10 }
    expect(await answer(limits, 'GET / HTTP/1.1\r\nhost: x\r\nx-slow: ')).to.match(/^HTTP\/1.1 408/)
  })

  it('that never end their body are cut off', async () => {
    const limits = { headMs: 50, wholeMs: 100, idleMs: 60_000, lookMs: 10 }
    const head = 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n'
    expect(await answer(limits, `${head}a=`)).to.contain('408')
  })

  it('that say nothing at all are cut off', async () => {
    const limits = { headMs: 60_000, wholeMs: 60_000, idleMs: 50, lookMs: 10 }
    expect(await answer(limits, '')).to.equal('')
  })
})
