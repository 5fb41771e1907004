import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { expect } from 'chai'
import express from 'express'
import { createLive } from '../../src/web/live.ts'

describe('the hub of open pages', () => {
  let watchers = 0
  let stop = () => {}
  afterEach(() => stop())
  const served = async (
    revisions: () => ReadonlyMap<string, string> | Promise<ReadonlyMap<string, string>>,
  ) => {
    watchers = 0
    const live = createLive({
      revisions: async () => revisions(),
      onError: (error) => expect.fail(String(error)),
    })
    const app = express().get('/', async (req, res) => {
      const mayGoOn = async () => {
        watchers += 1
        return true
      }
      await live.open(req, res, { topic: 'a', session: 's', mayGoOn })
    })
    const server = app.listen(0, '127.0.0.1')
    await once(server, 'listening')
    stop = () => {
      live.close()
      server.close()
    }
    const { port } = server.address() as AddressInfo // it listens on a port
    return { live, server, url: `http://127.0.0.1:${port}/` }
  }

  it('lets a server stop while pages are open, and takes no new ones', async () => {
    const { live, server, url } = await served(() => new Map([['a', '1']]))
    const [open] = await Promise.all([fetch(`${url}?since=1`), fetch(`${url}?since=1`)])
    live.close()
    expect(await open.text()).to.equal('retry: 3000\n\n')
    expect(await (await fetch(url)).text(), 'none that would never end').to.equal('')
    const stopped = once(server, 'close')
    server.close()
    await stopped
  })

  it('lets go of a reader that takes nothing, before what waits for it grows', async () => {
    const { live, server } = await served(() => new Map([['a', 'x'.repeat(40_000_000)]]))
    const { port } = server.address() as AddressInfo // it listens on a port
    const opened = once(server, 'request')
    const stalled = connect(port, '127.0.0.1').pause()
    stalled.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
    const [, res] = await opened
    while (res.writableLength === 0) await new Promise(setImmediate)
    const gone = once(res, 'close')
    await live.beat()
    await gone
    expect(watchers, 'nor is it asked about').to.equal(0)
    stalled.destroy()
  })

  it('keeps nothing for who has left before it was opened', async () => {
    let asked = 0
    let tell = () => {}
    const told = new Promise<void>((resolve) => {
      tell = resolve
    })
    const { live, server, url } = await served(async () => {
      asked += 1
      await told
      return new Map([['a', '1']])
    })
    const going = new AbortController()
    const gone = once(server, 'connection').then(([socket]) => once(socket, 'close'))
    const opened = fetch(url, { signal: going.signal }).catch(() => {})
    while (asked === 0) await new Promise(setImmediate)
    going.abort()
    await Promise.all([opened, gone])
    tell()
    await new Promise(setImmediate)
    await live.beat()
    expect(watchers).to.equal(0)
  })

  it('ends an answer that asks for the head alone', async () => {
    const { url } = await served(() => new Map())
    expect((await fetch(url, { method: 'HEAD' })).status).to.equal(200)
  })

  it('says that something changed, again and again, and what it stands at', async () => {
    let at = 0
    const { url } = await served(() => {
      at += 1
      return new Map([['a', String(at)]])
    })
    const body = (await fetch(`${url}?since=0`)).body?.pipeThrough(new TextDecoderStream())
    let told = ''
    for await (const part of body ?? []) {
      told += part
      if (told.includes('data: 3')) break
    }
    expect([...told.matchAll(/^id: (\d)$/gm)].map((each) => each[1])).to.deep.equal(['1', '2', '3'])
  })
})
