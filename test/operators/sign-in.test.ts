import { expect } from 'chai'
import { DEMO_PASSWORD } from '../../src/demo/people.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import type { Fields } from '../support/visitor.ts'

const SEARCH = `/search?q=${encodeURIComponent('中村')}`
const TANAKA = { login: 'tanaka', password: DEMO_PASSWORD }

describe('signing in on the way to a page', () => {
  let annai: Annai
  before(async () => {
    annai = await startAnnai()
  })
  after(() => annai.close())

  const get = (path: string, headers: Fields = {}) =>
    fetch(`${annai.url}${path}`, { redirect: 'manual', headers })
  const signIn = (fields: Fields, headers: Fields = {}) =>
    fetch(`${annai.url}/session`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      redirect: 'manual',
      headers,
    })
  /** The cookie that remembers the page, as the browser gets it. */
  const remembered = (response: Response) =>
    response.headers.getSetCookie().find((line) => line.startsWith('annai_back='))
  const pair = (response: Response) => remembered(response)?.split(';')[0] ?? ''
  const goesTo = (response: Response) => response.headers.get('location')

  it('what was asked for stands in no address, in a cookie that no script reads, and comes back', async () => {
    for (const path of [SEARCH, '/pop?from=09000000101', '/cases', '/']) {
      const asked = await get(path)
      expect([asked.status, goesTo(asked)], path).to.deep.equal([303, '/sign-in'])
      expect(remembered(asked))
        .to.match(/; HttpOnly/)
        .and.match(/; SameSite=Lax/)
        .and.match(/; Max-Age=600;/)
        .and.match(/; Path=\//)
      const cookie = pair(asked)
      const page = await get('/sign-in', { cookie })
      expect(await page.text(), 'nor on the page').not.to.contain(path.slice(1) || 'name="back"')
      const wrong = await signIn({ ...TANAKA, password: 'wrong' }, { cookie })
      expect([wrong.status, remembered(wrong)], 'kept for the next try').to.deep.equal([
        401,
        undefined,
      ])
      const entered = await signIn(TANAKA, { cookie })
      expect([entered.status, goesTo(entered)]).to.deep.equal([303, path])
      expect(remembered(entered), 'used once').to.match(/^annai_back=;.* Max-Age=0;/)
    }
  })

  it('leads nowhere but to a page of ours, whatever the cookie or the address says', async () => {
    for (const path of [
      ...['//evil.example', '/\\evil.example', '\\\\evil.example', 'https://evil.example', ''],
      ...['/\t/evil.example', '/a\r\nset-cookie: x=1', 'cases', '/.//evil.example', '/\u0085'],
    ]) {
      const cookie = `annai_back=${encodeURIComponent(path)}`
      expect(goesTo(await signIn(TANAKA, { cookie })), path).to.equal('/')
    }
    expect(goesTo(await signIn(TANAKA, { cookie: 'annai_back=%zz' }))).to.equal('/')
    const typed = await signIn({ ...TANAKA, back: '/cases' })
    expect(goesTo(typed), 'a form of before').to.equal('/')
    const linked = await get('/sign-in?back=/cases')
    expect([linked.status, remembered(linked)]).to.deep.equal([200, undefined])
    expect(await linked.text()).not.to.contain('/cases')
  })

  it('an address too long for a cookie leads to the desk', async () => {
    const asked = await get(`/search?q=${'%E4%B8%AD'.repeat(400)}`)
    expect([goesTo(asked), pair(asked)]).to.deep.equal(['/sign-in', 'annai_back=%2F'])
  })

  it('only pages are remembered: no pictures, no data, no forms', async () => {
    for (const headers of [
      { 'sec-fetch-dest': 'image' },
      { 'sec-fetch-dest': 'empty' },
      { accept: 'image/avif,image/webp' },
    ]) {
      const asked = await get('/favicon.ico', headers)
      expect([goesTo(asked), remembered(asked)]).to.deep.equal(['/sign-in', undefined])
    }
    const posted = await fetch(`${annai.url}/calls`, { method: 'POST' })
    expect([posted.status, remembered(posted)]).to.deep.equal([401, undefined])
  })

  it('signing out forgets it: the next person at this desk begins at the beginning', async () => {
    const tanaka = await annai.signIn('tanaka')
    const left = await fetch(`${annai.url}/session/end`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: `${tanaka.cookie}; annai_back=%2Fcases` },
    })
    expect(goesTo(left)).to.equal('/sign-in')
    expect(remembered(left)).to.match(/^annai_back=;.* Max-Age=0;/)
  })
})
