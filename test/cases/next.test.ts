import { expect } from 'chai'
import { SKIPPED_MS } from '../../src/cases/next-cases.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import type { Visitor } from '../support/visitor.ts'
import { type Added, addCases, operatorId } from './queued.ts'
import { caseRow } from './taking.ts'

const HOUR = 3_600_000

onBothDatabases('the next case', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  let suzuki: Visitor

  before(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
    suzuki = await annai.signIn('suzuki')
  })
  after(() => annai.close())

  const numbered = async (some: readonly Added[]) => {
    const rows = await annai.db('cases').whereIn(
      'id',
      some.map(({ id }) => id),
    )
    return rows.filter((each) => each.owner_id !== null).length
  }
  const next = async (by: Visitor): Promise<string> => {
    await by.post('/next-case', {})
    return by.$('main').attr('data-case') ?? ''
  }

  it('is the most urgent of one’s own queue: emergencies, what is overdue, then by priority and due time', async () => {
    const some = await addCases(annai, [
      { owner: null, due: 3 * HOUR },
      { owner: null, status: 'waiting_delivery', due: -HOUR },
      { owner: null, due: HOUR },
      { owner: null, reason: 'lost_stolen' },
      { owner: null, status: 'escalated' },
      { owner: null, status: 'waiting_network', due: HOUR },
    ])
    const order = [3, 1, 2, 0, 5].map((nth) => some[nth]?.number)
    const served: string[] = []
    for (const _ of order) served.push(await next(tanaka))
    expect(served).to.deep.equal(order)
    expect(await next(tanaka), 'the fraud desk’s is not served').to.equal('')
    expect(tanaka.text('main')).to.contain('引き受けられる案件は、いまありません')
    const kimura = await annai.signIn('kimura')
    expect(await next(kimura)).to.equal(some[4]?.number)
    const taken = await caseRow(annai, some[4]?.id ?? '')
    expect(taken.owner_id).to.equal(await operatorId(annai, 'kimura'))
    expect(taken.team_id).not.to.equal(null)
  })

  it('is never the same for two who ask at once, and takes its promises along', async () => {
    const some = await addCases(
      annai,
      Array.from({ length: 8 }, () => ({ owner: null, due: HOUR })),
    )
    const mori = await annai.signIn('mori')
    const asking = [tanaka, suzuki, mori].flatMap((by) => [by, by, by])
    const served = await Promise.all(
      asking.map(async ({ cookie }) => {
        const answer = await fetch(`${annai.url}/next-case`, {
          method: 'POST',
          redirect: 'manual',
          headers: { cookie, 'sec-fetch-site': 'same-origin' },
        })
        return answer.headers.get('location')
      }),
    )
    const taken = served.filter((each) => each !== null)
    expect(taken).to.have.length(8)
    expect(new Set(taken).size).to.equal(8)
    expect(await numbered(some)).to.equal(8)
    for (const { id } of some) {
      const { owner_id } = await caseRow(annai, id)
      const promise = await annai.db('commitments').where({ case_id: id }).first()
      expect(promise.owner_id).to.equal(owner_id)
    }
  })

  it('is one case for one press, however often it is sent, and another one for the next press', async () => {
    await addCases(
      annai,
      Array.from({ length: 3 }, () => ({ owner: null, reason: 'lost_stolen' })),
    )
    await tanaka.open('/cases?view=unowned')
    const press = tanaka.filled('form[action="/next-case"]')
    const send = async () => {
      const answer = await fetch(`${annai.url}/next-case`, {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie: tanaka.cookie, 'sec-fetch-site': 'same-origin' },
        body: press,
      })
      return answer.headers.get('location')
    }
    const served = [...(await Promise.all([send(), send(), send()])), await send()]
    expect(new Set(served).size, served.join()).to.equal(1)
    await tanaka.open('/')
    await tanaka.submit('form[action="/next-case"]')
    expect(served, 'the next one').not.to.contain(tanaka.path)
    await suzuki.post('/next-case', press)
    expect(served, 'the press of somebody else').not.to.contain(suzuki.path)
    expect(suzuki.page).to.equal('case')
  })

  it('skipped with a reason it goes back to the others, and comes again after a while', async () => {
    const [only] = await addCases(annai, [{ owner: null }])
    const id = only?.id ?? ''
    expect(await next(tanaka)).to.equal(only?.number)
    expect(tanaka.text('main')).to.contain('「次の案件」で引き受けました')
    await tanaka.submit('form[action$="/return"]', { reason: ' ', queue: 'back_office' })
    expect(tanaka.status).to.equal(422)
    const kept = (form: string, field: string) =>
      tanaka.$(`form[action$="/${form}"] [name=${field}]`).find('[selected]').attr('value')
    expect(kept('return', 'queue'), 'what was chosen').to.equal('back_office')
    const tag = 'あ'.repeat(31)
    await tanaka.submit('form[action$="/tags"]', { tag })
    expect(tanaka.$('#new-tag').attr('value')).to.equal(tag)
    await tanaka.submit('form[action$="/status"]', { status: 'waiting_network', version: '99' })
    expect([tanaka.status, kept('status', 'status')]).to.deep.equal([409, 'waiting_network'])
    const owner = await operatorId(annai, 'suzuki')
    await tanaka.submit('form[action$="/owner"]', { owner, version: '99' })
    expect([tanaka.status, kept('owner', 'owner')]).to.deep.equal([409, owner])
    await tanaka.open(`/cases/${id}`)
    await tanaka.submit('form[action$="/return"]', { reason: '英語のお客様のため' })
    expect(tanaka.text('main')).to.contain('英語のお客様のため').and.to.contain('担当者がいません')
    expect((await caseRow(annai, id)).owner_id).to.equal(null)
    const events = await annai.db('audit_events').where({ case_id: id, name: 'case_skipped' })
    expect(events).to.have.length(1)
    expect(events[0].detail).not.to.contain('英語')
    expect(await next(tanaka), 'not to whoever skipped it').to.equal('')
    expect(await next(suzuki)).to.equal(only?.number)
    await suzuki.submit('form[action$="/return"]', { reason: '別件で手が離せない' })
    annai.clock.forward(SKIPPED_MS + 1000)
    expect(await next(tanaka), 'after a while').to.equal(only?.number)
  })

  it('somebody takes a case that nobody has, and only the first of two gets it', async () => {
    const [one] = await addCases(annai, [{ owner: null, due: HOUR }])
    const path = `/cases/${one?.id}`
    await tanaka.open(path)
    await suzuki.open(path)
    await tanaka.submit('form[action$="/taking"]')
    expect(tanaka.status).to.equal(200)
    await suzuki.submit('form[action$="/taking"]')
    expect(suzuki.status).to.equal(409)
    expect((await caseRow(annai, one?.id ?? '')).owner_id).to.equal(
      await operatorId(annai, 'tanaka'),
    )
    await tanaka.submit('form[action$="/return"]', { reason: '不正対策へ', queue: 'fraud_desk' })
    const { queue, owner_id } = await caseRow(annai, one?.id ?? '')
    expect([queue, owner_id]).to.deep.equal(['fraud_desk', null])
    const [event] = await annai.db('audit_events').where({ case_id: one?.id, name: 'case_queued' })
    expect(JSON.parse(event.detail)).to.include({ queue: 'fraud_desk', ownerId: null })
  })
})
