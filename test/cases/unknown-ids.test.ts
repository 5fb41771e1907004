import { expect } from 'chai'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'

const STRANGE = [
  'x',
  '0',
  '%00',
  '%27',
  '%F0%9F%92%B3',
  '261123-0001-0',
  '00000000-0000-7000-8000-000000000000',
  '00000000-0000-7000-8000-00000000000%00',
  'a'.repeat(10_000),
]
const POSTS = ['notes', 'closure', 'reopening', 'owner'].map((each) => `/cases/:id/${each}`)
/** They find what they are about in the same way; two shapes are enough. */
const WORK = [
  ...['links', 'handovers', 'splits', 'merges'].map((each) => `/cases/:id/${each}`),
  '/merges/:id/undoing',
  '/handovers/:id/acceptance',
  '/links/:id/removal',
  '/customers/:id/merge-requests',
  '/customer-merges/:id/decision',
]

onBothDatabases('an id that nobody knows', (freshUrl) => {
  let annai: Annai
  before(async () => {
    annai = await startAnnai(await freshUrl())
  })
  after(() => annai.close())

  it('is not found, of whatever shape', async () => {
    const mori = await annai.signIn('mori')
    for (const id of STRANGE) {
      for (const path of ['/cases/:id', '/calls/:id']) {
        await mori.open(path.replace(':id', id))
        expect(mori.status, `${path} ${id.slice(0, 40)}`).to.equal(404)
      }
      for (const path of [...POSTS, '/commitments/:id/end', '/approvals/:id/decision']) {
        await mori.post(path.replace(':id', id), { version: '1', body: 'x', reason: 'x' })
        expect(mori.status, `${path} ${id.slice(0, 40)}`).to.equal(404)
      }
      await mori.post('/calls', { caseId: id })
      expect(mori.status, `a call on ${id.slice(0, 40)}`).to.equal(404)
    }
    for (const id of ['x', '00000000-0000-7000-8000-000000000000'])
      for (const path of WORK) {
        await mori.post(path.replace(':id', id), { version: '1', reason: 'x', into: id })
        expect(mori.status, `${path} ${id}`).to.equal(404)
      }
    expect(await annai.db('calls')).to.have.length(0)
  })
})
