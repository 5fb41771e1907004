import { expect } from 'chai'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, PhoneCall } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'
import { type Added, addCases, numbersOn, operatorId } from './queued.ts'
import { caseRow } from './taking.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

onBothDatabases('the list of cases', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  let mori: Visitor
  let added: readonly Added[]

  before(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
    mori = await annai.signIn('mori')
    const [me, suzuki, kimura] = [
      await operatorId(annai, 'tanaka'),
      await operatorId(annai, 'suzuki'),
      await operatorId(annai, 'kimura'),
    ]
    added = await addCases(annai, [
      { owner: me, due: 2 * HOUR },
      { owner: suzuki, due: -HOUR, status: 'waiting_network' },
      { owner: kimura, status: 'escalated' },
      { owner: null, due: HOUR, reason: 'declined' },
      { owner: null, reason: 'lost_stolen' },
      { owner: me, status: 'waiting_delivery', due: 8 * DAY },
      { owner: me, status: 'closed' },
    ])
  })
  after(() => annai.close())

  const numbers = (...nths: number[]) => nths.map((nth) => added[nth]?.number)
  const listed = async (words: string, by = tanaka): Promise<(string | undefined)[]> => {
    await by.open(`/cases?${words}`)
    expect(by.status, words).to.equal(200)
    return numbersOn(by)
  }
  const tab = (by: Visitor, view: string) =>
    by.$(`main [data-view="${view}"] [data-tab-count]`).attr('data-tab-count')

  it('each view shows its own cases, the most urgent first, and counts them', async () => {
    const views = {
      mine: [0, 5],
      team: [1, 0, 5],
      unowned: [4, 3],
      network: [1],
      delivery: [5],
      overdue: [1],
      fraud: [2],
    }
    for (const [view, nths] of Object.entries(views)) {
      expect(await listed(`view=${view}`), view).to.deep.equal(numbers(...nths))
      expect(tab(tanaka, view), view).to.equal(String(nths.length))
      expect(tanaka.$('main [data-count]').attr('data-count')).to.equal(String(nths.length))
    }
    expect(await listed('view=all')).to.have.length(7)
    expect(tanaka.$('title').text()).to.contain('すべて')
  })

  it('is narrowed by everything that can be asked for', async () => {
    const asked: Record<string, number[]> = {
      'status=waiting_network,escalated&sort=number&order=reversed': [1, 2],
      'status=waiting_network&status=escalated&sort=number': [2, 1],
      'status=closed': [6],
      'reason=declined': [3],
      'cause=stolen': [],
      'owner=nobody&reason=lost_stolen': [4],
      'queue=fraud_desk': [2],
      'network=VISA&sort=number': [4, 1],
      'label=ゴールド&sort=number': [3, 0],
      'due=today': [1, 3, 0],
      'due=week': [1, 3, 0],
      'due=overdue': [1],
      'due=none&sort=number': [4, 2],
      'to=2026-11-22': [],
      'from=2026-11-23&due=overdue': [1],
      [`owner=${'x'.repeat(9)}&due=overdue`]: [],
    }
    for (const [words, nths] of Object.entries(asked))
      expect(await listed(words), words).to.deep.equal(numbers(...nths))
    const [first] = numbers(0)
    expect(await listed(`text=${first}`)).to.deep.equal([first])
    expect(await listed('text=だれでもない')).to.deep.equal([])
  })

  it('any shape of address is answered', async () => {
    for (const words of [
      'status=%00&owner[]=1&reason=%ED%A0%80',
      'after=x&before=9~1',
      'after=9~261123-0001-1',
      'view=nothing&of=1',
      `label=${'あ'.repeat(300)}%00`,
      'columns=x,due&sort=due&sort=number',
    ])
      await listed(words)
    const digits = `4${'1'.repeat(15)}`
    for (const name of ['text', 'tag', 'label', 'reason', 'owner', 'after', 'view']) {
      await tanaka.open(`/cases?${name}=${digits}`)
      expect(tanaka.status, name).to.be.oneOf([200, 422])
      expect(tanaka.$.html(), name).not.to.contain(digits)
    }
  })

  it('shows the columns that were asked for, with their tags', async () => {
    const [, , , , fifth] = added
    await tanaka.open(`/cases/${fifth?.id}`)
    await tanaka.submit('form[action$="/tags"]', { tag: '＃至急 ' })
    expect(tanaka.text('main')).to.contain('至急')
    expect(await listed('tag=至急&columns=tags,priority')).to.deep.equal(numbers(4))
    expect(tanaka.$('table.list thead th').length).to.equal(4)
    expect(tanaka.text('table.list tbody')).to.contain('至急')
    await tanaka.open(`/cases/${fifth?.id}`)
    await tanaka.submit('form[action$="/untagging"]')
    expect(await listed('tag=至急')).to.deep.equal([])
  })

  it('remembers the view that was looked at last, for this operator alone', async () => {
    await tanaka.open('/cases?view=network')
    await tanaka.open('/cases')
    expect(tanaka.$('nav [aria-current][data-view]').attr('data-view')).to.equal('network')
    await mori.open('/cases')
    expect(mori.$('nav [aria-current][data-view]').attr('data-view')).to.equal('all')
  })

  it('a filter is kept by name, for oneself or for all, and changed by whoever keeps it', async () => {
    await tanaka.open('/cases?reason=declined')
    await tanaka.submit('form[action="/case-views"]', { name: '　使えない　カード ' })
    const id = tanaka.$('nav.views [aria-current]').attr('data-view') ?? ''
    expect(tanaka.text('h1')).to.equal('使えない カード')
    expect(numbersOn(tanaka)).to.deep.equal(numbers(3))
    await mori.open(`/cases?view=${id}`)
    expect(mori.text('nav.views'), 'private').not.to.contain('使えない')
    await mori.post(`/case-views/${id}/removal`, {})
    expect(mori.status).to.equal(404)
    await tanaka.submit(`form[action="/case-views/${id}/name"]`, { name: '止まる', shared: 'yes' })
    await mori.open(`/cases?view=${id}`)
    expect(mori.text('h1')).to.equal('止まる')
    await mori.post(`/case-views/${id}/query`, { query: 'reason=other' })
    expect(mori.status, 'not hers').to.equal(403)
    await tanaka.open(`/cases?reason=lost_stolen&of=${id}`)
    await tanaka.submit(`form[action="/case-views/${id}/query"]`)
    expect(numbersOn(tanaka)).to.deep.equal(numbers(4))
    const suzuki = await annai.signIn('suzuki')
    await suzuki.post(`/case-views/${id}/removal`, {})
    expect(suzuki.status).to.equal(403)
    await mori.open(`/cases?view=${id}`)
    await mori.submit(`form[action="/case-views/${id}/removal"]`)
    expect(mori.text('nav.views')).not.to.contain('止まる')
    for (const name of [' ', 'あ'.repeat(61)]) {
      await tanaka.open('/cases?reason=declined')
      await tanaka.submit('form[action="/case-views"]', { name, shared: 'yes' })
      expect(tanaka.status).to.equal(422)
      expect(numbersOn(tanaka), 'the filter is still there').to.deep.equal(numbers(3))
      expect(tanaka.$('#keep-name').attr('value'), 'and the name').to.equal(name.trim())
      expect(tanaka.$('form[action="/case-views"] [name=shared][checked]')).to.have.length(1)
    }
  })

  it('nobody keeps more views than can be shown', async () => {
    const sent = { name: '一覧', query: 'reason=declined' }
    for (let nth = 0; nth < 30; nth += 1) await tanaka.post('/case-views', sent)
    expect(tanaka.status).to.equal(200)
    await tanaka.post('/case-views', { ...sent, name: '多すぎる' })
    expect(tanaka.status).to.equal(422)
    expect(tanaka.text('.field-error')).to.contain('30')
    expect(tanaka.$('#keep-name').attr('value')).to.equal('多すぎる')
    await annai.db('case_views').delete()
  })

  it('goes from page to page without loss or repetition, both ways, and counts as far as is counted', async () => {
    const many = await addCases(
      annai,
      Array.from({ length: 130 }, (_, nth) => ({ owner: null, due: (nth % 7) * HOUR + DAY })),
    )
    const orders = ['due', 'priority', 'updated', 'opened', 'number']
    const turned = ['due', 'priority', 'number'].map((each) => `${each}&order=reversed`)
    const forwards = new Map<string, string>()
    for (const order of [...orders, ...turned]) {
      const seen: string[] = []
      const pages: string[] = []
      let next: string | undefined = `/cases?owner=nobody&sort=${order}`
      while (next !== undefined) {
        await tanaka.open(next)
        pages.push(numbersOn(tanaka).join())
        seen.push(...numbersOn(tanaka))
        next = tanaka.$('a[rel=next]').attr('href')
      }
      expect(new Set(seen).size, order).to.equal(132)
      expect(seen, order).to.have.length(132)
      for (const page of pages.slice(0, -1).reverse()) {
        await tanaka.open(tanaka.$('a[rel=prev]').attr('href') ?? '')
        expect(numbersOn(tanaka).join(), `${order}, back`).to.equal(page)
      }
      expect(tanaka.$('a[rel=prev]'), 'the first page').to.have.length(0)
      forwards.set(order, seen.join())
    }
    for (const order of turned) {
      const usual = forwards.get(order.replace('&order=reversed', '')) ?? ''
      expect(forwards.get(order), order).to.equal(usual.split(',').reverse().join())
    }
    const ids = many.map(({ id }) => id)
    await annai.db('commitments').whereIn('case_id', ids).delete()
    await annai.db('cases').whereIn('id', ids).delete()
  })

  it('a page that all has moved away from leads back to those before it', async () => {
    await tanaka.open('/cases?owner=nobody&after=9~999999-9999-9')
    expect(numbersOn(tanaka)).to.deep.equal([])
    await tanaka.open(tanaka.$('a[rel=prev]').attr('href') ?? '')
    expect(numbersOn(tanaka)).to.deep.equal(numbers(3, 4))
  })

  it('words that are looked for are on the record as a search, and never what they were', async () => {
    const searches = () => annai.db('audit_events').where({ name: 'searched' }).orderBy('id')
    const before = await searches()
    await tanaka.open(`/cases?text=${added[0]?.number}`)
    const events = (await searches()).slice(before.length)
    expect(events.map(({ detail }) => JSON.parse(detail))).to.deep.equal([{ cases: 1 }])
    await tanaka.open('/cases?view=mine')
    expect(await searches()).to.have.length(before.length + 1)
  })

  it('keeps no card number in a view, however its address writes it', async () => {
    const wide = `４${'１'.repeat(15)}`
    for (const words of [
      new URLSearchParams({ text: wide }),
      new URLSearchParams({ tag: `4${' 1 1 1'.repeat(5)}` }),
    ]) {
      await tanaka.post('/case-views', { name: '番号', query: words.toString() })
      expect(tanaka.status).to.equal(422)
      expect(await annai.db('case_views').where({ name: '番号' })).to.have.length(0)
    }
  })

  it('tells nothing of how cases stand beside a caller who is not verified', async () => {
    const kimura = await annai.signIn('kimura')
    const call = await PhoneCall.from(kimura, CALLERS.nakamura.from)
    await call.follow('op_greet next', 'op_reason topup_error')
    const all = await listed('view=all', kimura)
    expect(all, 'open ones alone').to.have.members(numbers(0, 1, 2, 3, 4, 5))
    const same = [
      'view=network',
      'view=overdue',
      'view=fraud',
      'status=closed',
      'due=overdue&network=VISA&label=ゴールド&queue=fraud_desk&cause=lost&tag=x',
      'sort=priority',
      'from=2027-01-01&text=なにか',
    ]
    for (const words of same) expect(await listed(words, kimura), words).to.deep.equal(all)
    for (const path of ['/cases', '/']) {
      await kimura.open(path)
      expect(kimura.text('main'), path).not.to.match(/国際ブランド待ち|不正対策|超過|末尾|ゴールド/)
      expect(tab(kimura, 'overdue')).to.equal(undefined)
      expect(kimura.$('form[action="/bulk-changes"] [data-bulk]')).to.have.length(0)
    }
    const [one] = added
    const row = await caseRow(annai, one?.id ?? '')
    await kimura.post('/bulk-changes', { case: `${one?.id}:${row.version}`, kind: 'close' })
    expect(kimura.status).to.equal(403)
    await kimura.post('/next-case', {})
    expect(kimura.status).to.equal(409)
    expect((await caseRow(annai, one?.id ?? '')).status).to.equal('open')
  })
})
