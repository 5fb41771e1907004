import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { expect } from 'chai'
import { tellEndpoint } from '../../src/cards/webhook-endpoint.ts'
import { newWebhookSecret } from '../../src/cards/webhook-secret.ts'
import { ConfigError, readConfig } from '../../src/config.ts'

/** As long as one may be, but no bytes come of 33 letters. */
const NO_BASE64 = `whsec_${'A'.repeat(33)}`

/** Tells some other server where to send events. */
async function told(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const endpoint = { url: 'http://127.0.0.1:3000/webhooks/card-system', secret: newWebhookSecret() }
  const taken = await tellEndpoint(`http://127.0.0.1:${port}`, endpoint)
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
  return { taken, endpoint, again: () => tellEndpoint(`http://127.0.0.1:${port}`, endpoint) }
}

describe('where the card system sends its events', () => {
  it('is told to it with a secret of its own', async () => {
    let asked = ''
    const { taken, endpoint, again } = await told(async (request, response) => {
      asked = `${request.method} ${request.url} `
      for await (const chunk of request) asked += chunk
      response.end('{}')
    })
    expect(taken).to.equal(true)
    expect(asked).to.equal(`PUT /webhook-endpoint ${JSON.stringify(endpoint)}`)
    expect(await again(), 'nobody there').to.equal(false)
  })

  it('is not taken by an older one, and that is no error', async () => {
    const { taken } = await told((_request, response) => void response.writeHead(404).end())
    expect(taken).to.equal(false)
  })

  it('has a secret that a setting may give; another shape of it stops the start', () => {
    const secret = newWebhookSecret()
    expect(newWebhookSecret()).not.to.equal(secret)
    const read = (CARD_SYSTEM_WEBHOOK_SECRET: string) => readConfig({ CARD_SYSTEM_WEBHOOK_SECRET })
    expect(read(secret).webhookSecret).to.equal(secret)
    expect(read('').webhookSecret).to.equal(null)
    for (const wrong of ['secret', 'whsec_', 'whsec_dG9vIHNob3J0', secret.slice(6), NO_BASE64])
      expect(() => read(wrong), wrong).to.throw(ConfigError, 'CARD_SYSTEM_WEBHOOK_SECRET')
  })
})
