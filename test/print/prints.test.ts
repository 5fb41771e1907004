import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { formatCaseNumber } from '../../src/cases/number.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, PhoneCall } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'
import { playStopOnly } from './played.ts'

onBothDatabases('prints', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  let ids: string[]

  before(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
    const id = await playStopOnly(annai, tanaka)
    const other = { id: randomUUID(), number: '261123-0099-1' }
    await annai.db('cases').insert({ ...(await annai.db('cases').where({ id }).first()), ...other })
    ids = [id, other.id]
  })
  after(() => annai.close())

  const prints = () => annai.db('prints').orderBy('number')
  const numberOn = (by: Visitor) => Number(/印刷番号 (\d{6})/.exec(by.text('main'))?.[1])
  const ticked = (of: readonly string[], more: Record<string, string> = {}) => {
    const sent = new URLSearchParams(more)
    for (const each of of) sent.append('ids', each)
    return sent
  }

  it('all kinds share one running number, without gaps, also at the same moment', async () => {
    const before = (await prints()).length
    const visitors = await Promise.all(
      ['tanaka', 'mori', 'kimura'].map((each) => annai.signIn(each)),
    )
    const paths = [
      `/cases/${ids[0]}/summary`,
      `/cases/${ids[0]}/letter`,
      '/scripts/card-trouble/booklet',
    ]
    await Promise.all(visitors.map((each, nth) => each.open(paths[nth] ?? '')))
    const numbers = visitors.map(numberOn)
    expect([...numbers].sort()).to.deep.equal([1, 2, 3].map((nth) => before + nth))
    await tanaka.open(paths[0] ?? '')
    expect(numberOn(tanaka), 'loaded again, it is another printing').to.equal(before + 4)
    const rows = await prints()
    expect(rows.map(({ number }) => number)).to.deep.equal(rows.map((_, nth) => nth + 1))
    const of = rows.find(({ number }) => number === numbers[1])
    expect(of).to.include({ kind: 'letter', case_id: ids[0], language: 'ja', paper: 'a4' })
  })

  it('what is printed is there for good', async () => {
    let refused: unknown
    await prints()
      .del()
      .catch((error: unknown) => {
        refused = error
      })
    expect(String(refused)).to.contain('append-only')
  })

  it('the foot of every page has the number, by a style sheet that takes nothing but numbers', async () => {
    await tanaka.open(`/cases/${ids[0]}/summary`)
    const sheet = tanaka.$('link[href^="/prints/feet/"]').attr('href') ?? ''
    const words = `印刷番号 ${String(numberOn(tanaka)).padStart(6, '0')}`
    const get = (path: string) =>
      fetch(new URL(path, annai.url), { headers: { cookie: tanaka.cookie } })
    const found = await get(sheet)
    expect(found.headers.get('content-type')).to.contain('text/css')
    expect(await found.text()).to.contain(`@bottom-left { content: "${words}"`)
    for (const wrong of [
      'x.ja.css',
      '1-60.ja.css',
      '5-2.ja.css',
      '1.fr.css',
      '1%22.ja.css',
      '.ja.css',
    ])
      expect((await get(`/prints/feet/${wrong}`)).status, wrong).to.equal(404)
  })

  it('cases that are ticked are one document, each with a number, a language and a form of its own', async () => {
    const before = (await prints()).length
    await tanaka.post('/prints', ticked([...ids, ids[0] ?? ''], { form: 'short', lang: 'en' }))
    expect([tanaka.status, tanaka.page]).to.deep.equal([200, 'summary'])
    expect(await prints(), 'one for each case').to.have.length(before + 2)
    const sheets = tanaka.$('article.sheet').toArray()
    expect(sheets.map((each) => tanaka.$(each).attr('data-print'))).to.deep.equal([
      `${before + 1}`,
      `${before + 2}`,
    ])
    expect(tanaka.$('tr[data-part]'), 'six parts each').to.have.length(12)
    expect(tanaka.text('main')).to.contain(`Print no. 00000${before + 1}`.slice(0, 14))
    const rows = (await prints()).slice(before)
    expect(rows.map(({ case_id, form }) => [case_id, form])).to.have.deep.members([
      [ids[0], 'short'],
      [ids[1], 'short'],
    ])
    const events = await annai
      .db('audit_events')
      .where({ name: 'summary_printed', case_id: ids[1] })
    expect(events, 'on the record of each').to.have.length(1)
    await tanaka.open(`/prints/sheet?ids=${ids.join(',')}&form=full`)
    expect(tanaka.$('table.calls'), 'the full form').to.have.length(2)
  })

  it('none, too many or unknown cases are no document; nor is anything for who may not read cases', async () => {
    const before = (await prints()).length
    for (const [of, status, words] of [
      [[], 422, '印刷する案件を選んでください'],
      [Array.from({ length: 51 }, () => randomUUID()), 422, '50件まで'],
      [[randomUUID()], 404, ''],
      [['nope'], 404, ''],
    ] as const) {
      await tanaka.post('/prints', ticked(of))
      expect(tanaka.status, words).to.equal(status)
      expect(tanaka.text('main')).to.contain(words)
      await tanaka.open(`/prints/sheet?ids=${of.join(',')}`)
      expect(tanaka.status, words).to.equal(status)
    }
    const hayashi = await annai.signIn('hayashi')
    await hayashi.post('/prints', ticked(ids))
    expect(hayashi.status).to.equal(403)
    await hayashi.open(`/prints/sheet?ids=${ids[0]}`)
    expect(hayashi.status).to.equal(403)
    expect(await prints()).to.have.length(before)
  })

  it('the paper is chosen, and stays chosen in that browser', async () => {
    const sheetOf = async (path: string) => {
      await tanaka.open(path)
      return tanaka.$('link[href*="/paper-"]').attr('href')
    }
    expect(await sheetOf(`/cases/${ids[0]}/summary`)).to.contain('paper-a4')
    expect(await sheetOf(`/cases/${ids[0]}/summary?paper=letter`)).to.contain('paper-letter')
    expect(await sheetOf(`/cases/${ids[0]}/letter`)).to.contain('paper-letter')
    expect(await sheetOf(`/cases/${ids[0]}/letter?paper=x`), 'nonsense').to.contain('paper-letter')
    expect(await sheetOf(`/cases/${ids[0]}/letter?paper=a4`)).to.contain('paper-a4')
  })

  describe('are found again', () => {
    const found = (by: Visitor) =>
      by
        .$('tr[data-number]')
        .toArray()
        .map((each) => Number(by.$(each).attr('data-number')))

    it('by the number on the sheet, by an auditor: who, when, what, of which case', async () => {
      await tanaka.open(`/cases/${ids[0]}/summary`)
      const number = numberOn(tanaka)
      const ueno = await annai.signIn('ueno')
      for (const typed of [`${number}`, `　印刷番号 ${String(number).padStart(6, '0')}`]) {
        await ueno.open(`/prints?number=${encodeURIComponent(typed)}`)
        expect([ueno.status, ueno.page], typed).to.deep.equal([200, 'prints'])
        expect(found(ueno), typed).to.deep.equal([number])
      }
      const { number: caseNumber } = await annai.db('cases').where({ id: ids[0] }).first()
      const proof = /照合値 ([0-9a-f ]{14})/.exec(tanaka.text('main'))?.[1] ?? 'none'
      for (const words of [caseNumber, '田中 恵', '案件票', '11/23 09:30', proof])
        expect(ueno.text('main')).to.contain(words)
      expect(await annai.db('audit_events').where({ name: 'prints_searched' })).to.have.length(2)
    })

    it('by the case, and by no nonsense', async () => {
      const ueno = await annai.signIn('ueno')
      const { number } = await annai.db('cases').where({ id: ids[0] }).first()
      const own = await prints().where({ case_id: ids[0] })
      await ueno.open(`/prints?case=${number.replaceAll('-', '')}`)
      expect(found(ueno)).to.deep.equal(own.map((each) => each.number).reverse())
      await ueno.open('/prints?number=%3Cb%3E1x')
      expect(ueno.text('main')).to.contain('番号として読めません')
      await ueno.open('/prints?number=999999')
      expect(ueno.text('main')).to.contain('当てはまる印刷はありません')
      await ueno.open('/prints?case=261123-0001-0')
      expect(found(ueno)).to.deep.equal([])
    })

    it('by the number of either of two cases that are one, and printed together they are one', async () => {
      const [into, from] = ids
      const number = formatCaseNumber('2026-11-23', 99)
      await annai.db('cases').where({ id: from }).update({ merged_into: into, number })
      const own = (await prints().whereIn('case_id', ids)).map((each) => each.number).reverse()
      const ueno = await annai.signIn('ueno')
      for (const id of ids) {
        const { number } = await annai.db('cases').where({ id }).first()
        await ueno.open(`/prints?case=${number}`)
        expect(found(ueno)).to.deep.equal(own)
      }
      for (const asked of [`${from}`, ids.join(',')]) {
        await tanaka.open(`/prints/sheet?ids=${asked}`)
        const { number } = await annai.db('cases').where({ id: into }).first()
        expect(
          tanaka
            .$('article.sheet')
            .map((_, each) => tanaka.$(each).attr('data-case'))
            .get(),
        ).to.deep.equal([number])
      }
      await annai.db('cases').where({ id: from }).update({ merged_into: null })
    })

    it('page after page, each once', async () => {
      const [row] = await prints()
      const last = (await prints()).length
      for (let nth = 1; nth <= 60; nth += 1)
        await annai.db('prints').insert({ ...row, number: last + nth })
      const ueno = await annai.signIn('ueno')
      await ueno.open('/prints')
      const first = found(ueno)
      await ueno.open(ueno.$('a[rel=next]').attr('href') ?? '')
      expect([...first, ...found(ueno)]).to.deep.equal(
        Array.from({ length: Math.min(100, last + 60) }, (_, nth) => last + 60 - nth),
      )
    })

    it('by nobody else, and not while an own caller is not verified', async () => {
      await tanaka.open('/prints')
      expect(tanaka.status).to.equal(403)
      const mori = await annai.signIn('mori')
      await mori.open('/prints')
      expect([mori.status, mori.page]).to.deep.equal([200, 'prints'])
      const before = await prints()
      const { id: callId } = await PhoneCall.from(mori, CALLERS.namesake.from)
      for (const path of ['/prints', `/prints/sheet?ids=${ids.join(',')}`]) {
        await mori.open(path)
        expect(mori.status, path).to.equal(403)
        expect(mori.$(`main a[href="/calls/${callId}"]`), 'the way back').to.have.length(1)
        expect(mori.$('[data-number], article.sheet'), path).to.have.length(0)
      }
      expect(await prints()).to.have.length(before.length)
    })
  })
})
