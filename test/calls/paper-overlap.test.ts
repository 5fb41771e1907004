import { expect } from 'chai'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { EMERGENCY, onSlip, SLIP, STOP } from '../support/slip.ts'
import type { Fields, Visitor } from '../support/visitor.ts'

onBothDatabases('a slip of a time that has been entered already', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  let suzuki: Visitor
  let takenBy: string

  beforeEach(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
    suzuki = await annai.signIn('suzuki')
    takenBy = (await annai.db('operators').where({ login: 'tanaka' }).first()).id
  })
  afterEach(() => annai.close())

  /** In a form of its own, as taken by Tanaka. */
  const enter = async (by: Visitor, fields: Fields = {}) => {
    await by.open('/paper-calls')
    expect(box(by), 'asked of nobody who opens the page').to.have.length(0)
    const slip = { ...SLIP, ...STOP, last4: '8431', customer: 'none', path: onSlip(...EMERGENCY) }
    return by.submit('form#paper', { ...slip, operatorId: takenBy, ...fields })
  }
  const box = (by: Visitor) => by.$('form#paper input[type=checkbox][name=another]')
  const tick = (by: Visitor) => ({ another: box(by).attr('value') ?? '' })
  const calls = async () => (await annai.db('calls')).length
  const isAsked = async (by: Visitor, recorded: number) => {
    expect(by.status).to.equal(422)
    expect(box(by)).to.have.length(1)
    expect(box(by).attr('checked')).to.equal(undefined)
    expect(await calls()).to.equal(recorded)
  }

  it('is not recorded at first, names the call that there is, and keeps what was typed', async () => {
    await enter(tanaka)
    const first = tanaka.path
    await enter(suzuki)
    await isAsked(suzuki, 1)
    const link = suzuki.$(`form#paper a[href="${first}"]`)
    expect(link.text()).to.contain('田中 恵').and.to.contain('8:05').and.to.contain('08:17')
    expect(suzuki.text('ul[data-errors]')).to.contain('すでに入力されています')
    expect(suzuki.$('ul[data-errors] a').attr('href')).to.equal(`#${box(suzuki).attr('id')}`)
    const label = box(suzuki).closest('label')
    expect(label.text()).to.contain('別の通話')
    for (const [name, value] of Object.entries({ ...SLIP, ...STOP }))
      expect(suzuki.filled('form#paper').get(name), name).to.equal(value)
    await suzuki.submit('form#paper')
    await isAsked(suzuki, 1)
  })

  it('is recorded when somebody says that it is another call', async () => {
    await enter(tanaka)
    await enter(tanaka)
    await isAsked(tanaka, 1)
    await tanaka.submit('form#paper', { ...tick(tanaka), path: '1a' })
    expect(box(tanaka).attr('checked'), 'the tick stays with the rest').to.equal('checked')
    await tanaka.submit('form#paper', { path: onSlip(...EMERGENCY) })
    expect(tanaka.page).to.equal('call')
    expect(await calls()).to.equal(2)
  })

  it('is asked about anew when yet another one has been entered meanwhile', async () => {
    await enter(tanaka)
    await enter(suzuki)
    const said = tick(suzuki)
    await enter(tanaka)
    await tanaka.submit('form#paper', tick(tanaka))
    await suzuki.submit('form#paper', said)
    await isAsked(suzuki, 2)
    expect(suzuki.$('form#paper a[href^="/calls/"]')).to.have.length(2)
  })

  for (const [what, fields] of [
    ['a part of the time', { from: '8:16', to: '8:30', stopAt: '8:20' }],
    ['all of the time and more', { from: '8:00', to: '8:30' }],
    ['the minute in which it began', { to: '8:05' }],
  ] as const)
    it(`is asked about for ${what}`, async () => {
      await enter(tanaka)
      await enter(suzuki, fields)
      await isAsked(suzuki, 1)
    })

  it('is asked about over midnight', async () => {
    await enter(tanaka, { day: '11/22', from: '23:50', to: '0:10', stopAt: '23:55' })
    await enter(suzuki, { from: '0:05', to: '0:20', stopAt: '0:07' })
    await isAsked(suzuki, 1)
  })

  it('is asked about besides all else that is wrong, but not while its times cannot be read', async () => {
    await enter(tanaka)
    await enter(suzuki, { path: '1a' })
    await isAsked(suzuki, 1)
    expect(suzuki.$('ul[data-errors] li')).to.have.length(2)
    await enter(suzuki, { from: '25:00' })
    expect(suzuki.status).to.equal(422)
    expect(box(suzuki)).to.have.length(0)
    await enter(suzuki, { operatorId: 'nobody' })
    expect(suzuki.status).to.equal(422)
    expect(box(suzuki)).to.have.length(0)
  })

  it('is not asked about right behind the other call, nor when somebody else took it', async () => {
    await enter(tanaka)
    await enter(tanaka, { from: '8:17', to: '8:25', stopAt: '8:20' })
    expect(tanaka.page).to.equal('call')
    await enter(tanaka, { from: '8:00', to: '8:05', stopAt: '8:04' })
    expect(tanaka.page).to.equal('call')
    const other = (await annai.db('operators').where({ login: 'suzuki' }).first()).id
    await enter(tanaka, { operatorId: other })
    expect(tanaka.page).to.equal('call')
    expect(await calls()).to.equal(4)
  })
})
