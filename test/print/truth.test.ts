import { expect } from 'chai'
import { CLOSING, callUpToConsent, verifiedCall } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, faults, type PhoneCall } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'
import { comesBack, newestCase, orderElsewhere, playOrder } from './played.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const last4Shown = (call: PhoneCall): string =>
  [...call.screen.text('form#answers').matchAll(/…(\d{4})/g)].map((each) => each[1]).join()

onBothDatabases('what stands on paper is true', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  beforeEach(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
  })
  afterEach(() => annai.close())

  const printed = async (path: string): Promise<string> => {
    await tanaka.open(path)
    expect(tanaka.status, path).to.equal(200)
    return tanaka.text('main')
  }
  const letterOf = (id: string) => printed(`/cases/${id}/letter`)
  const summaryOf = (id: string) => printed(`/cases/${id}/summary`)
  const roundsAfter = async (...pauses: readonly number[]) => {
    for (const pause of pauses) {
      annai.clock.forward(pause)
      await annai.rounds()
    }
  }
  /** The answer to `operation` is lost, and nobody can say what became of it. */
  const loseAnswer = (operation: string) =>
    faults(annai, { operation, kind: 'lost' }, { operation: 'getOperation', kind: 'error_400' })

  async function stopWithoutAnswer(): Promise<string> {
    const call = await verifiedCall(tanaka, CALLERS.namesake, 'lost_stolen')
    await call.follow('ls_cards picked:4242', 'ls_circumstances lost')
    await loseAnswer('stopCard')
    await call.answer('confirm', { last4: '4242' })
    await call.follow('ls_police next', 'fr_charges none', 'rc_ask none', 'ri_waits wanted')
    await call.follow('pv_advice next', ...CLOSING)
    return newestCase(annai)
  }

  describe('when something was done', () => {
    it('a stop that a person found out the next day: its own day, and no name of an employee', async () => {
      const id = await stopWithoutAnswer()
      await roundsAfter(20 * MINUTE, 20 * HOUR)
      const mori = await annai.signIn('mori')
      await mori.open(`/cases/${id}`)
      const found = { outcome: 'done', reference: '担当 佐藤 S-77', reason: '電話で確認した' }
      await mori.submit('#tasks form', found)
      const letter = await letterOf(id)
      expect(letter).to.match(
        /2026年11月23日（月） ?あさぎりショッピングカード …4242のご利用を停止/,
      )
      expect(letter).not.to.match(/佐藤|S-77/)
      const summary = await summaryOf(id)
      expect(summary).to.contain('…4242（11/23 09:30 利用停止）')
      expect(summary).to.contain('担当 佐藤 S-77（11/24 05:50 記録）')
      expect(summary.match(/11\/24 05:50/g), 'only when it was found out').to.have.length(1)
    })

    it('a stop that the card system told of the next day: when it was stopped, with its receipt', async () => {
      const id = await stopWithoutAnswer()
      await roundsAfter(20 * HOUR)
      await faults(annai)
      await roundsAfter(2 * HOUR)
      expect((await annai.db('card_actions').first()).state).to.equal('done')
      expect(await letterOf(id)).to.match(
        /2026年11月23日（月）[^年]*停止いたしました。（受付番号 stop-/,
      )
      expect(await summaryOf(id)).to.contain('…4242（11/23 09:30 利用停止）')
    })

    it('an order of which the answer came the next day: the day on which it was made', async () => {
      const call = await callUpToConsent(annai, tanaka)
      await call.follow('st_consent agree', ['st_stop confirm', { last4: '4242' }], 'rc_ask none')
      await call.follow('ri_address match', 'ri_absence none')
      await loseAnswer('requestReissue')
      await call.follow('ri_order confirm', 'ri_waits wanted', 'pv_advice next', ...CLOSING)
      const id = await newestCase(annai)
      await roundsAfter(20 * HOUR)
      await faults(annai)
      await roundsAfter(2 * HOUR)
      const letter = await letterOf(id)
      expect(letter).to.match(/2026年11月23日（月）[^年]*…4242の再発行を承りました。/)
      expect(await summaryOf(id)).to.match(/11\/23 09:30 ?再発行の申し込み/)
    })

    it('each card that was stopped by its own name, though they share one stop', async () => {
      const call = await verifiedCall(tanaka, CALLERS.takahashi, 'lost_stolen')
      await call.follow('ls_cards picked:3枚すべて', 'ls_circumstances stolen')
      await call.answer('confirm', { last4: last4Shown(call) })
      await call.follow('ls_police next')
      const id = await newestCase(annai)
      const letter = await letterOf(id)
      for (const card of ['ゴールド …8431', 'ゴールド 家族カード …0005', 'ETC …0000'])
        expect(letter).to.contain(`あさぎり${card}のご利用を停止いたしました。`)
      expect(letter.match(/のご利用を停止/g)).to.have.length(3)
    })
  })

  describe('which order', () => {
    /** The own card has come; the one after it was ordered elsewhere and is promised now. */
    async function orderedAgain(): Promise<string> {
      const id = await playOrder(annai, tanaka)
      await roundsAfter(9 * DAY)
      await orderElsewhere(annai)
      annai.clock.forward(DAY)
      const call = await verifiedCall(tanaka, CALLERS.namesake, 'delivery', 'found')
      await call.answer(call.choices.find((each) => each.startsWith('picked:')) ?? '')
      await call.follow('sh_check on_way', 'sh_on_way told', ...CLOSING)
      return id
    }
    const NEXT = '新しいカードは、2026年12月8日（火）から2026年12月10日（木）ごろに'
    const NEXT_SHORT = '簡易書留 12月8日（火）～12月10日（木）ごろお届け'

    it('the one that is awaited, not the one that has come', async () => {
      const id = await orderedAgain()
      const letter = await letterOf(id)
      expect(letter).to.contain(NEXT).and.not.to.contain('お届けが済んで')
      const summary = await summaryOf(id)
      expect(summary).to.contain(NEXT_SHORT).and.not.to.contain('お届け済み')
    })

    it('the same from the record while the card system is away', async () => {
      const id = await orderedAgain()
      const last4 = /新しいカード(…\d{4})/.exec(await summaryOf(id))?.[1] ?? 'none'
      await roundsAfter(2 * HOUR)
      await faults(annai, { operation: 'reads', kind: 'error_503' })
      const letter = await letterOf(id)
      expect(letter).to.contain(NEXT).and.not.to.contain('11月29日')
      const summary = await summaryOf(id)
      expect(summary).to.contain(`新しいカード${last4} ${NEXT_SHORT}`)
    })

    it('a delivery that is promised besides the one that is printed stays in the letter', async () => {
      const id = await orderedAgain()
      const { made_at } = await annai
        .db('commitments')
        .where({ case_id: id, state: 'open' })
        .first()
      const before = new Date(Date.parse(made_at) - HOUR).toISOString()
      const other = { state: 'open', subject_ref: 'reissue-of-another', made_at: before }
      await annai
        .db('commitments')
        .where({ case_id: id, kind: 'delivery', state: 'kept' })
        .update(other)
      const letter = await letterOf(id)
      expect(letter).to.contain(NEXT)
      expect(letter).to.match(
        /こちらからのお約束 ?新しいカードを、2026年11月27日（金）から2026年11月29日/,
      )
      expect(letter, 'told above').not.to.contain('新しいカードを、2026年12月8日')
    })

    it('an order of another desk that this case only promised', async () => {
      await orderElsewhere(annai)
      const call = await verifiedCall(tanaka, CALLERS.namesake, 'delivery')
      await call.answer(call.choices.find((each) => each.startsWith('picked:')) ?? '')
      await call.follow('sh_check on_way', 'sh_on_way told', ...CLOSING)
      const id = await newestCase(annai)
      const comes = '2026年11月27日（金）から2026年11月29日（日）ごろに、簡易書留で'
      expect(await letterOf(id))
        .to.contain(comes)
        .and.not.to.contain('こちらからのお約束')
      await roundsAfter(12 * HOUR)
      await faults(annai, { operation: 'reads', kind: 'error_503' })
      expect(await letterOf(id)).to.contain(comes)
    })

    it('a card that is made anew with its old number is not announced with a new one', async () => {
      await orderElsewhere(annai, false)
      const call = await verifiedCall(tanaka, CALLERS.namesake, 'delivery')
      await call.answer(call.choices.find((each) => each.startsWith('picked:')) ?? '')
      await call.follow('sh_check on_way', 'sh_on_way told', ...CLOSING)
      const id = await newestCase(annai)
      expect(await letterOf(id))
        .to.contain('カード番号は今までと同じです。')
        .and.not.to.contain('すべて新しくなります')
      await faults(annai, { operation: 'reads', kind: 'error_503' })
      const away = await letterOf(id)
      expect(away, 'what nobody knows is not said').not.to.match(/今までと同じ|すべて新しく/)
    })

    it('days that are over are not announced: the promise stands as it was given', async () => {
      annai.clock.forward(6 * DAY)
      const call = await verifiedCall(tanaka, CALLERS.kobayashi, 'delivery')
      await call.answer(call.choices.find((each) => each.startsWith('picked:')) ?? '')
      await call.follow('sh_check absent', 'sh_absent next', ...CLOSING)
      const id = await newestCase(annai)
      const letter = await letterOf(id)
      expect(letter).to.contain('新しいカードを、12月8日（火）までに簡易書留でお届けします。')
      expect(letter).not.to.contain('ごろに、簡易書留で')
      expect(await summaryOf(id))
        .to.contain('郵便局で保管中')
        .and.not.to.contain('ごろお届け')
    })
  })

  describe('a card that came back and was sent again', () => {
    async function sentAgain(): Promise<string> {
      const id = await playOrder(annai, tanaka)
      annai.clock.forward(5 * DAY)
      await comesBack(annai)
      const call = await verifiedCall(tanaka, CALLERS.namesake, 'delivery', 'found')
      await call.follow('tr_card picked:停止', 'sh_check returned', 'sh_returned confirm')
      await call.follow('sh_resent next', ...CLOSING)
      return id
    }

    it('comes on the days that hold now', async () => {
      const id = await sentAgain()
      const comes = '2026年12月3日（木）から2026年12月5日（土）ごろに、簡易書留で'
      expect(await letterOf(id)).to.contain(comes)
      expect(await summaryOf(id)).to.contain('簡易書留 12月3日（木）～12月5日（土）ごろお届け')
    })

    it('what was told before stays as it was told', async () => {
      const summary = await summaryOf(await sentAgain())
      expect(summary).to.contain('約1週間、11月27日（金）から11月29日（日）頃に')
      expect(summary).to.contain('再送を手配いたしました。12月3日（木）から12月5日（土）頃に')
    })
  })
})
