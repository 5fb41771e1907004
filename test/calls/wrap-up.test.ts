import { expect } from 'chai'
import { caseOf } from '../cases/taking.ts'
import { verifiedCall } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, type PhoneCall } from '../support/phone-call.ts'
import type { Fields, Visitor } from '../support/visitor.ts'

const MINUTE = 60_000

onBothDatabases('what the calls of a case leave in it', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor

  beforeEach(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
  })
  afterEach(() => annai.close())

  const wrote = (found: string, done: string): Fields => ({
    'field.found': found,
    'field.done': done,
  })
  const first = async (words: Fields): Promise<PhoneCall> => {
    const call = await verifiedCall(tanaka, CALLERS.nakamura, 'other')
    await call.follow('es_transfer busy', 'cb_arrange booked', 'wr_more nothing', 'wr_close next')
    return call.follow(['wr_acw pending', words])
  }
  const second = async (words: Fields): Promise<PhoneCall> => {
    annai.clock.forward(30 * MINUTE)
    const call = await verifiedCall(tanaka, CALLERS.nakamura, 'other', 'found')
    await call.follow('es_transfer connected')
    return call.follow(['wr_acw transferred', words])
  }
  const overview = async (id: string) => {
    await tanaka.open(`/cases/${id}`)
    return tanaka
      .$('dl.big dd')
      .toArray()
      .map((each) => tanaka.$(each).find('p').toArray())
      .map((lines) => lines.map((line) => tanaka.$(line).text()))
  }

  it('adds up: the page, the next call and the printed case tell what each of them found and did', async () => {
    const { id: callId } = await first(wrote('別の窓口の用件だった\n急ぎではない', '窓口を案内'))
    const id = await caseOf(annai, callId)
    expect((await overview(id)).slice(1, 3), 'of one call it need not be said').to.deep.equal([
      ['別の窓口の用件だった', '急ぎではない'],
      ['窓口を案内'],
    ])
    await second(wrote('窓口に空きがあった', '窓口へつないだ'))
    expect((await overview(id)).slice(1, 3)).to.deep.equal([
      ['【1回目】別の窓口の用件だった', '急ぎではない', '【2回目】窓口に空きがあった'],
      ['【1回目】窓口を案内', '【2回目】窓口へつないだ'],
    ])
    const next = await verifiedCall(tanaka, CALLERS.nakamura, 'other', 'found')
    expect(tanaka.text('#previous')).to.contain('別の窓口の用件').and.to.contain('つないだ')
    await next.follow('es_transfer connected', ['wr_acw transferred', wrote('', '')])
    await tanaka.open(`/cases/${id}/summary`)
    const [one = '', two = ''] = tanaka
      .$('table.calls tbody tr')
      .toArray()
      .map((row) => tanaka.$(row).text())
    expect(one).to.contain('別の窓口の用件だった').and.to.contain('窓口を案内')
    expect(two).to.contain('窓口に空きがあった').and.to.contain('窓口へつないだ')
  })

  it('keeps what the customer wanted in every call, once', async () => {
    const wanted = (words: string) => ({ 'field.wanted': words })
    const { id: callId } = await first(wanted('機種変更の相談'))
    await second(wanted('窓口の番号も知りたい'))
    const id = await caseOf(annai, callId)
    await tanaka.open(`/cases/${id}`)
    const lines = tanaka.$('dl.big dd:first p').get()
    expect(lines.map((each) => tanaka.$(each).text())).to.deep.equal([
      '機種変更の相談',
      '窓口の番号も知りたい',
    ])
  })

  it('a wrap-up that is put right replaces its own part alone, also where a text was taken out', async () => {
    const { id: before } = await first(wrote('最初の電話で分かったこと', '最初の電話でしたこと'))
    const id = await caseOf(annai, before)
    annai.clock.forward(30 * MINUTE)
    const call = await verifiedCall(tanaka, CALLERS.nakamura, 'other', 'found')
    await call.follow('es_transfer busy', 'cb_arrange booked', 'wr_more another')
    await call.follow(['wr_matter pending', wrote('書きまちがい', '取り消すこと')])
    await call.correct('wr_matter pending', wrote('正しいこと', ''))
    const [, found, done] = await overview(id)
    expect(found).to.deep.equal(['【1回目】最初の電話で分かったこと', '【2回目】正しいこと'])
    expect(done).to.deep.equal(['【1回目】最初の電話でしたこと'])
  })
})
