import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import fc from 'fast-check'
import { closeDatabase, type Db } from '../../src/db.ts'
import { retain, summed } from '../../src/retention/retaining.ts'
import { cutoffsAt, LIMITS } from '../../src/retention/time-limits.ts'
import { migrated, onBothDatabases } from '../support/databases.ts'

const NOW = new Date('2036-11-23T00:00:00.000Z')
const YEAR_MS = 365.25 * 86_400_000
const yearsAgo = (years: number) => new Date(NOW.getTime() - years * YEAR_MS).toISOString()

interface CasePlan {
  readonly years: number
  readonly closed: boolean
  readonly claim: boolean
  readonly promised: boolean
  readonly held: boolean
  /** Which customer; none for a case of nobody who was known. */
  readonly whose: number | null
}
const cases = fc.array(
  fc.record({
    years: fc.double({ min: 0, max: 14, noNaN: true }),
    closed: fc.boolean(),
    claim: fc.boolean(),
    promised: fc.boolean(),
    held: fc.boolean(),
    whose: fc.option(fc.nat({ max: 2 })),
  }) satisfies fc.Arbitrary<CasePlan>,
  { maxLength: 7 },
)
const customers = fc.array(
  fc.record({ years: fc.double({ min: 0, max: 14, noNaN: true }), held: fc.boolean() }),
  { minLength: 3, maxLength: 3 },
)

onBothDatabases('keeping for so long', (freshUrl) => {
  let db: Db
  const operator = randomUUID()
  const version = randomUUID()
  before(async () => {
    db = await migrated(await freshUrl())
    const at = NOW.toISOString()
    await db('operators').insert({
      id: operator,
      login: 'o',
      name: 'o',
      role: 'supervisor',
      password_hash: 'x',
      created_at: at,
    })
    await db('script_versions').insert({
      id: version,
      script_id: 's',
      version: 1,
      digest: 'd',
      sources: '{}',
      published_at: at,
    })
  })
  after(() => closeDatabase(db))

  let serial = 0
  /** What was made is left behind: each run looks at its own rows. */
  async function make(
    plans: readonly CasePlan[],
    people: readonly { years: number; held: boolean }[],
  ) {
    const whose = people.map(() => randomUUID())
    for (const [nth, { years, held }] of people.entries()) {
      const id = whose[nth] ?? ''
      const at = yearsAgo(years)
      await db('customers').insert({
        id,
        customer_ref: `ref-${id}`,
        member_no: '1',
        name_kanji: '漢字',
        name_kana: 'カナ',
        name_key: '漢字',
        kana_key: 'カナ',
        birth_date: '1990-01-01',
        created_at: at,
        updated_at: at,
      })
      if (held) await hold({ customer_id: id })
    }
    const made: string[] = []
    for (const plan of plans)
      made.push(await makeCase(plan, plan.whose === null ? null : (whose[plan.whose] ?? null)))
    return { cases: made, customers: whose }
  }
  const hold = (what: object) =>
    db('legal_holds').insert({
      id: randomUUID(),
      ...what,
      reason: 'x',
      set_at: NOW.toISOString(),
      set_by: operator,
    })

  async function makeCase(plan: CasePlan, customer_id: string | null): Promise<string> {
    const id = randomUUID()
    const call = randomUUID()
    const at = yearsAgo(plan.years)
    serial += 1
    await db('cases').insert({
      id,
      customer_id,
      number: `n${serial}`,
      status: plan.closed ? 'closed' : 'open',
      reason: 'other',
      wanted: '言葉',
      opened_at: at,
      opened_by: operator,
      updated_at: at,
      closed_at: plan.closed ? at : null,
    })
    await db('calls').insert({
      id: call,
      script_version_id: version,
      operator_id: operator,
      from_number: '0900',
      customer_id,
      state: 'ended',
      started_at: at,
      ended_at: at,
    })
    await db('matters').insert({ call_id: call, number: 1, case_id: id, opened_at: at })
    const entry = {
      id: randomUUID(),
      call_id: call,
      seq: 1,
      kind: 'answer',
      matter: 1,
      by_whom: 'operator',
      at,
      content_hash: 'h',
    }
    await db('call_entries').insert(entry)
    await db('entry_contents').insert({ entry_id: entry.id, salt: 's', body: '{"reason":"言葉"}' })
    if (plan.claim)
      await db('card_actions').insert({
        id: randomUUID(),
        call_id: call,
        case_id: id,
        matter: 1,
        step: 's',
        visit: 1,
        action: 'open_claim',
        operation: 'openFraudClaim',
        target_ref: 'c',
        input: '{"x":"言葉"}',
        state: 'done',
        confirmed_by: operator,
        confirmed_at: at,
      })
    if (plan.promised)
      await db('commitments').insert({
        id: randomUUID(),
        case_id: id,
        kind: 'x',
        wording: '言葉',
        due_at: at,
        made_by: operator,
        made_at: at,
        state: 'open',
      })
    if (plan.held) await hold({ case_id: id })
    return id
  }
  const walk = async (apply: boolean) => {
    const steps = []
    for await (const step of retain({ db, now: () => NOW, limits: LIMITS, apply })) steps.push(step)
    return Object.fromEntries(summed(steps).map((each) => [each.kind, each]))
  }
  const erased = async (table: 'cases' | 'customers', ids: readonly string[]) =>
    new Set<string>(await db(table).whereIn('id', ids).whereNotNull('erased_at').pluck('id'))

  it('erases what was told, all of it and nothing else, once', async () => {
    const cutoffs = cutoffsAt(NOW, LIMITS)
    await fc.assert(
      fc.asyncProperty(cases, customers, async (plans, people) => {
        const made = await make(plans, people)
        const told = await walk(false)
        expect((await erased('cases', made.cases)).size, 'only told of').to.equal(0)
        const done = await walk(true)
        for (const kind of ['cases', 'customers'])
          expect(done[kind]?.gone, kind).to.equal(told[kind]?.due)
        const isGone = await erased('cases', made.cases)
        for (const [nth, plan] of plans.entries()) {
          const at = yearsAgo(plan.years)
          const isHeld = plan.held || (plan.whose !== null && people[plan.whose]?.held)
          const isOld = at < (plan.claim ? cutoffs.claims : cutoffs.cases)
          const goes = isOld && plan.closed && !plan.promised && !isHeld
          expect(isGone.has(made.cases[nth] ?? ''), JSON.stringify(plan)).to.equal(goes)
        }
        const areGone = await erased('customers', made.customers)
        for (const [nth, { years, held }] of people.entries()) {
          const own = plans.flatMap((each, at) =>
            each.whose === nth ? [made.cases[at] ?? ''] : [],
          )
          const goes = yearsAgo(years) < cutoffs.cases && !held && own.every((id) => isGone.has(id))
          expect(areGone.has(made.customers[nth] ?? ''), `customer ${nth}`).to.equal(goes)
        }
        const again = await walk(true)
        expect(['cases', 'calls', 'customers'].map((kind) => again[kind]?.gone)).to.eql([0, 0, 0])
        const rows = await db('cases').whereIn('id', [...isGone])
        expect(rows.every((row) => row.wanted === '' && row.number !== '')).to.equal(true)
        const left = await db('entry_contents')
          .join('call_entries', 'call_entries.id', 'entry_id')
          .join('matters', 'matters.call_id', 'call_entries.call_id')
          .whereIn('case_id', made.cases)
        expect(left).to.have.length(plans.length - isGone.size)
        await forget()
      }),
      { numRuns: 12 },
    )
  })
  /** So that the next run counts its own. */
  const forget = async () => {
    await db('legal_holds').delete()
    await db('cases').whereNull('erased_at').update({ erased_at: NOW.toISOString() })
    await db('customers').whereNull('erased_at').update({ erased_at: NOW.toISOString() })
  }

  it('goes through more than a page, and tells what is held back', async () => {
    const plan = { years: 8, closed: true, claim: false, promised: false, held: false, whose: null }
    for (let nth = 0; nth < 53; nth += 1)
      await makeCase({ ...plan, held: nth === 0, promised: nth === 1 }, null)
    const { cases: told } = await walk(true)
    expect(told).to.include({ due: 51, gone: 51, legalHold: 1, open: 1 })
    const events = await db('audit_events').where({ name: 'retention_applied' })
    expect(events.length).to.be.greaterThan(4)
    await forget()
  })

  it('lets old drafts and card events go, but no draft of what is held', async () => {
    const at = yearsAgo(1)
    const [kept, gone] = [
      await makeCase(
        { years: 1, closed: true, claim: false, promised: false, held: true, whose: null },
        null,
      ),
      await makeCase(
        { years: 1, closed: true, claim: false, promised: false, held: false, whose: null },
        null,
      ),
    ]
    for (const case_id of [kept, gone])
      await db('drafts').insert({
        operator_id: operator,
        case_id,
        form: 'notes',
        body: 'x',
        updated_at: at,
      })
    const event = { type: 'card.updated', refs: '{}', occurred_at: at, received_at: at }
    await db('card_events').insert([
      { ...event, id: 'old', handled_at: at },
      { ...event, id: 'waits' },
    ])
    expect((await walk(false)).drafts?.due).to.equal(1)
    const done = await walk(true)
    expect([done.drafts?.gone, done.card_events?.gone]).to.eql([1, 1])
    expect(await db('drafts').pluck('case_id')).to.eql([kept])
    expect(await db('card_events').pluck('id')).to.eql(['waits'])
  })
})
