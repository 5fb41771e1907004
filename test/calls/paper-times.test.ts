import { expect } from 'chai'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { EMERGENCY, onSlip, SLIP, STOP } from '../support/slip.ts'
import type { Fields, Visitor } from '../support/visitor.ts'

const OVER_MIDNIGHT: Fields = { day: '11/22', from: '23:50', to: '0:10', stopAt: '23:55' }

/** It is half past nine on 23 November. */
onBothDatabases('a time on a slip', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor

  beforeEach(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
  })
  afterEach(() => annai.close())

  const enter = async (fields: Fields) => {
    await tanaka.open('/paper-calls')
    const slip = { ...SLIP, ...STOP, last4: '8431', customer: 'none', path: onSlip(...EMERGENCY) }
    return tanaka.submit('form#paper', { ...slip, ...fields })
  }
  const errors = () =>
    tanaka
      .$('ul[data-errors] li')
      .toArray()
      .map((each) => tanaka.$(each).text())
  const refusedWith = async (field: string, sentence: string) => {
    expect(tanaka.status).to.equal(422)
    expect(errors()).to.have.length(1)
    expect(errors()[0]).to.contain(sentence)
    expect(tanaka.$(`#p-${field}-error`).text()).to.contain(sentence)
    expect(await annai.db('calls')).to.have.length(0)
  }

  for (const [what, fields, at] of [
    ['a minute before the call, by another clock', { stopAt: '8:04' }, '2026-11-23T08:04'],
    ['within the call', { stopAt: '8:12' }, '2026-11-23T08:12'],
    ['after the call', { stopAt: '9:10' }, '2026-11-23T09:10'],
    ['before midnight', OVER_MIDNIGHT, '2026-11-22T23:55'],
    ['after midnight', { ...OVER_MIDNIGHT, stopAt: '0:05' }, '2026-11-23T00:05'],
    [
      'before midnight for a call after it',
      { from: '0:02', to: '0:10', stopAt: '23:59' },
      '2026-11-22T23:59',
    ],
  ] as const)
    it(`of a stop that was asked for ${what} is on its day`, async () => {
      await enter(fields)
      expect(errors()).to.deep.equal([])
      const { input } = await annai.db('card_actions').first()
      expect(JSON.parse(input)).to.include({ manual_stop_at: at })
    })

  for (const stopAt of ['18:04', '7:00'])
    it(`of a stop is refused while it is still to come: ${stopAt}`, async () => {
      await enter({ stopAt })
      await refusedWith('stopAt', '停止を依頼した時刻がまだ来ていません')
    })

  for (const [field, fields] of [
    ['from', { from: '25:00' }],
    ['to', { to: '?' }],
    ['day', { day: '11/32' }],
    ['day', { day: '9999-12-31', from: '23:50', to: '0:10' }],
    ['day', { day: '0226-11-23' }],
  ] as const)
    it(`of a stop says nothing while the call’s own ${field} cannot be read: ${Object.values(fields)}`, async () => {
      await enter({ ...fields, stopAt: '18:04' })
      await refusedWith(field, '確かめてください')
    })

  const dueOf = async (kind: string) =>
    (await annai.db('commitments').where({ kind, state: 'open' }).first())?.due_at
  const claim = (due1: string) => ({ promise1: 'claim', due1 })

  for (const [what, fields, due, dueAt] of [
    ['later on the same day', {}, '17:00', '2026-11-23T08:00:00.000Z'],
    [
      'the next morning, of a call before midnight',
      OVER_MIDNIGHT,
      '9:00',
      '2026-11-23T00:00:00.000Z',
    ],
    ['the next morning, of a call by day', {}, '7:30', '2026-11-23T22:30:00.000Z'],
    ['at once', {}, '8:05', '2026-11-22T23:05:00.000Z'],
    ['in the new year', {}, '1/5 9:00', '2027-01-05T00:00:00.000Z'],
  ] as const)
    it(`of a promise is ${what}: ${due}`, async () => {
      await enter({ ...fields, ...claim(due) })
      expect(errors()).to.deep.equal([])
      expect(await dueOf('claim')).to.equal(dueAt)
    })

  for (const due of ['2026-11-23 8:04', '11/23 7:00', '2026-11-22 17:00', '11/22 17:00'])
    it(`of a promise is refused before the call: ${due}`, async () => {
      await enter(claim(due))
      await refusedWith('due1', 'お約束の1行目の期限が、通話の開始より前です')
    })

  it('of a promise says nothing while the call’s own cannot be read', async () => {
    await enter({ ...claim('2026-11-22 17:00'), from: '25:00' })
    await refusedWith('from', '確かめてください')
  })
})
