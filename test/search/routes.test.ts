import { expect } from 'chai'
import { formatCaseNumber } from '../../src/cases/number.ts'
import { CLOSING, verifiedCall } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'

onBothDatabases('/search', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  let number: string

  before(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
    const call = await verifiedCall(tanaka, CALLERS.nakamura)
    await call.follow(
      'tr_card picked:0005',
      'er_code er323',
      'er_detail noted',
      'ck_attempts auth_failed',
    )
    await call.follow(
      'pw_history other_card_only',
      'pw_linked in_use',
      'pw_guide next',
      'pw_set later',
    )
    await call.follow('lk_check auth_lock', 'lk_confirm not_yet', ...CLOSING)
    number = (await annai.db('cases').first()).number
  })
  after(() => annai.close())

  const search = async (text: string, by = tanaka): Promise<string> => {
    await by.open(`/search?q=${encodeURIComponent(text)}`)
    expect(by.status, text).to.equal(200)
    expect(by.page).to.equal('search')
    return by.text('main')
  }
  const count = () => tanaka.$('[data-count]').attr('data-count')
  const wrong = () => number.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10))

  it('people by number or name, each with their open cases and no more', async () => {
    const text = await search('０９０−００００−０１０１')
    expect(text).to.contain('中村 拓也 様').and.to.contain(number).and.to.contain('田中 恵')
    expect(text).not.to.match(/1990|青葉台|0005/)
    await search('なかむら')
    expect(count()).to.equal('2')
  })

  it('a case by its number, however it is typed', async () => {
    for (const text of [number, number.replaceAll('-', ''), number.replaceAll('-', '−')]) {
      expect(await search(text), text).to.contain('お客様の対応待ち')
      expect(tanaka.$(`a[href^="/cases/"]:contains("${number}")`)).to.have.length(1)
    }
  })

  it('a mistyped case number is told from one that does not exist', async () => {
    expect(await search(wrong())).to.contain('検査数字が合いません')
    expect(count()).to.equal('0')
    expect(await search(formatCaseNumber('2026-11-23', 42))).to.contain(
      'この番号の案件はありません',
    )
  })

  it('error codes and accepted cards, with what may be said and where it comes from', async () => {
    expect(await search('er323'))
      .to.contain('ER323')
      .and.to.contain('所管：当社')
    expect(await search('ダイナース'))
      .to.contain('チャージをご利用いただけません')
      .and.to.contain('出典')
    expect(await search('該当しない言葉')).to.contain('見つかりませんでした')
  })

  it('in English too', async () => {
    await tanaka.post('/preferences', { language: 'en', back: '/' })
    expect(await search('ER323')).to.contain('I will look into it for you')
    await tanaka.post('/preferences', { language: 'ja', back: '/' })
  })

  /** What an event says, without its ids and times: those may hold any digits. */
  const told = ({ name, detail }: { name: string; detail: string }) => `${name} ${detail}`
  it('every search is logged by its counts, never by its words', async () => {
    await search('なかむら')
    const events = await annai.db('audit_events').where({ name: 'searched' }).orderBy('id')
    expect(JSON.parse(events.at(-1).detail)).to.deep.equal({ people: 2, cases: 0, codes: 0 })
    expect(events.map(told).join()).not.to.match(/なかむら|ER323|0101|ダイナース/i)
  })

  it('a query with a card number is refused with a sentence, not shown again and not logged', async () => {
    const digits = `4${'1'.repeat(15)}`
    for (const text of [digits, `名前 ${digits.replace(/(.{4})/g, '$1 ')}`]) {
      await tanaka.open(`/search?q=${encodeURIComponent(text)}`)
      expect(tanaka.status).to.equal(422)
      expect(tanaka.text('main')).to.contain('カード番号')
      expect(tanaka.$.html()).not.to.match(/4111|1111 1111/)
    }
    expect((await annai.db('audit_events')).map(told).join()).not.to.contain('1111')
  })

  it('who may not read cases finds codes, but neither people nor cases', async () => {
    const hayashi = await annai.signIn('hayashi')
    expect(await search('なかむら', hayashi)).not.to.contain('中村')
    expect(await search(number, hayashi)).not.to.contain('中村')
    expect(await search('ER323', hayashi)).to.contain('ER323')
  })

  it('any shape of query is answered', async () => {
    for (const query of [
      '',
      'q=',
      'q=%00',
      'q=%ED%A0%80',
      `q=${'あ'.repeat(500)}`,
      'q=a&q=b',
      'q[x]=1',
      'q=%25_%27',
    ]) {
      await tanaka.open(`/search?${encodeURI(query).replaceAll('%25', '%')}`)
      expect(tanaka.status, query.slice(0, 20)).to.be.within(200, 422)
    }
  })
})
