import { expect } from 'chai'
import { verifiedCall } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS, PhoneCall } from '../support/phone-call.ts'
import type { Fields, Visitor } from '../support/visitor.ts'
import { caseRow, promisedCall } from './taking.ts'

const DAY = 24 * 3_600_000
const WORDS = '#words form'
const NOTE = 'form[action$="/notes"]'

onBothDatabases('several people write on one case', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  let suzuki: Visitor
  let id: string

  before(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
    suzuki = await annai.signIn('suzuki')
    id = await promisedCall(annai, tanaka)
  })
  after(() => annai.close())

  const open = (visitor: Visitor) => visitor.open(`/cases/${id}`)
  const draft = (visitor: Visitor, form: string, body: string, base = '') =>
    visitor.request(`/cases/${id}/drafts`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
      body: JSON.stringify({ form, body, base }),
    })
  const drafts = () => annai.db('drafts').where({ case_id: id }).orderBy('form')
  const both = (fields: Fields) => ({ wanted: 'au PAYに10万円チャージできない', ...fields })

  it('the words of a case are put right, and the record says that they were', async () => {
    await open(tanaka)
    expect(tanaka.$('#words-wanted').text()).to.contain('チャージできない')
    await tanaka.submit(WORDS, both({ nextSteps: '  設定後にお電話\nロック解除 ' }))
    expect(tanaka.status).to.equal(200)
    expect(await caseRow(annai, id)).to.include({ next_steps: '設定後にお電話\nロック解除' })
    expect(tanaka.text('ol.lines[data-count]')).to.contain('ご用件・残っていることの訂正')
    const [event] = await annai.db('audit_events').where({ name: 'case_worded' })
    expect(event.detail, 'no words in the record').not.to.contain('ロック')
  })

  it('the second writer sees both texts, and saving goes on from there', async () => {
    await open(tanaka)
    await open(suzuki)
    await tanaka.submit(WORDS, both({ nextSteps: '田中の言葉' }))
    await suzuki.submit(WORDS, both({ nextSteps: '鈴木の言葉' }))
    expect(suzuki.status).to.equal(409)
    expect(suzuki.text('#words [role=alert]')).to.contain('先に変更')
    expect(suzuki.$('#nextSteps-theirs').text()).to.equal('田中の言葉')
    expect(suzuki.$('#words-nextSteps').text()).to.equal('鈴木の言葉')
    expect(suzuki.$('#wanted-theirs'), 'what is the same needs no second look').to.have.length(0)
    expect((await caseRow(annai, id)).next_steps).to.equal('田中の言葉')
    await suzuki.submit(WORDS, { nextSteps: '田中の言葉\n鈴木の言葉' })
    expect(suzuki.status).to.equal(200)
    expect((await caseRow(annai, id)).next_steps).to.equal('田中の言葉\n鈴木の言葉')
  })

  it('what else happens to the case is no conflict, and the same words twice are one change', async () => {
    await open(tanaka)
    await annai.db('cases').where({ id }).increment('version')
    const sent = tanaka.filled(WORDS, { nextSteps: '続き' })
    await tanaka.post(`/cases/${id}/words`, sent)
    const { version } = await caseRow(annai, id)
    await tanaka.post(`/cases/${id}/words`, sent)
    expect(tanaka.status).to.equal(200)
    expect(await caseRow(annai, id)).to.include({ version, next_steps: '続き' })
  })

  it('a draft comes back to whoever wrote it, on any machine, and to nobody else', async () => {
    await draft(suzuki, 'notes', '奥様にも')
    await draft(suzuki, 'notes', '奥様にも確認を')
    await draft(suzuki, 'closure', '完了の理由')
    expect(suzuki.status).to.equal(200)
    const elsewhere = await annai.signIn('suzuki')
    await open(elsewhere)
    expect(elsewhere.$('#note-body').text()).to.equal('奥様にも確認を')
    expect(elsewhere.text('#notes [data-draft-status]')).to.contain('下書きを戻しました')
    await open(tanaka)
    expect(tanaka.$('#note-body').text()).to.equal('')
    expect(tanaka.text('[data-people]'), 'but that he writes').to.equal(
      '鈴木 一郎 さんが書き込み中です',
    )
    await tanaka.open('/search?q=奥様')
    expect(tanaka.text('main')).not.to.contain('確認を')
  })

  it('it goes when it is sent, emptied or dropped, and a late one does not come back', async () => {
    await open(suzuki)
    const base = suzuki.$('#note-body').attr('data-base') ?? ''
    await suzuki.submit(NOTE)
    expect(suzuki.text('#notes')).to.contain('奥様にも確認を')
    expect((await drafts()).map((each) => each.form)).to.deep.equal(['closure'])
    await draft(suzuki, 'notes', '奥様にも確認', base)
    expect((await drafts()).map((each) => each.form)).to.deep.equal(['closure'])
    await draft(suzuki, 'notes', '別のこと')
    await draft(suzuki, 'notes', '')
    await open(suzuki)
    await suzuki.submit('#drop-closure')
    expect(await drafts()).to.deep.equal([])
  })

  it('a draft of words that have changed meanwhile leads to both texts, not over them', async () => {
    await open(suzuki)
    const base = suzuki.$('#words-nextSteps').attr('data-base') ?? ''
    await draft(suzuki, 'nextSteps', '鈴木の下書き', base)
    await open(tanaka)
    await tanaka.submit(WORDS, { nextSteps: '田中が先に' })
    await open(suzuki)
    expect(suzuki.$('#words-nextSteps').text()).to.equal('鈴木の下書き')
    await suzuki.submit(WORDS)
    expect(suzuki.status).to.equal(409)
    expect(suzuki.$('#nextSteps-theirs').text()).to.equal('田中が先に')
    await suzuki.submit(WORDS, { nextSteps: '田中が先に\n鈴木も' })
    expect((await caseRow(annai, id)).next_steps).to.equal('田中が先に\n鈴木も')
    expect(await drafts()).to.deep.equal([])
  })

  it('takes no secret, no other form and nothing for who may not see or change the case', async () => {
    const digits = `4${'5'.repeat(14)}`
    for (const [form, body] of [
      ['notes', `カード ${digits}${luhn(digits)}`],
      ['owner', 'x'],
      ['notes', 'あ'.repeat(20_001)],
    ] as const) {
      await draft(suzuki, form, body)
      expect(suzuki.status, form).to.be.within(400, 422)
    }
    const ueno = await annai.signIn('ueno')
    await draft(ueno, 'notes', 'x')
    expect(ueno.status).to.equal(403)
    const kimura = await annai.signIn('kimura')
    await PhoneCall.from(kimura, '')
    for (const [path, fields] of [
      [`/cases/${id}/drafts`, { form: 'notes', body: '書きかけ' }],
      [`/cases/${id}/words`, { wanted: '書きかけ', nextSteps: '', seen: '' }],
    ] as const) {
      await kimura.post(path, fields)
      expect(kimura.status, path).to.equal(403)
      expect(kimura.$('textarea').text()).to.equal('書きかけ')
    }
    expect(await drafts()).to.deep.equal([])
  })

  it('the call after it adds to the words and overwrites none', async () => {
    const call = await verifiedCall(tanaka, CALLERS.nakamura, 'topup_error', 'found')
    await call.follow('tr_card picked:0005', 'tr_continue !hung_up', 'hu_lost before_idv')
    await call.answer(call.choices[0] ?? '')
    const { wanted, next_steps } = await caseRow(annai, id)
    expect(wanted).to.contain('チャージできない')
    expect(next_steps).to.contain('鈴木も')
  })

  it('is forgotten after 90 days', async () => {
    await draft(suzuki, 'notes', '忘れられる')
    annai.clock.forward(89 * DAY)
    await annai.rounds()
    expect(await drafts()).to.have.length(1)
    annai.clock.forward(2 * DAY)
    await annai.rounds()
    expect(await drafts()).to.deep.equal([])
  })
})

function luhn(start: string): number {
  const sum = [...start].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return (10 - (sum % 10)) % 10
}
