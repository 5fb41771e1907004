import { expect } from 'chai'
import { CLOSING, verifiedCall } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { CALLERS, PhoneCall } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'
import { newestCase } from './played.ts'

const MINUTE = 60_000

describe('a call on paper, word by word', () => {
  let annai: Annai
  let tanaka: Visitor
  let call: PhoneCall
  let callId: string
  let id: string
  /** What stood on the screen to be read aloud, step by step. */
  const read = new Map<string, string>()

  const sayOf = ({ screen }: PhoneCall): string => {
    const words = screen.$('.say').clone()
    words.find('.unseen, small').remove()
    return words.text().replace(/\s+/g, '')
  }
  const follow = async (...answers: readonly string[]) => {
    for (const answer of answers) {
      read.set(call.step, sayOf(call))
      await call.follow(answer)
      annai.clock.forward(MINUTE)
    }
  }

  before(async () => {
    annai = await startAnnai()
    tanaka = await annai.signIn('tanaka')
    call = await verifiedCall(tanaka, CALLERS.nakamura)
    await follow('tr_card picked:0005', 'er_code er323', 'er_detail noted')
    await tanaka.post(`/calls/${call.id}/hold`, {})
    annai.clock.forward(2 * MINUTE)
    await tanaka.post(`/calls/${call.id}/hold/end`, {})
    await follow('ck_attempts auth_failed', 'pw_history other_card_only', 'pw_linked in_use')
    await follow('pw_guide next', 'pw_set later')
    await call.correct('pw_linked unsure')
    await call.correct('pw_linked in_use')
    await follow('lk_check auth_lock', 'lk_confirm not_yet', ...CLOSING)
    id = await newestCase(annai)
    callId = call.id
  })
  after(() => annai.close())

  const plain = (selector: string) => tanaka.$(selector).text().replace(/\s+/g, '')

  it('tells every sentence as it stood on the screen, in its order, filled in as it was then', async () => {
    await tanaka.open(`/cases/${id}/record`)
    expect([tanaka.status, tanaka.page]).to.deep.equal([200, 'record'])
    const said = tanaka
      .$('p.said')
      .toArray()
      .map((each) => tanaka.$(each).text().replace(/\s+/g, ''))
    const screens = [...read.values()].filter((words) => words !== '')
    expect(screens.length).to.be.greaterThan(8)
    const places = screens.map((words) => said.indexOf(words))
    for (const [nth, place] of places.entries())
      expect(place, screens[nth]).to.be.greaterThan(nth === 0 ? -1 : (places[nth - 1] ?? -1))
    const filled = tanaka.$('p.said u').text()
    expect(filled, 'what was filled in is marked').to.contain('あさぎりゴールド')
  })

  it('tells answers, what was seen, holds with their times, the script version and the times of the call', async () => {
    await tanaka.open(`/cases/${id}/record`)
    const text = tanaka.text('main')
    expect(text).to.contain('第1回').and.to.contain('カードのお困りごと 第1版（2026年11月23日')
    expect(text).to.contain('別のカードだけ変更').and.to.contain('直近13か月に設定・変更の記録なし')
    expect(text).to.contain('本人確認：本人確認済み').and.to.contain('保留 02:00')
    const turns = tanaka.$('tr.turn').toArray()
    expect(turns.map((each) => tanaka.$(each).text().replace(/\s+/g, ' ').trim())).to.deep.equal([
      '09:3303:00 保留にした 田中 恵',
      '09:3505:00 保留を解いた 田中 恵',
    ])
  })

  it('keeps every answer that was put right, with its time', async () => {
    await tanaka.open(`/cases/${id}/record`)
    const aside = tanaka.$('table.aside tbody tr').toArray()
    expect(aside, 'in use, then unsure').to.have.length(2)
    expect(tanaka.text('table.aside')).to.match(/利用している 09:40 に訂正/)
    expect(plain('table.aside')).to.contain('おまとめログインの確認')
    const row = tanaka
      .$('tr.step')
      .filter((_, each) => tanaka.$(each).text().includes('おまとめログインの確認'))
    expect(row.text().replace(/\s+/g, ''), 'when it was asked, and when put right')
      .to.contain('09:3707:00')
      .and.to.contain('09:40に訂正')
  })

  it('is there for the call alone, before it has a case as well; and nobody finds what is not there', async () => {
    await tanaka.open(`/cases/${id}/record`)
    const ofCase = plain('table.log tbody')
    await tanaka.open(`/calls/${callId}/record`)
    expect(plain('table.log tbody'), 'the same rows').to.equal(ofCase)
    const { case_id, call_id, kind } = await annai.db('prints').orderBy('number', 'desc').first()
    expect({ case_id, call_id, kind }).to.deep.equal({
      case_id: id,
      call_id: callId,
      kind: 'record',
    })
    const short = await PhoneCall.from(tanaka, '03-0000-0999')
    await short.follow('op_greet next')
    const { id: shortId } = short
    await tanaka.open(`/calls/${shortId}/record`)
    expect([tanaka.status, tanaka.page]).to.deep.equal([200, 'record'])
    expect(tanaka.text('main')).to.contain('お電話ありがとうございます').and.to.contain('…0999')
    for (const wrong of ['nope', '00000000-0000-7000-8000-000000000000', '%00']) {
      await tanaka.open(`/calls/${wrong}/record`)
      expect(tanaka.status, wrong).to.equal(404)
    }
    const hayashi = await annai.signIn('hayashi')
    await hayashi.open(`/calls/${callId}/record`)
    expect(hayashi.status).to.equal(403)
  })

  it('in English by ?lang=en', async () => {
    const mori = await annai.signIn('mori')
    await mori.open(`/cases/${id}/record?lang=en`)
    expect(mori.text('main')).to.contain('Call record').and.to.contain('Put on hold')
    expect(mori.text('main'))
      .to.contain('put right at 09:40')
      .and.to.contain('Thank you for calling')
  })
})
