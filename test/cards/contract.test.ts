import { expect } from 'chai'
import { demoPeople } from '../../src/cards/simulator/people.ts'
import { newKey, stopFor } from './orders.ts'
import { codeOf, first, STORY, withWorld } from './world.ts'

const SINCE = '2026-01-01'
describe('the card system: finding customers', () => {
  it('by any two items, as people say and type them', () =>
    withWorld(async ({ cards }) => {
      const names = async (criteria: Parameters<typeof cards.read<'searchCustomers'>>[1]) =>
        (await cards.read('searchCustomers', criteria)).customers.map(({ nameKanji }) => nameKanji)
      const nakamura = { kana: 'なかむら　たくや' }
      expect(await names({ ...nakamura, birthDate: '1990-06-14' })).to.deep.equal(['中村 拓也'])
      expect(await names({ ...nakamura, birthDate: '1990-06-15' })).to.deep.equal(['中村 拓哉'])
      expect(await names({ kana: 'ﾅｶﾑﾗ', last4: '0005' })).to.deep.equal(['中村 拓也'])
      expect(await names({ phone: '０３－0000－0103', kana: 'タカハシ' })).to.deep.equal([
        '髙橋 誠',
      ])
      expect(await names({ memberNo: '20410107', postalCode: '〒000-0078' })).to.deep.equal([
        '加藤 翔',
      ])
      expect(await names({ memberNo: '20410107', postalCode: '000-0012' })).to.deep.equal([])
    }))

  it('never by one item alone, not even with empty ones beside it', () =>
    withWorld(async ({ cards }) => {
      const one = cards.read('searchCustomers', { kana: 'ナカムラ タクヤ', phone: ' ' })
      expect(await codeOf(one)).to.equal('invalid_request')
    }))

  it('knows the ten demo customers, and says of their cards only what may be told', () =>
    withWorld(async ({ cards }) => {
      for (const { customerRef } of demoPeople) {
        const listed = await cards.read('listStoppableCards', { customerRef })
        for (const card of listed) {
          const told = ['cardRef', 'kind', 'label', 'last4', 'network', 'status']
          expect(Object.keys(card).sort()).to.deep.equal(told)
        }
      }
      const nobody = cards.read('getCustomerOverview', { customerRef: 'customer-9999' })
      expect(await codeOf(nobody)).to.equal('not_found')
    }))
})

describe('the card system: where the story begins', () => {
  it('a lock on card A, a password change on card B only', () =>
    withWorld(async ({ cards }) => {
      const { locks, passwordEvents, attempts, portal } = await cards.read('getCustomerOverview', {
        customerRef: STORY.customerRef,
      })
      const [lock] = locks
      expect(locks).to.have.length(1)
      expect([lock?.cardRef, lock?.kind, lock?.state, lock?.failedCount]).to.deep.equal([
        STORY.a,
        'auth_password',
        'active',
        5,
      ])
      const changes = passwordEvents.filter(({ kind }) => kind !== 'locked')
      expect(changes.map(({ cardRef, viaLinkedLogin }) => [cardRef, viaLinkedLogin])).to.deep.equal(
        [[STORY.b, true]],
      )
      expect(portal?.linkedLogin).to.equal(true)
      expect(portal?.loginCardRef).to.equal(STORY.b)
      expect(attempts.flatMap(({ tries }) => tries)).to.have.length(5)
      expect(attempts.map(({ amountMinor }) => amountMinor)).to.include(100_000)
    }))

  it('the newest comes first, and nothing before the asked day', () =>
    withWorld(async ({ cards }) => {
      const read = (since: string, limit = 50) =>
        cards.read('listAuthorizations', { cardRef: STORY.a, since, limit })
      const times = (await read(SINCE)).map(({ at }) => at)
      expect(times).to.deep.equal([...times].sort().reverse())
      expect(await read(SINCE, 1)).to.have.length(1)
      expect(await read('2026-11-24T00:00:00.000Z')).to.have.length(0)
    }))
})

describe('the card system: locks', () => {
  it('are released once and stay released', () =>
    withWorld(async ({ cards }) => {
      const { lockRef } = first(await cards.read('listLocks', { cardRef: STORY.a }))
      const release = { lockRef, reasonText: '本人の操作と確認' }
      const released = await cards.change('releaseLock', release, newKey())
      expect([released.state, released.releasedBy]).to.deep.equal(['released', 'operator'])
      expect(await cards.change('releaseLock', release, newKey())).to.deep.equal(released)
      const { customerRef } = STORY
      const events = await cards.read('listPasswordEvents', { customerRef, since: SINCE })
      expect(events.filter(({ kind }) => kind === 'unlocked')).to.have.length(1)
    }))

  it('of the fraud desk are not released, nor is any lock of a stopped card', () =>
    withWorld(async ({ cards }) => {
      const release = async (cardRef: string) => {
        const { lockRef } = first(await cards.read('listLocks', { cardRef }))
        return await codeOf(cards.change('releaseLock', { lockRef, reasonText: '' }, newKey()))
      }
      expect(await release('card-0105-a')).to.equal('policy_refused')
      await stopFor(cards, STORY.a)
      expect(await release(STORY.a)).to.equal('policy_refused')
    }))
})

describe('the card system: stops', () => {
  it('take the family and toll cards along, and suspend the wallet', () =>
    withWorld(async ({ cards }) => {
      const stop = await stopFor(cards, 'card-0103-a')
      expect(stop.alsoStopped).to.have.members(['card-0103-b', 'card-0103-c'])
      const overview = await cards.read('getCustomerOverview', { customerRef: 'customer-0103' })
      expect(overview.cards.map(({ status }) => status)).to.deep.equal([
        'stopped',
        'stopped',
        'stopped',
      ])
      const left = await cards.read('listStoppableCards', { customerRef: 'customer-0103' })
      expect(left).to.deep.equal([])
      const tokens = await cards.read('listWalletTokens', { customerRef: 'customer-0103' })
      expect(tokens.map(({ state }) => state)).to.deep.equal(['suspended'])
    }))

  it('leave them alone when only the one card is meant', () =>
    withWorld(async ({ cards }) => {
      const input = { cardRef: 'card-0103-b', reason: 'lost', alsoRelated: false } as const
      const stop = await cards.change('stopCard', input, newKey())
      expect(stop.alsoStopped).to.deep.equal([])
      const left = await cards.read('listStoppableCards', { customerRef: 'customer-0103' })
      expect(left.map(({ cardRef }) => cardRef)).to.deep.equal(['card-0103-a', 'card-0103-c'])
    }))

  it('are given back when the card is stopped already, under any key', () =>
    withWorld(async ({ cards }) => {
      const stop = await stopFor(cards, 'card-0103-a')
      expect(await stopFor(cards, 'card-0103-a')).to.deep.equal(stop)
      expect(await stopFor(cards, 'card-0103-c')).to.deep.equal(stop)
    }))
})

describe('the card system: fraud', () => {
  it('claims each charge once, 60 days back', () =>
    withWorld(async ({ cards }) => {
      const cardRef = 'card-0105-a'
      const charges = await cards.read('listAuthorizations', { cardRef, since: SINCE, limit: 50 })
      const items = charges
        .filter(({ merchantCountry }) => merchantCountry !== 'JP')
        .map(({ authRef }) => ({ authRef }))
      expect(items).to.have.length(2)
      const claim = { cardRef, items, disclosure: 'SMS のリンク先で入力' }
      const opened = await cards.change('openFraudClaim', claim, newKey())
      expect(opened.coverFrom).to.equal('2026-09-25')
      expect(await codeOf(cards.change('openFraudClaim', claim, newKey()))).to.equal(
        'duplicate_item',
      )
      const others = { ...claim, cardRef: STORY.a }
      expect(await codeOf(cards.change('openFraudClaim', others, newKey()))).to.equal('not_found')
    }))

  it('the network tells of uses in a row, and lets go when they were all his own', () =>
    withWorld(async ({ cards }) => {
      const cardRef = 'card-0109-a'
      const { holdRef, reason } = first(await cards.read('listNetworkHolds', { cardRef }))
      expect(reason).to.equal('unknown')
      const told = await cards.change('inquireNetworkHold', { holdRef }, newKey())
      expect(told.reason).to.equal('velocity')
      expect(told.attemptRefs).to.have.length(2)
      const release = { holdRef, confirmation: 'すべて本人' }
      const lifted = await cards.change('requestNetworkHoldRelease', release, newKey())
      expect(lifted.state).to.equal('released')
    }))
})

describe('the card system: requests that are not well formed', () => {
  const post = (url: string, body: string, headers: Record<string, string> = {}) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    })

  it('give 4xx with a code and two languages', () =>
    withWorld(async ({ url }) => {
      const key = { 'idempotency-key': 'k' }
      const cases: [string, string, Record<string, string>, number][] = [
        ['listLocks', '{', {}, 400],
        ['listLocks', '{}', {}, 400],
        ['listLocks', 'null', {}, 400],
        ['noSuchOperation', '{}', {}, 404],
        ['stopCard', '{"cardRef":"card-0101-a","reason":"lost","alsoRelated":true}', {}, 400],
        ['stopCard', '{"cardRef":"card-0101-a","reason":"bored","alsoRelated":true}', key, 400],
        ['toString', '{}', key, 404],
      ]
      for (const [operation, body, headers, status] of cases) {
        const answer = await post(`${url}/v1/${operation}`, body, headers)
        expect(answer.status, `${operation} ${body}`).to.equal(status)
        const said: unknown = await answer.json()
        expect(said).to.have.nested.property('error.message.ja').that.is.not.empty
        expect(said).to.have.nested.property('error.message.en').that.is.not.empty
      }
      const bad = await post(`${url}/faults`, '{"faults":[{"operation":"x","kind":"delay"}]}')
      expect(bad.status).to.equal(400)
    }))
})
