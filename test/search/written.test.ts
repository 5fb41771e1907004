import { expect } from 'chai'
import { findCustomer, saveCustomer } from '../../src/customers/customers.ts'
import { indexCases } from '../../src/search/index.ts'
import { rebuildIndex } from '../../src/search/rebuild.ts'
import { person } from '../customers/people.ts'
import { CLOSING, verifiedCall } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, PhoneCall } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'

onBothDatabases('what is written in cases', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  let caseId: string
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
    const row = await annai.db('cases').first()
    caseId = row.id
    number = row.number
    await note('車の鍵と一緒に財布を紛失。利用停止は不要とのこと。')
    await note('<script>alert(1)</script> ｶｰﾄﾞのﾊﾟｽﾜｰﾄﾞを髙島屋で 03ー0000ー0199 へ')
  })
  after(() => annai.close())

  const note = async (body: string) => {
    await tanaka.open(`/cases/${caseId}`)
    await tanaka.post(`/cases/${caseId}/notes`, { body })
    expect(tanaka.status).to.be.oneOf([200, 303])
  }
  const search = async (question: string, by = tanaka) => {
    await by.open(`/search?${new URLSearchParams({ q: question })}`)
    expect(by.status, question).to.equal(200)
    return by.text('main')
  }
  const hits = (by = tanaka) => by.$('a[href^="/cases/"]').length
  const marked = (by = tanaka) =>
    by
      .$('mark')
      .toArray()
      .map((each) => by.$(each).text())

  it('is found by words of two characters and of one, with where it stands', async () => {
    for (const question of [
      '紛失',
      '停止',
      '鍵',
      '財布を紛失',
      '鍵　停止',
      '中村 紛失',
      'はやし',
    ]) {
      await search(question)
      expect(hits(), question).to.equal(question === 'はやし' ? 0 : 1)
    }
    expect(await search('鍵'))
      .to.contain('メモ')
      .and.to.contain('田中')
    expect(marked()).to.deep.equal(['鍵'])
  })

  it('is found in every width, kana and old form, and by parts of numbers', async () => {
    for (const question of [
      'カード',
      'かーど',
      'ｶｰﾄﾞ',
      'パスワード',
      '高島屋',
      '０１９９',
      '000001',
      '03-0000-0199',
      number.slice(-6),
    ]) {
      await search(question)
      expect(hits(), question).to.equal(1)
    }
    await search('パスワード 高島屋')
    expect(marked()).to.deep.equal(['ﾊﾟｽﾜｰﾄﾞ', '髙島屋'])
    await search('高島屋')
    expect(marked()).to.deep.equal(['髙島屋'])
  })

  it('is found and marked however marks, dashes and invisible characters stand in it', async () => {
    await note('か\u200B゛らす　2〜3日　ラ〜メン店　紛\uFEFF失届　あ゛い　タ−ミナル')
    const asked: Record<string, string[]> = {
      がらす: ['か\u200B゛らす'],
      ｶﾞﾗｽ: ['か\u200B゛らす'],
      'か\u200B゛らす': ['か\u200B゛らす'],
      'ラ〜メン': ['ラ〜メン'],
      '"ラ メン"': ['ラ〜メン'],
      '2～3日': ['2〜3日'],
      紛失届: ['紛\uFEFF失届'],
      あ゛い: ['あ゛い'],
      ターミナル: ['タ−ミナル'],
    }
    for (const [question, marks] of Object.entries(asked)) {
      await search(question)
      expect([hits(), ...marked()], question).to.deep.equal([1, ...marks])
    }
  })

  it('is shown as text, whatever is written', async () => {
    const text = await search('alert')
    expect(text).to.contain('<script>alert(1)</script>')
    expect(marked()).to.deep.equal(['alert'])
    expect(tanaka.$('main script')).to.have.length(0)
  })

  it('is not found by the customer alone: people stand for themselves', async () => {
    await search('中村 拓也')
    expect(hits()).to.equal(0)
    expect(tanaka.$('a[href^="/customers/"]')).to.have.length(1)
    await search('拓也')
    expect(tanaka.$('[data-count]').attr('data-count')).to.equal('1')
  })

  it('can be narrowed', async () => {
    const found = async (filter: Record<string, string>) => {
      await tanaka.open(`/search?${new URLSearchParams({ q: '紛失', ...filter })}`)
      return hits()
    }
    expect(await found({ status: 'waiting_customer', period: '7' })).to.equal(1)
    expect(await found({ status: 'closed' })).to.equal(0)
    expect(await found({ kind: 'people' })).to.equal(0)
    expect(await found({ kind: 'nothing', owner: 'x', before: 'y', reason: 'z' })).to.equal(1)
    expect(await found({ before: '1' })).to.equal(0)
  })

  it('is not searched while a caller is not verified', async () => {
    const suzuki = await annai.signIn('suzuki')
    await PhoneCall.from(suzuki, CALLERS.nakamura.from)
    const text = await search('財布', suzuki)
    expect(hits(suzuki)).to.equal(0)
    expect(suzuki.$('[data-count]').attr('data-count')).to.equal('0')
    expect(text).not.to.contain('一緒に')
    const byNumber = await search(number, suzuki)
    expect(hits(suzuki)).to.equal(1)
    expect(byNumber).not.to.match(/財布|対応待ち/)
    await suzuki.open(`/search?${new URLSearchParams({ q: number, status: 'closed' })}`)
    expect(hits(suzuki)).to.equal(1)
  })

  it('is found once it is written, and never when it is not', async () => {
    await search('柘榴')
    expect(hits()).to.equal(0)
    const undone = annai.db.transaction(async (trx) => {
      await trx('cases').where({ id: caseId }).update({ wanted: '柘榴のこと' })
      await indexCases(trx, [caseId])
      throw new Error('undone')
    })
    await undone.catch(() => undefined)
    await search('柘榴')
    expect(hits()).to.equal(0)
    await note('柘榴を買いたかった')
    await search('柘榴')
    expect(hits()).to.equal(1)
  })

  it('follows a customer whose name changes', async () => {
    const { customer_id } = await annai.db('cases').where({ id: caseId }).first('customer_id')
    const customer = await findCustomer(annai.db, customer_id)
    const { customerRef = '', phones = [], cards = [] } = customer ?? {}
    const told = person({
      customerRef,
      phones: [...phones],
      cards: [...cards],
      nameKanji: '藤堂 拓也',
    })
    await saveCustomer(annai.db, told, annai.clock.now().toISOString())
    await search('藤堂 紛失')
    expect(hits()).to.equal(1)
    await search('中村 紛失')
    expect(hits()).to.equal(0)
  })

  it('is indexed as it would be if the index were made anew', async () => {
    const kept = async () => [
      await annai.db('search_cases').orderBy('ref_id').select('ref_id', 'digest'),
      await annai.db('search_customers').orderBy('ref_id').select('ref_id', 'digest'),
    ]
    const before = await kept()
    expect(before[0]).to.have.length.above(0)
    await rebuildIndex(annai.db)
    expect(await kept()).to.deep.equal(before)
    await search('柘榴')
    expect(hits()).to.equal(1)
  })
})
