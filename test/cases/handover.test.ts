import { expect } from 'chai'
import { handoverMarks } from '../../src/cases/handovers.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, PhoneCall } from '../support/phone-call.ts'
import { Stream } from '../support/stream.ts'
import type { Visitor } from '../support/visitor.ts'
import { calledBackCase, mergeInto, operatorId, versionOf } from './putting-in-order.ts'
import { taskLines } from './taking.ts'

onBothDatabases('a case that is handed over', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  let suzuki: Visitor
  let kimura: Visitor
  let mori: Visitor
  let id: string
  let other: string

  before(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
    suzuki = await annai.signIn('suzuki')
    kimura = await annai.signIn('kimura')
    mori = await annai.signIn('mori')
    other = (await calledBackCase(annai, suzuki, '別の相談')).id
    id = (await calledBackCase(annai, tanaka, '不審な利用の相談')).id
  })
  after(() => annai.close())

  const handOver = async (to: string, words = '至急お願いします') => {
    await tanaka.open(`/cases/${id}`)
    await tanaka.submit('form[action$="/handovers"]', { to, words })
  }
  const waiting = () => annai.db('case_handovers').where({ state: 'waiting' }).first()
  const ownerOf = async (caseId = id) =>
    (await annai.db('cases').where({ id: caseId }).first()).owner_id
  const giveBack = async () => {
    const owner = await operatorId(annai, 'tanaka')
    await mori.post(`/cases/${id}/owner`, { owner, version: await versionOf(annai, id) })
  }

  it('stays with whoever had it until it is taken; who had it before is offered first', async () => {
    await tanaka.open(`/cases/${id}`)
    const groups = tanaka.$('#handover-to optgroup').toArray()
    expect(groups.map((each) => tanaka.$(each).attr('label'))).to.deep.equal(['窓口', 'ほかの担当'])
    await handOver('queue:fraud_desk', '')
    expect([tanaka.status, tanaka.text('#work .field-error')]).to.satisfy(
      ([status, words]: [number, string]) => status === 422 && words.includes('伝言'),
    )
    for (const to of [
      '',
      'queue:nobody',
      'operator:x',
      `operator:${await operatorId(annai, 'ueno')}`,
    ]) {
      await handOver(to)
      expect([tanaka.status, tanaka.$('#handover-words').text()], to).to.deep.equal([
        422,
        '至急お願いします',
      ])
    }
    await handOver(`operator:${await operatorId(annai, 'tanaka')}`)
    expect(tanaka.status, 'nobody hands it to whoever has it').to.equal(422)
    await handOver('queue:fraud_desk')
    expect(tanaka.text('#handover')).to.contain('不正対策窓口').and.to.contain('至急お願いします')
    expect(await ownerOf()).to.equal(await operatorId(annai, 'tanaka'))
    expect(tanaka.$('form[action$="/handovers"]'), 'one waits at a time').to.have.length(0)
    await tanaka.post(`/cases/${id}/handovers`, {
      to: 'queue:fraud_desk',
      words: '二つ目',
      version: await versionOf(annai, id),
    })
    expect([tanaka.status, await annai.db('case_handovers')]).to.satisfy(
      ([status, rows]: [number, unknown[]]) => status === 422 && rows.length === 1,
    )
  })

  it('is on the desk of those who may take it, and of nobody else', async () => {
    await kimura.open('/')
    expect(kimura.$('[data-handovers]').attr('data-handovers')).to.equal('1')
    expect(kimura.text('#handovers')).to.contain('至急お願いします').and.to.contain('中村 拓也')
    await suzuki.open('/')
    expect(suzuki.$('#handovers')).to.have.length(0)
    await suzuki.post(`/handovers/${(await waiting()).id}/acceptance`, {})
    expect(suzuki.status).to.equal(403)
    await suzuki.post(`/handovers/${(await waiting()).id}/withdrawal`, {})
    expect(suzuki.status).to.equal(403)
  })

  it('is told to them on whatever page they have open: which case, by whom, and no customer', async () => {
    for (const [visitor, isTold] of [
      [kimura, true],
      [suzuki, false],
    ] as const) {
      await visitor.open('/reminders')
      expect(visitor.text('body').includes('引き継ぎの依頼')).to.equal(isTold)
    }
    await kimura.open('/reminders')
    expect(kimura.text('body'))
      .to.contain('田中 恵 から')
      .and.to.contain(`/cases/${id}`)
      .and.not.to.match(/至急お願いします|中村/)
    const stream = await Stream.at(annai, kimura, '/reminders/live?since=-')
    expect(await stream.next(), 'there is something').to.equal('changed')
    await stream.close()
    const others = await handoverMarks(annai.db, [
      await operatorId(annai, 'suzuki'),
      await operatorId(annai, 'kimura'),
    ])
    expect([...others.keys()]).to.deep.equal([await operatorId(annai, 'kimura')])
  })

  it('keeps its words from a desk beside a caller who is not verified', async () => {
    const { id: callId } = await PhoneCall.from(kimura, CALLERS.namesake.from)
    await kimura.open('/')
    expect(kimura.text('#handovers')).not.to.contain('至急お願いします')
    await kimura.post(`/handovers/${(await waiting()).id}/acceptance`, {})
    expect(kimura.status).to.equal(403)
    const over = { state: 'ended', ended_at: annai.clock.now().toISOString() }
    await annai.db('calls').where({ id: callId }).update(over)
  })

  it('cannot be closed, nor merged away, while it waits', async () => {
    await mergeInto(annai, tanaka, id, other)
    expect(tanaka.status).to.equal(422)
    await annai.db('commitments').where({ case_id: id }).update({ state: 'kept' })
    await tanaka.post(`/cases/${id}/closure`, { version: await versionOf(annai, id), reason: '' })
    expect([tanaka.status, tanaka.text('#closure')]).to.satisfy(
      ([status, words]: [number, string]) => status === 422 && words.includes('受け取り'),
    )
    await annai.db('commitments').where({ case_id: id }).update({ state: 'open' })
  })

  it('is told to the supervisor after a quarter of an hour, once', async () => {
    await annai.rounds()
    expect(await taskLines(annai, id)).to.deep.equal([])
    annai.clock.forward(16 * 60_000)
    await annai.rounds()
    await annai.rounds()
    expect(await taskLines(annai, id)).to.deep.equal(['handover_late open'])
    await mori.open('/')
    expect(mori.text('[data-tasks]')).to.contain('引き継ぎが期限までに受け取られていません')
  })

  it('is taken by one of two who press at once, with all that is owed in it', async () => {
    const handover = await waiting()
    const take = (visitor: Visitor) => visitor.post(`/handovers/${handover.id}/acceptance`, {})
    await Promise.all([take(kimura), take(mori)])
    expect([kimura.status, mori.status].sort()).to.deep.equal([200, 409])
    const taker = await operatorId(annai, kimura.status === 200 ? 'kimura' : 'mori')
    expect(await ownerOf()).to.equal(taker)
    for (const table of ['commitments', 'tasks'])
      for (const each of await annai.db(table).where({ case_id: id, state: 'open' }))
        expect(each.owner_id, table).to.equal(taker)
    expect(await taskLines(annai, id), 'it was answered').to.deep.equal([
      'handover_late done handover_answered',
    ])
    await take(kimura.status === 200 ? kimura : mori)
    expect(await annai.db('audit_events').where({ name: 'case_handover_taken' })).to.have.length(1)
    await giveBack()
  })

  it('is declined with a reason, and comes back to whoever has it', async () => {
    await handOver(`operator:${await operatorId(annai, 'suzuki')}`)
    const { id: handover } = await waiting()
    await suzuki.post(`/handovers/${handover}/refusal`, { reason: '' })
    expect([suzuki.status, suzuki.text('#handover .field-error')]).to.satisfy(
      ([status, words]: [number, string]) => status === 422 && words.includes('断る理由'),
    )
    for (const _ of [1, 2])
      await suzuki.post(`/handovers/${handover}/refusal`, { reason: '本日は休みです' })
    expect(suzuki.status).to.equal(200)
    expect(await ownerOf()).to.equal(await operatorId(annai, 'tanaka'))
    expect(await taskLines(annai, id)).to.deep.include('handover_declined open')
    await tanaka.open('/')
    expect(tanaka.text('[data-tasks]')).to.contain('引き継ぎが断られ')
    await tanaka.open(`/cases/${id}`)
    expect(tanaka.text('#work')).to.contain('本日は休みです')
  })

  it('is withdrawn by whoever gave it, or by giving the case to somebody directly', async () => {
    await handOver('queue:fraud_desk')
    await tanaka.submit('form[action$="/withdrawal"]')
    expect([tanaka.status, await waiting()]).to.deep.equal([200, undefined])
    await handOver('queue:fraud_desk')
    const { id: handover } = await waiting()
    const suzukiId = await operatorId(annai, 'suzuki')
    await tanaka.post(`/cases/${id}/owner`, {
      owner: suzukiId,
      version: await versionOf(annai, id),
    })
    expect(await waiting()).to.equal(undefined)
    await kimura.post(`/handovers/${handover}/acceptance`, {})
    expect(kimura.status).to.equal(409)
    expect(await ownerOf()).to.equal(suzukiId)
  })

  it('is asked for once, however often the form is sent', async () => {
    await giveBack()
    await tanaka.open(`/cases/${id}`)
    const sent = tanaka.filled('form[action$="/handovers"]', {
      to: 'queue:fraud_desk',
      words: 'お願い',
    })
    for (const _ of [1, 2]) await tanaka.post(`/cases/${id}/handovers`, sent)
    expect(tanaka.status).to.equal(200)
    expect(await annai.db('case_handovers').where({ words: 'お願い' })).to.have.length(1)
  })
})
