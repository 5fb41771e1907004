import { expect } from 'chai'
import { formatCaseNumber } from '../../src/cases/number.ts'
import {
  customersByPhone,
  findByRef,
  findCustomer,
  findCustomers,
  saveCustomer,
} from '../../src/customers/customers.ts'
import { readQuery } from '../../src/customers/query.ts'
import { searchCustomers } from '../../src/customers/searching.ts'
import type { Db } from '../../src/db.ts'
import { migrated, onBothDatabases } from '../support/databases.ts'
import { person } from './people.ts'

const AT = '2026-11-23T01:00:00.000Z'
const LATER = '2026-11-24T01:00:00.000Z'
const home = '0300000203'
const phone = (number: string, primary = true) => ({ kind: 'mobile' as const, number, primary })
const card = (ref: string, last4: string) => ({
  cardRef: ref,
  label: 'あさぎりスタンダード',
  network: 'JCB' as const,
  last4,
})

const PEOPLE = [
  person({
    customerRef: 'takuya1',
    nameKanji: '中村 拓也',
    nameKana: 'ナカムラ タクヤ',
    birthDate: '1990-06-14',
    memberNo: '70001001',
    phones: [phone('090-0000-0101'), { kind: 'home', number: home, primary: false }],
    cards: [card('c1a', '0005'), card('c1b', '1111')],
  }),
  person({
    customerRef: 'takuya2',
    nameKanji: '中村 拓哉',
    nameKana: 'ナカムラ タクヤ',
    birthDate: '1990-06-15',
    memberNo: '70001002',
    phones: [phone('09000000110')],
    cards: [card('c2', '4242')],
  }),
  person({
    customerRef: 'makoto',
    nameKanji: '髙橋 誠',
    nameKana: 'タカハシ マコト',
    birthDate: '1958-02-27',
    memberNo: '70001003',
    phones: [phone(home)],
    cards: [card('c3', '8431')],
  }),
  person({
    customerRef: 'sakura',
    nameKanji: '小林 さくら',
    nameKana: 'コバヤシ サクラ',
    birthDate: '2001-01-15',
    memberNo: '20010115',
    phones: [phone('09000000106')],
    cards: [],
  }),
]

onBothDatabases('customers', (freshUrl) => {
  let db: Db
  before(async () => {
    db = await migrated(await freshUrl())
    for (const each of PEOPLE) await saveCustomer(db, each, AT)
  })
  after(async () => db?.destroy())

  const found = async (text: string, limit = 10) => {
    const { customers } = await searchCustomers(db, readQuery(text), limit)
    return customers.map((customer) => customer.customerRef)
  }

  it('are found by every item, however it is written', async () => {
    for (const text of [
      'タカハシ',
      'たかはしまこと',
      'ﾀｶﾊｼ ﾏｺﾄ',
      '高橋',
      '髙橋 誠',
      '高橋まこと',
      '1958-02-27',
      'S33.2.27',
      '昭和33年2月27日',
      '8431',
      '…8431',
      '下4桁8431',
      '70001003',
      '７０００１００３',
      '高橋 8431',
      'たか 1958/2/27',
    ])
      expect(await found(text), text).to.deep.equal(['makoto'])
    for (const text of [
      '09000000106',
      '０９０－００００－０１０６',
      '090-0000-0106',
      '+81 90 0000 0106',
      '0106',
      '0000-0106',
      '20010115',
      '2001年1月15日',
      '小林さくら',
    ])
      expect(await found(text), text).to.deep.equal(['sakura'])
  })

  it('with the same kana are both found, with what tells them apart', async () => {
    const { customers, count } = await searchCustomers(db, readQuery('なかむら たくや'), 10)
    expect(count).to.equal(2)
    expect(customers.map(({ nameKanji, birthDate }) => [nameKanji, birthDate])).to.deep.equal([
      ['中村 拓也', '1990-06-14'],
      ['中村 拓哉', '1990-06-15'],
    ])
    expect(await found('ナカムラ 1990-06-15')).to.deep.equal(['takuya2'])
    expect(await found('中村 4242')).to.deep.equal(['takuya2'])
    expect(await found('中村 8431')).to.deep.equal([])
  })

  it('come with phones and cards, last 4 digits only', async () => {
    const [customer] = (await searchCustomers(db, readQuery('70001001'), 10)).customers
    expect(customer).to.deep.include({
      customerRef: 'takuya1',
      nameKana: 'ナカムラ タクヤ',
      phones: [
        { number: home, kind: 'home', primary: false },
        { number: '09000000101', kind: 'mobile', primary: true },
      ],
      cards: [card('c1a', '0005'), card('c1b', '1111')],
    })
  })

  it('who share a number are all told, nobody is guessed', async () => {
    const owners = await customersByPhone(db, '03-0000-0203')
    expect(owners.map((owner) => owner.customerRef)).to.deep.equal(['makoto', 'takuya1'])
    expect(await customersByPhone(db, '090-0000-9999')).to.deep.equal([])
    expect(await customersByPhone(db, 'anonymous')).to.deep.equal([])
  })

  it('are counted beyond the limit', async () => {
    const { customers, count } = await searchCustomers(db, readQuery('19900614 '), 10)
    expect([customers.length, count]).to.deep.equal([1, 1])
    const limited = await searchCustomers(db, readQuery('0000'), 2)
    expect([limited.customers.length, limited.count]).to.deep.equal([2, 4])
  })

  it('are found by the number of their case', async () => {
    const operator = '019ab0f0-0000-7000-8000-000000000002'
    const owner = await findByRef(db, 'makoto')
    await db('operators').insert({
      id: operator,
      login: 'tanaka',
      name: '田中',
      role: 'operator',
      password_hash: '-',
      created_at: AT,
    })
    const number = formatCaseNumber('2026-11-23', 42)
    await db('cases').insert({
      id: '019ab0f0-0000-7000-8000-000000000003',
      number,
      customer_id: owner?.id,
      status: 'open',
      reason: 'other',
      owner_id: operator,
      opened_at: AT,
      opened_by: operator,
      updated_at: AT,
    })
    expect(await found(number)).to.deep.equal(['makoto'])
    expect(await found(number.replaceAll('-', 'ー'))).to.deep.equal(['makoto'])
    expect(await found(formatCaseNumber('2026-11-23', 43))).to.deep.equal([])
  })

  it('are mirrored anew without a second row', async () => {
    const [told] = PEOPLE
    const before = await findByRef(db, 'takuya1')
    if (!told || !before) throw new Error('no such customer')
    expect(await saveCustomer(db, told, LATER)).to.equal(before.id)
    expect(await findCustomer(db, before.id)).to.deep.equal({ ...before, updatedAt: LATER })
    const moved = {
      ...told,
      nameKanji: '中村 卓也',
      phones: [phone('09000000199')],
      cards: [card('c1c', '0505')],
    }
    await saveCustomer(db, moved, LATER)
    expect(await findCustomer(db, before.id)).to.deep.include({
      nameKanji: '中村 卓也',
      cards: [card('c1c', '0505')],
    })
    expect(await customersByPhone(db, '09000000101')).to.deep.equal([])
    await saveCustomer(db, told, LATER)
    expect(await findCustomer(db, before.id)).to.deep.equal({ ...before, updatedAt: LATER })
  })

  it('are mirrored once when it is told twice at the same time', async () => {
    const twice = person({ customerRef: 'twice', nameKana: 'ニド イチ' })
    const ids = await Promise.all([1, 2, 3].map(() => saveCustomer(db, twice, AT)))
    expect(new Set(ids).size).to.equal(1)
    expect((await findByRef(db, 'twice'))?.phones).to.have.length(1)
  })

  it('take any text without harm', async () => {
    const hostile = [
      '\0',
      '\uD800',
      "'; drop table customers; --",
      '%',
      '_',
      '\\',
      '1'.repeat(100_000),
      'あ'.repeat(100_000),
      '９'.repeat(19),
      '2026-02-30',
    ]
    for (const text of hostile) expect(await found(text), text.slice(0, 20)).to.deep.equal([])
    for (const text of ['ナカ\0ムラ\u200B', 'ナ%', 'ナ_'])
      expect(await found(text), text).to.have.length(2)
    for (const id of ['', 'x', '\0', 'not-a-uuid', '019ab0f0-0000-7000-8000-000000000009'])
      expect(await findCustomer(db, id)).to.equal(null)
    expect(await findCustomers(db, ['x'])).to.deep.equal([])
  })
})
