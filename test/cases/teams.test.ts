import { expect } from 'chai'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import type { Fields, Visitor } from '../support/visitor.ts'
import { addCases, numbersOn, operatorId } from './queued.ts'
import { caseRow } from './taking.ts'

onBothDatabases('teams', (freshUrl) => {
  let annai: Annai
  let mori: Visitor
  let tanaka: Visitor
  let suzuki: string

  before(async () => {
    annai = await startAnnai(await freshUrl())
    mori = await annai.signIn('mori')
    tanaka = await annai.signIn('tanaka')
    suzuki = await operatorId(annai, 'suzuki')
  })
  after(() => annai.close())

  const events = async (name: string) => {
    const rows = await annai.db('audit_events').where({ name }).orderBy('id')
    return rows.map(({ detail }) => JSON.parse(detail))
  }
  const team = (name: string) => annai.db('teams').where({ name }).first()
  const make = async (fields: Fields) => {
    await mori.open('/teams')
    await mori.submit('form[action="/teams"]', fields)
  }
  const move = async (fields: Fields = {}) => {
    await mori.open('/teams')
    return mori.filled(`form[action="/teams/members"]:has([value="${suzuki}"])`, fields)
  }

  it('are shown to the supervisor with who is in which, and to nobody else', async () => {
    await mori.open('/')
    expect(mori.$('header a[href="/teams"]')).to.have.length(1)
    await mori.open('/teams')
    expect(mori.page).to.equal('teams')
    expect(mori.$('[data-count]').attr('data-count')).to.equal('2')
    expect(mori.text('[data-team]:contains("田中 恵")')).to.contain('鈴木 一郎')
    await mori.post('/preferences', { language: 'en', back: '/teams' })
    expect(mori.text('main')).to.contain('Teams')
    await mori.post('/preferences', { language: 'ja', back: '/' })
    for (const login of ['tanaka', 'kimura', 'ueno', 'hayashi', 'admin']) {
      const other = await annai.signIn(login)
      expect(other.$('a[href="/teams"]'), login).to.have.length(0)
      await other.open('/teams')
      expect(other.status, login).to.equal(403)
      await other.post('/teams', { name: '勝手なチーム', queue: 'front' })
      await other.post('/teams/members', { operator: suzuki, team: '' })
      expect(other.status, login).to.equal(403)
    }
    expect(await team('勝手なチーム')).to.equal(undefined)
  })

  it('are made once, with a name of their own', async () => {
    await mori.open('/teams')
    const sent = mori.filled('form[action="/teams"]', {
      name: ' 第二　窓口 ',
      queue: 'back_office',
    })
    for (const _ of [1, 2]) await mori.post('/teams', sent)
    expect([mori.status, mori.path]).to.deep.equal([200, '/teams'])
    const made = await team('第二 窓口')
    expect(made.queue).to.equal('back_office')
    expect(await events('team_made')).to.deep.equal([{ team: made.id, queue: 'back_office' }])
    for (const [fields, words] of [
      [{ name: '　' }, '入力してください'],
      [{ name: 'あ'.repeat(61) }, '60'],
      [{ name: '不正対策', queue: 'front' }, 'すでに'],
      [{ name: '三', queue: 'nowhere' }, '選択'],
    ] as const) {
      await make(fields)
      expect(mori.status, fields.name).to.equal(422)
      expect(mori.text('.field-error')).to.contain(words)
      expect(mori.$('form[action="/teams"] [name=name]').attr('value')).to.equal(fields.name.trim())
    }
    expect(await annai.db('teams')).to.have.length(3)
  })

  it('are renamed and take from another queue, unless somebody else was faster', async () => {
    const { id } = await team('第二 窓口')
    const form = `form[action="/teams/${id}/name"]`
    await mori.open('/teams')
    const old = mori.filled(form, { name: '古い画面' })
    await mori.submit(form, { name: '夜間窓口', queue: 'front' })
    expect(await team('夜間窓口')).to.include({ id, queue: 'front' })
    expect(await events('team_changed')).to.deep.equal([{ team: id, queue: 'front' }])
    await mori.post(`/teams/${id}/name`, old)
    expect(mori.status).to.equal(409)
    expect(mori.$(`${form} [name=name]`).attr('value'), 'what was typed').to.equal('古い画面')
    expect(mori.text('main')).to.contain('夜間窓口')
    await mori.submit(form, { name: '不正対策' })
    expect(mori.status, 'another one’s name').to.equal(422)
    await mori.post('/teams/x/name', old)
    expect(mori.status).to.equal(404)
    expect(await events('team_changed')).to.have.length(1)
  })

  it('get people with the open cases that they have, in whose lists they are at once', async () => {
    const { id } = await team('夜間窓口')
    const [open, closed] = await addCases(annai, [
      { owner: suzuki },
      { owner: suzuki, status: 'closed' },
    ])
    const before = (await caseRow(annai, closed?.id ?? '')).team_id
    const sent = await move({ team: id })
    for (const _ of [1, 2]) await mori.post('/teams/members', sent)
    expect([mori.status, mori.path]).to.deep.equal([200, '/teams'])
    expect(mori.text(`[data-team="${id}"]`)).to.contain('鈴木 一郎')
    expect((await caseRow(annai, open?.id ?? '')).team_id).to.equal(id)
    expect((await caseRow(annai, closed?.id ?? '')).team_id).to.equal(before)
    const from = before
    expect(await events('team_joined')).to.deep.equal([{ operator: suzuki, from, to: id }])
    await tanaka.open('/cases?view=team')
    expect(numbersOn(tanaka)).not.to.contain(open?.number)
    const own = await annai.signIn('suzuki')
    await own.open('/cases?view=team')
    expect(numbersOn(own)).to.deep.equal([open?.number])
    const none = await move({ team: '' })
    const stale = await move({ team: before })
    await mori.post('/teams/members', none)
    expect((await caseRow(annai, open?.id ?? '')).team_id).to.equal(null)
    await mori.post('/teams/members', stale)
    expect(mori.status, 'moved by somebody else meanwhile').to.equal(409)
    await mori.post('/teams/members', { operator: suzuki, team: suzuki, seen: '' })
    expect(mori.status, 'no such team').to.equal(422)
    await mori.post('/teams/members', { operator: id, team: id, seen: '' })
    expect(mori.status, 'nobody').to.equal(404)
    expect(await events('team_joined')).to.have.length(2)
  })

  it('a case that comes to somebody while they move stands in the team that they move to', async () => {
    const { id } = await team('夜間窓口')
    const some = await addCases(
      annai,
      Array.from({ length: 6 }, () => ({ owner: null })),
    )
    const sent = await move({ team: id })
    await Promise.all([
      mori.post('/teams/members', sent),
      ...some.map((one) => tanaka.post(`/cases/${one.id}/owner`, { owner: suzuki, version: '1' })),
    ])
    const rows = await Promise.all(some.map((one) => caseRow(annai, one.id)))
    expect(rows.map((row) => [row.owner_id, row.team_id])).to.deep.equal(
      rows.map(() => [suzuki, id]),
    )
  })
})
