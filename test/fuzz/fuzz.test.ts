import { expect } from 'chai'
import { startAnnai } from '../support/annai.ts'
import { fuzz } from './fuzz.ts'

/** So few that nobody waits for it; `npm run test:fuzz` sends a hundred thousand. */
const REQUESTS = 300

describe('requests of every shape', () => {
  it('to every route, by every role and by nobody, are answered without harm', async function () {
    this.timeout(300_000)
    const annai = await startAnnai()
    const seed = Date.now() % 1_000_000
    try {
      const { wrong } = await fuzz({ annai, requests: REQUESTS, seed })
      expect(wrong, `seed ${seed}`).to.deep.equal([])
      expect((await fetch(`${annai.url}/healthz`)).status).to.equal(200)
    } finally {
      await annai.close()
    }
  })
})
