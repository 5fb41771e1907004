import { setTimeout } from 'node:timers/promises'
import { expect } from 'chai'
import { lockCases } from '../../src/cases/cases.ts'
import { raiseTask } from '../../src/cases/tasks.ts'
import { isPostgres } from '../../src/db.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, PhoneCall } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'
import {
  calledBackCase,
  everything,
  mergeInto,
  numberOf,
  operatorId,
  versionOf,
} from './putting-in-order.ts'

/** That it was merged and taken back is on the record; and who is signed in has nothing to do with it. */
const BESIDES = ['audit_events', 'audit_unsealed', 'case_merges', 'sessions']

onBothDatabases('two cases that are one', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  let suzuki: Visitor
  let first: string
  let second: string
  let third: string
  let others: string

  before(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
    suzuki = await annai.signIn('suzuki')
    first = (await calledBackCase(annai, tanaka, 'チャージの相談')).id
    second = (await calledBackCase(annai, tanaka, '同じ相談の続き')).id
    third = (await calledBackCase(annai, suzuki, 'さらに続き')).id
    others = (await calledBackCase(annai, suzuki, '別の方', CALLERS.namesake)).id
  })
  after(() => annai.close())

  const merges = () => annai.db('case_merges').whereNull('undone_at')
  const undo = async (from: string) => {
    const merge = await annai.db('case_merges').where({ from_case: from, undone_at: null }).first()
    await tanaka.post(`/merges/${merge.id}/undoing`, { reason: '別件だった' })
  }

  it('are compared before they are merged, and the page says what stands against it', async () => {
    await tanaka.open(`/cases/${first}`)
    await tanaka.open(`/cases/${first}/merge?into=${second}`)
    expect(tanaka.page).to.equal('merge')
    expect(tanaka.text('main'))
      .to.contain(await numberOf(annai, first))
      .and.to.contain(await numberOf(annai, second))
      .and.to.contain('チャージの相談の件')
      .and.to.contain('同じ相談の続きの件')
    await tanaka.submit('form[action$="/merges"]', { reason: ' ' })
    expect(tanaka.status, 'why they are one is asked').to.equal(422)
    await tanaka.open(`/cases/${first}/merge?number=${await numberOf(annai, first)}`)
    expect(tanaka.text('main')).to.contain('同じ案件どうしは統合できません')
    await tanaka.open(`/cases/${first}/merge?into=${others}`)
    expect(tanaka.text('main')).to.contain('別のお客様の案件とは統合できません')
    await mergeInto(annai, tanaka, first, others)
    expect(tanaka.status).to.equal(422)
    await tanaka.open(`/cases/${first}/merge?number=261123-0001-0`)
    expect([tanaka.status, tanaka.text('#work')]).to.satisfy(
      ([status, words]: [number, string]) => status === 422 && words.includes('検査数字'),
    )
    expect(await merges()).to.have.length(0)
  })

  it('are both told on one page, each with the number that it came from', async () => {
    await tanaka.open(`/cases/${first}/merge?into=${second}`)
    await tanaka.submit('form[action$="/merges"]', { reason: '同じお困りごと' })
    expect(tanaka.path, 'the case that goes on').to.equal(`/cases/${second}`)
    const number = await numberOf(annai, first)
    expect(tanaka.text('#merged')).to.contain(`${number} はこの案件に統合されました`)
    expect(tanaka.$('.story').attr('data-count')).to.equal('2')
    expect(tanaka.$('#commitments ul').attr('data-count')).to.equal('2')
    for (const part of ['.story', '#commitments', 'ol.lines[data-count]'])
      expect(tanaka.text(part), part).to.contain(`${number} から`)
    expect(tanaka.text('dl.big'))
      .to.contain('チャージの相談の件')
      .and.to.contain('同じ相談の続きの件')
    await tanaka.open(`/cases/${first}`)
    expect(tanaka.path, 'the old address leads there').to.equal(`/cases/${second}`)
    await tanaka.open(`/cases/${first}/summary`)
    expect(tanaka.text('main, body')).to.contain('チャージの相談').and.to.contain('同じ相談の続き')
  })

  it('are one in every list', async () => {
    await tanaka.open('/cases')
    expect(tanaka.$('[data-count]').attr('data-count')).to.equal('3')
    expect(tanaka.text('table')).not.to.contain(await numberOf(annai, first))
    const { customer_id: customer } = await annai.db('cases').where({ id: first }).first()
    await tanaka.open(`/customers/${customer}`)
    expect(tanaka.$('.lines[data-count]').first().attr('data-count')).to.equal('2')
    await tanaka.open('/')
    expect(tanaka.text('main')).not.to.contain(`${await numberOf(annai, first)} その他`)
  })

  it('are found as the one that goes on, by what is written in either', async () => {
    const number = await numberOf(annai, first)
    const links = () =>
      tanaka
        .$('main a[href^="/cases/"]')
        .toArray()
        .map((each) => tanaka.$(each).attr('href'))
    for (const words of ['チャージの相談', number, 'の件', `"${number}"`]) {
      await tanaka.open(`/search?${new URLSearchParams({ q: words, kind: 'cases' })}`)
      const theirs = links().filter(
        (each) => ![third, others].some((id) => each === `/cases/${id}`),
      )
      expect(theirs, words).to.deep.equal([`/cases/${second}`])
    }
    await tanaka.open(`/search?${new URLSearchParams({ q: 'チャージの相談' })}`)
    expect(tanaka.$('[data-count]').attr('data-count')).to.equal('1')
    expect(tanaka.text('main')).to.contain(`${number} から`)
    await tanaka.open(`/search?${new URLSearchParams({ q: number })}`)
    expect(tanaka.text('main')).to.contain(`${number} はこの案件に統合されました`)
    const { status } = await annai.db('cases').where({ id: second }).first()
    await annai.db('cases').where({ id: second }).update({ status: 'resolved' })
    for (const [asked, found] of [
      [status, []],
      ['resolved', [`/cases/${second}`]],
    ] as const) {
      await tanaka.open(`/search?${new URLSearchParams({ q: 'チャージの相談', status: asked })}`)
      expect(links(), 'as the whole stands').to.deep.equal(found)
    }
    await annai.db('cases').where({ id: second }).update({ status })
    for (const text of ['チャージの相談', number]) {
      await tanaka.open(`/cases?${new URLSearchParams({ text })}`)
      expect(links(), 'the list').to.deep.equal([`/cases/${second}`])
    }
  })

  it('take nothing new under the merged number: what was typed is shown in the case that goes on', async () => {
    const before = await annai.db('case_notes')
    await tanaka.post(`/cases/${first}/notes`, { body: '古い画面からのメモ' })
    expect([tanaka.status, tanaka.page]).to.deep.equal([409, 'case'])
    expect(tanaka.$('#note-body').text()).to.equal('古い画面からのメモ')
    expect(tanaka.$('form[action$="/notes"]').attr('action')).to.equal(`/cases/${second}/notes`)
    expect(tanaka.text('#notes .field-error')).to.contain(await numberOf(annai, second))
    for (const [form, fields] of Object.entries({
      owner: { owner: await operatorId(annai, 'suzuki') },
      closure: { reason: 'x' },
      links: { number: await numberOf(annai, others), reason: 'x' },
      handovers: { to: 'queue:fraud_desk', words: 'x' },
    })) {
      await tanaka.post(`/cases/${first}/${form}`, {
        version: await versionOf(annai, first),
        ...fields,
      })
      expect(tanaka.status, form).to.equal(409)
    }
    expect(await annai.db('case_notes')).to.have.length(before.length)
  })

  it('are one for a call about the merged number, whichever is told to the next operator', async () => {
    const kimura = await annai.signIn('kimura')
    const call = await PhoneCall.from(kimura, '', { caseId: first })
    const of = { call_id: call.id, number: 1 }
    expect((await annai.db('matters').where(of).first()).case_id).to.equal(second)
    await tanaka.open(`/cases/${second}`)
    expect(obstacles(), 'a call goes on').to.deep.equal(['calls_going_on', 'open_commitments'])
    const over = { state: 'ended', ended_at: annai.clock.now().toISOString() }
    await annai.db('calls').where({ id: call.id }).update(over)
    await tanaka.open(`/cases/${second}`)
    expect(obstacles()).to.deep.equal(['open_commitments', 'missing_wrap_up'])
    await tanaka.post(`/cases/${second}/notes`, { body: '切れたお電話の経過を確認した' })
    expect(obstacles(), 'what a person writes of it stands in its place').to.deep.equal([
      'open_commitments',
    ])
    await annai.db('matters').where(of).update({ case_id: null })
  })
  const obstacles = () =>
    tanaka
      .$('.checklist li')
      .toArray()
      .map((each) => tanaka.$(each).attr('data-obstacle'))

  it('cannot be closed while the merged one has an open promise; kept there, it is kept for the whole', async () => {
    const own = await annai.db('commitments').where({ case_id: second }).first()
    await tanaka.post(`/commitments/${own.id}/end`, { state: 'kept', reason: '' })
    await tanaka.open(`/cases/${second}`)
    expect(obstacles()).to.deep.equal(['open_commitments'])
    await tanaka.post(`/cases/${second}/closure`, {
      version: await versionOf(annai, second),
      reason: '完了のつもり',
    })
    expect(tanaka.status).to.equal(422)
    expect(tanaka.text('#closure')).to.contain('完了のつもり').and.to.contain('お約束')
    await annai
      .db('commitments')
      .where({ id: own.id })
      .update({ state: 'open', ended_at: null, ended_by: null })
  })

  it('go in chains, and never in a circle', async () => {
    await mergeInto(annai, tanaka, second, third)
    expect(tanaka.path).to.equal(`/cases/${third}`)
    expect(tanaka.$('#merged p')).to.have.length(2)
    expect(tanaka.$('.story').attr('data-count')).to.equal('3')
    await tanaka.open(`/cases/${first}`)
    expect(tanaka.path).to.equal(`/cases/${third}`)
    for (const into of [first, second]) {
      await mergeInto(annai, tanaka, third, into)
      expect([tanaka.status, into]).to.deep.equal([422, into])
    }
    await undo(second)
    expect(tanaka.status).to.equal(200)
    await tanaka.open(`/cases/${first}`)
    expect(tanaka.path, 'what was one before is one again').to.equal(`/cases/${second}`)
    await undo(first)
    await tanaka.open(`/cases/${first}`)
    expect(tanaka.path).to.equal(`/cases/${first}`)
    expect(tanaka.$('#merged')).to.have.length(0)
    expect(tanaka.$('.story').attr('data-count')).to.equal('1')
  })

  it('are as they were before when it is taken back: every row of every table', async () => {
    const before = await everything(annai, BESIDES)
    await mergeInto(annai, tanaka, first, second)
    await mergeInto(annai, tanaka, second, third)
    const merged = await everything(annai, BESIDES)
    expect(merged.cases, 'it did something').not.to.deep.equal(before.cases)
    await undo(second)
    await undo(first)
    expect(await everything(annai, BESIDES)).to.deep.equal(before)
    expect(await annai.db('case_merges').where({ from_case: first })).to.have.length(2)
  })

  it('keep what was written meanwhile with the case in which it was written', async () => {
    await mergeInto(annai, tanaka, first, second)
    await tanaka.post(`/cases/${second}/notes`, { body: '統合中のメモ' })
    await undo(first)
    await tanaka.open(`/cases/${second}`)
    expect(tanaka.text('#notes')).to.contain('統合中のメモ')
    await tanaka.open(`/cases/${first}`)
    expect(tanaka.text('#notes')).not.to.contain('統合中のメモ')
    await undoAgain()
  })
  /** Pressed twice, it was taken back once. */
  const undoAgain = async () => {
    const merge = await annai.db('case_merges').orderBy('merged_at', 'desc').first()
    await tanaka.post(`/merges/${merge.id}/undoing`, { reason: '別件だった' })
    expect(tanaka.status).to.equal(200)
    await suzuki.post(`/merges/${merge.id}/undoing`, { reason: '別件だった' })
    expect(suzuki.status, 'somebody else was faster').to.equal(409)
    const undone = await annai.db('audit_events').where({ name: 'case_unmerged', case_id: first })
    expect(undone).to.have.length(await countMerges(first))
  }
  const countMerges = async (from: string) =>
    (await annai.db('case_merges').where({ from_case: from })).length

  it('merged by two people at the same moment each into the other, one wins', async () => {
    await Promise.all([
      mergeInto(annai, tanaka, first, second),
      mergeInto(annai, suzuki, second, first),
    ])
    const standing = await merges()
    expect(standing).to.have.length(1)
    expect([tanaka.status, suzuki.status].sort()).to.deep.equal([200, 422])
    await undo(standing[0].from_case)
  })

  it('merged from an old page it is a conflict, with what was typed; pressed twice it is one merge', async () => {
    const seen = await versionOf(annai, second)
    await tanaka.post(`/cases/${second}/owner`, {
      owner: await operatorId(annai, 'suzuki'),
      version: seen,
    })
    await mergeInto(annai, tanaka, first, second, { intoVersion: seen, reason: '古い画面' })
    expect([tanaka.status, tanaka.page]).to.deep.equal([409, 'merge'])
    expect(tanaka.$('#merge-reason').text()).to.equal('古い画面')
    expect(await merges()).to.have.length(0)
    const fields = {
      into: second,
      version: await versionOf(annai, first),
      intoVersion: await versionOf(annai, second),
      reason: '二度押し',
    }
    for (const _ of [1, 2]) await tanaka.post(`/cases/${first}/merges`, fields)
    expect(tanaka.status).to.equal(200)
    expect(await merges()).to.have.length(1)
    await undo(first)
  })

  it('are taken as a whole by whoever changes a promise or a task of one: nobody waits in a circle', async function () {
    const { db } = annai
    if (!isPostgres(db)) this.skip()
    await mergeInto(annai, tanaka, second, first)
    const promise = await db('commitments').where({ case_id: second, state: 'open' }).first()
    const hand = { operatorId: null, at: annai.clock.now() }
    const about = { caseId: second, kind: 'handover_declined', subjectRef: second } as const
    await db.transaction((trx) => raiseTask(trx, about, hand))
    const task = await db('tasks').where({ case_id: second, state: 'open' }).first()
    const move = { when: 'days', count: '2', reason: '都合', wording: '', submission: '' }
    for (const [path, fields] of [
      [`/commitments/${promise.id}/move`, move],
      [`/tasks/${task.id}/end`, { reason: '済み' }],
    ] as const) {
      await db('cases').where({ id: first }).update({ due_at: null, commitment_due_at: null })
      let sent: Promise<unknown> = Promise.resolve()
      await db.transaction(async (trx) => {
        await lockCases(trx, [first])
        sent = tanaka.post(path, fields)
        await isWaiting()
        await trx.raw('select id from cases where id = ? for no key update nowait', [second])
      })
      await sent
      expect(tanaka.status, path).to.equal(200)
    }
    await undo(second)
  })
  /** Until somebody waits for a row that another one holds. */
  const isWaiting = async () => {
    const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    while ((await annai.db.raw(waiting)).rows.length === 0) await setTimeout(5)
  }

  it('are not told to whoever talks to a caller that is not verified', async () => {
    await mergeInto(annai, tanaka, first, second)
    await PhoneCall.from(suzuki, CALLERS.namesake.from)
    for (const path of [`/cases/${first}`, `/cases/${first}/merge?into=${third}`]) {
      await suzuki.open(path)
      expect(suzuki.text('main'), path).not.to.contain('チャージの相談')
      expect(suzuki.$('main').attr('data-guarded'), path).to.equal('none')
    }
    await mergeInto(annai, suzuki, third, second)
    expect(suzuki.status).to.equal(403)
  })
})
