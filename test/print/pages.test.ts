import { expect } from 'chai'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { stage } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'
import { playStopOnly, playStory } from './played.ts'

const HOUR = 3_600_000
const LONG_NUMBER = /\d(?:[ -]?\d){12,18}/

onBothDatabases('the printed case', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  let id: string
  let stopped: string

  before(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
    id = await playStory(annai, tanaka)
    stopped = await playStopOnly(annai, tanaka)
  })
  after(() => annai.close())

  const printed = async (path: string, by = tanaka): Promise<string> => {
    await by.open(path)
    expect(by.status, path).to.equal(200)
    return by.text('main')
  }
  const events = (name: string) =>
    annai.db('audit_events').where({ case_id: id, name }).orderBy('id')

  it('the summary tells the customer, the card, every call, every action and what is left', async () => {
    const text = await printed(`/cases/${id}/summary`)
    const { number } = await annai.db('cases').where({ id }).first()
    expect(tanaka.page).to.equal('summary')
    expect(text).to.contain(`案件票 ${number}`).and.to.contain('中村 拓也 様（ナカムラ タクヤ）')
    expect(text).to.match(/あさぎりゴールド …0005（11\/23 14:30 利用停止）/)
    expect(text).to.match(/…\d{4} 簡易書留 11月27日（金）～11月29日（日）ごろお届け/)
    expect(text, 'verified in all three').to.contain('本人確認済み（11/23 09:30 ほか2回）')
    expect(text, 'what the customer wanted').to.contain('au PAYに10万円チャージできない')
    expect(text).to.contain('パスワード変更履歴をカードごとに確認：別のカードだけ変更')
    expect(text).to.contain('再度のお試し：成功した')
    expect(tanaka.$('table.calls tbody tr')).to.have.length(3)
    for (const action of await annai.db('card_actions').where({ case_id: id }))
      expect(text, action.action).to.contain(action.receipt)
    expect(text, 'what was told, with its dates').to.contain('11月27日（金）から11月29日（日）頃に')
    expect(text, 'that the advice against misuse was given').to.contain('予防のお願い')
    expect(text, 'what is left').to.match(
      /次の対応 ?11月29日（日）まで 新しいカードのお届け 担当 田中 恵/,
    )
    expect(text).to.contain('カードのお困りごと 第1版')
  })

  it('one page in English tells in English what a Japanese desk has found and done', async () => {
    await printed(`/cases/${id}/summary?form=short&lang=en`)
    for (const part of ['found', 'done']) {
      const text = tanaka.text(`tr[data-part=${part}] td`)
      expect(text, part)
        .to.match(/Call 3/)
        .and.not.to.match(/[\u3041-\u30ff]/)
    }
    expect(tanaka.text('tr[data-part=done]')).to.contain('stop-0')
    const mori = await annai.signIn('mori')
    await printed(`/cases/${id}/summary?form=short&lang=ja`, mori)
    expect(mori.text('tr[data-part=found]')).to.contain('不審な利用の記録：不審な試みがある')
  })

  it('it is said who printed it, when, and under which number; each time is logged', async () => {
    const before = (await events('summary_printed')).length
    const mori = await annai.signIn('mori')
    const text = await printed(`/cases/${id}/summary`, mori)
    expect(text).to.contain('印刷 2026年11月23日（月） 14:30 森 正樹')
    const last = (await events('summary_printed')).at(-1)
    expect(await events('summary_printed')).to.have.length(before + 1)
    const { number } = JSON.parse(last.detail)
    expect(text).to.contain(`印刷番号 ${String(number).padStart(6, '0')}`)
    const { id: operator } = await annai.db('operators').where({ login: 'mori' }).first()
    expect(last.operator_id).to.equal(operator)
    const how = { language: 'ja', paper: 'a4', form: 'full' }
    expect(JSON.parse(last.detail)).to.deep.equal({ number, ...how })
  })

  it('the check value stays as long as the case is only read, and changes with it', async () => {
    const value = async () =>
      /照合値 ([0-9a-f ]{14})/.exec(await printed(`/cases/${id}/summary`))?.[1]
    const first = await value()
    expect(first).to.match(/^[0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}$/)
    expect(await value()).to.equal(first)
    await tanaka.open(`/cases/${id}`)
    await tanaka.submit(`form[action="/cases/${id}/notes"]`, { body: '奥様からもお電話あり。' })
    expect(await value()).not.to.equal(first)
    expect(tanaka.text('main')).to.contain('奥様からもお電話あり。')
  })

  it('the letter tells what was done and what to do, and nothing from inside the house', async () => {
    const text = await printed(`/cases/${id}/letter`)
    expect(tanaka.page).to.equal('letter')
    expect(text).to.contain('中村 拓也 様').and.to.contain('担当 田中 恵')
    expect(text).to.contain('あさぎりゴールド …0005の本人認証のロックを解除いたしました。')
    expect(text).to.contain('あさぎりゴールド …0005のご利用を停止いたしました。')
    expect(text).to.contain('2026年11月27日（金）から2026年11月29日（日）ごろに、簡易書留で')
    expect(text).to.contain('はさみを入れて裁断し')
    expect(text).to.contain('毎月のお支払いのご登録はないと伺っております。')
    expect(text).to.contain('Apple Pay は、新しいカードへ自動で切り替わります。')
    expect(text).to.contain('あさぎりネットのご登録は、以前のカードのままです。')
    expect(text, 'the attempt, the inquiry, the way').not.to.match(/不審|照会|海外|心当たりがない/)
    expect(await events('letter_printed')).to.have.length(1)
  })

  it('both in English by ?lang=, whatever the operator’s own language is', async () => {
    const summary = await printed(`/cases/${id}/summary?lang=en`)
    expect(tanaka.$('html').attr('lang')).to.equal('en')
    expect(summary).to.contain('Network hold (suspicious use) → Lock release, Stop, Reissue')
    expect(summary, 'what the program proposed is not told again').to.contain(
      'Is there a lock: 3DS lock present',
    )
    expect(summary).to.not.contain('ロックの有無')
    const letter = await printed(`/cases/${id}/letter?lang=en`)
    expect(letter).to.contain('Your new card comes by simplified registered mail')
    expect(await printed(`/cases/${id}/letter`), 'and back').to.contain('お手続き内容のご案内')
  })

  it('no card number, and of the member number the last 4 digits only', async () => {
    for (const path of ['summary', 'letter', 'summary?lang=en', 'letter?lang=en']) {
      const text = await printed(`/cases/${id}/${path}`)
      expect(text).not.to.match(LONG_NUMBER)
      expect(text).not.to.contain('20410101')
    }
  })

  it('a card that was stopped without a new one: no delivery, no wallet, other words on monthly payments', async () => {
    const text = await printed(`/cases/${stopped}/letter`)
    expect(text).to.contain('…4242は再びお使いいただけません')
    expect(text).to.contain('お支払い方法の変更を各社へ')
    expect(text).not.to.match(/簡易書留|Apple Pay は|あさぎりネットのご登録/)
  })

  it('with the card system away it is printed from the record', async () => {
    await stage(annai, 'system', { state: 'off', customer: 'customer-0101' })
    const letter = await printed(`/cases/${id}/letter`)
    expect(letter).to.contain('2026年11月27日（金）から')
    expect(letter, 'not known now').to.contain('お手元の端末で新しいカードに切り替わったかを')
    expect(await printed(`/cases/${id}/summary`)).to.contain(
      '11月27日（金）～11月29日（日）ごろお届け',
    )
    await stage(annai, 'system', { state: 'on', customer: 'customer-0101' })
    await annai.rounds()
  })

  it('once the card is there, both say so', async () => {
    annai.clock.forward(8 * 24 * HOUR)
    const letter = await printed(`/cases/${id}/letter`)
    expect(letter).to.match(/新しいカードは、2026年11月2\d日（.）にお届けが済んでおります。/)
    expect(letter).to.contain('自動で切り替わっております').and.not.to.contain('不在票')
    expect(await printed(`/cases/${id}/summary`)).to.match(/11月2\d日（.） お届け済み/)
  })

  it('an auditor may read it, a script author may not, and nobody finds what is not there', async () => {
    await printed(`/cases/${id}/summary`, await annai.signIn('ueno'))
    const hayashi = await annai.signIn('hayashi')
    for (const page of ['summary', 'letter']) {
      await hayashi.open(`/cases/${id}/${page}`)
      expect(hayashi.status).to.equal(403)
      for (const wrong of [
        'nope',
        '00000000-0000-7000-8000-000000000000',
        '%00',
        "'",
        'a'.repeat(5000),
      ]) {
        await tanaka.open(`/cases/${wrong}/${page}?lang=xx&lang[]=1`)
        expect(tanaka.status, wrong.slice(0, 40)).to.equal(404)
      }
    }
  })
})
