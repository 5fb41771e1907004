import { expect } from 'chai'
import fc from 'fast-check'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import { CALLERS } from '../support/phone-call.ts'
import type { Fields, Visitor } from '../support/visitor.ts'
import { calledBackCase, everything, numberOf } from './putting-in-order.ts'

const VERBS = [
  ...(['merge', 'merge', 'merge', 'undo', 'split', 'link', 'there_and_back'] as const),
  ...(['close', 'close', 'reopen', 'hand', 'take', 'withdraw'] as const),
  ...(['keep', 'keep', 'keep', 'promise'] as const),
]
/** Something that is done to one or two of a handful of cases; by its number, or to the one that goes on in its place. */
interface Deed {
  readonly verb: (typeof VERBS)[number]
  readonly a: number
  readonly b: number
  readonly whole: boolean
}
/** By one person, or by two at the same moment. */
interface Turn {
  readonly one: Deed
  readonly other: Deed | null
}

const CASES = 4
const deed: fc.Arbitrary<Deed> = fc.record({
  verb: fc.constantFrom(...VERBS),
  a: fc.nat(CASES),
  b: fc.nat(CASES),
  whole: fc.integer({ min: 0, max: 3 }).map((each) => each > 0),
})
const turn: fc.Arbitrary<Turn> = fc.record({ one: deed, other: fc.option(deed, { freq: 2 }) })

const BESIDES = ['audit_events', 'audit_unsealed', 'case_merges', 'sessions']
/** Tables whose rows nothing takes away, by what names a row. */
const KEPT: Readonly<Record<string, string>> = {
  cases: 'id',
  calls: 'id',
  commitments: 'id',
  tasks: 'id',
  case_notes: 'id',
  case_merges: 'id',
  case_links: 'id',
  case_handovers: 'id',
  audit_events: 'id',
}

onBothDatabases('cases that are merged, split and closed in any order', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor
  let mori: Visitor
  const ids: string[] = []
  const calls: string[] = []

  before(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
    mori = await annai.signIn('mori')
    for (let nth = 0; nth <= CASES; nth += 1) {
      const caller = nth === CASES ? CALLERS.namesake : CALLERS.nakamura
      const { id, callId } = await calledBackCase(annai, tanaka, `相談その${nth}`, caller)
      ids.push(id)
      calls.push(callId)
    }
  })
  after(() => annai.close())

  const post = async (by: Visitor, path: string, fields: Fields): Promise<number> => {
    const { status } = await fetch(new URL(path, annai.url), {
      method: 'POST',
      body: new URLSearchParams(fields),
      redirect: 'manual',
      headers: { cookie: by.cookie, 'sec-fetch-site': 'same-origin' },
    })
    return status
  }
  const rowOf = (id: string) => annai.db('cases').where({ id }).first()
  const idAt = (nth: number): string => ids[nth] ?? ''
  const seen = async (id: string) => ({ version: String((await rowOf(id)).version) })
  let said = 0
  const merge = async (by: Visitor, from: string, into: string) =>
    post(by, `/cases/${from}/merges`, {
      ...(await seen(from)),
      into,
      intoVersion: (await seen(into)).version,
      // The same words once more would be the same form pressed twice.
      reason: `同じ件 ${++said}`,
    })
  const undo = async (by: Visitor, from: string) => {
    const one = await annai.db('case_merges').where({ from_case: from, undone_at: null }).first()
    return one ? post(by, `/merges/${one.id}/undoing`, { reason: '別件' }) : 303
  }
  const handover = (caseId: string) =>
    annai.db('case_handovers').where({ case_id: caseId, state: 'waiting' }).first()
  const answer = async (by: Visitor, caseId: string, verb: 'acceptance' | 'withdrawal') => {
    const waiting = await handover(caseId)
    return waiting ? post(by, `/handovers/${waiting.id}/${verb}`, {}) : 303
  }

  const thereAndBack = async (by: Visitor, from: string, into: string) => {
    const before = await everything(annai, BESIDES)
    const status = await merge(by, from, into)
    if (status !== 303) return status
    expect((await rowOf(from)).merged_into).to.equal(into)
    expect(await undo(by, from)).to.equal(303)
    const after = await everything(annai, BESIDES)
    for (const [table, rows] of Object.entries(before))
      expect(after[table], `${table} as before`).to.deep.equal(rows)
    return 303
  }

  const split = async (by: Visitor, to: string, call: string) => {
    const matter = await annai.db('matters').where({ call_id: call }).first()
    const from = (await familyAbove(matter.case_id)).at(-1) ?? ''
    const fields = { ...(await seen(from)), call: `${call}/1`, to, reason: '付け替え' }
    return post(by, `/cases/${from}/splits`, fields)
  }
  /** The case and those that it goes on in, one behind the other; a circle would have no end. */
  const familyAbove = async (id: string): Promise<string[]> => {
    const path = [id]
    for (let at = await rowOf(id); at.merged_into !== null; at = await rowOf(at.merged_into)) {
      expect(path, 'no circle').not.to.include(at.merged_into)
      path.push(at.merged_into)
    }
    return path
  }

  const doIt = async (by: Visitor, each: Deed): Promise<number> => {
    const [a, b] = await Promise.all(
      [each.a, each.b].map(async (nth) => {
        const path = await familyAbove(idAt(nth))
        return (each.whole ? path.at(-1) : path[0]) ?? ''
      }),
    )
    if (a === undefined || b === undefined) return 303
    switch (each.verb) {
      case 'merge':
        return merge(by, a, b)
      case 'there_and_back':
        return thereAndBack(by, a, b)
      case 'split':
        return split(by, a, calls[each.b] ?? '')
      case 'link':
        return post(by, `/cases/${a}/links`, {
          number: await numberOf(annai, b),
          reason: '似た件',
        })
      case 'undo':
        return undo(by, idAt(each.a))
      case 'close':
        return post(by, `/cases/${a}/closure`, { ...(await seen(a)), reason: '' })
      case 'reopen':
        return post(by, `/cases/${a}/reopening`, { ...(await seen(a)), reason: '続き' })
      case 'hand':
        return post(by, `/cases/${a}/handovers`, {
          ...(await seen(a)),
          to: 'queue:fraud_desk',
          words: 'お願い',
        })
      case 'take':
        return answer(mori, a, 'acceptance')
      case 'withdraw':
        return answer(mori, a, 'withdrawal')
      case 'keep': {
        const open = await annai
          .db('commitments')
          .where({ case_id: idAt(each.a), state: 'open' })
          .first()
        return open ? post(by, `/commitments/${open.id}/end`, { state: 'kept', reason: '' }) : 303
      }
      case 'promise':
        return post(by, `/cases/${a}/commitments`, {
          kind: 'call_back',
          when: 'hours',
          count: '3',
          wording: '折り返します',
        })
    }
  }

  /** Every case stands for itself and is open again. */
  const apart = async () => {
    for (const each of await annai.db('case_merges').whereNull('undone_at'))
      expect(await undo(tanaka, each.from_case)).to.equal(303)
    for (const { case_id } of await annai.db('case_handovers').where({ state: 'waiting' }))
      expect(await answer(mori, case_id, 'withdrawal')).to.equal(303)
    for (const { id } of await annai.db('cases').where({ status: 'closed' }))
      expect(
        await doIt(tanaka, { verb: 'reopen', a: ids.indexOf(id), b: 0, whole: false }),
      ).to.equal(303)
  }

  const kept = async () => {
    const rows = new Map<string, ReadonlySet<string>>()
    for (const [table, name] of Object.entries(KEPT))
      rows.set(table, new Set(await annai.db(table).pluck(name)))
    return rows
  }

  /** What holds whatever was done. */
  const holds = async (before: Awaited<ReturnType<typeof kept>>) => {
    const now = await kept()
    for (const [table, rows] of before)
      expect(
        [...rows].filter((id) => !now.get(table)?.has(id)),
        `lost of ${table}`,
      ).to.deep.equal([])
    const cases = await annai.db('cases')
    const standing = await annai.db('case_merges').whereNull('undone_at')
    const asMerged = cases.filter((each) => each.merged_into !== null)
    expect(asMerged.map((each) => `${each.id} ${each.merged_into}`)).to.have.members(
      standing.map((each) => `${each.from_case} ${each.into_case}`),
    )
    const root = new Map<string, string>()
    for (const { id } of cases) root.set(id, (await familyAbove(id)).at(-1) ?? '')
    const closed = cases.filter((each) => each.merged_into === null && each.status === 'closed')
    for (const { id } of closed) {
      const family = [...root].filter(([, top]) => top === id).map(([one]) => one)
      for (const [table, state] of [
        ['commitments', 'open'],
        ['tasks', 'open'],
        ['case_handovers', 'waiting'],
      ] as const)
        expect(
          await annai.db(table).whereIn('case_id', family).where({ state }),
          `${table} of a closed case`,
        ).to.deep.equal([])
    }
    for (const { case_id } of await annai.db('case_handovers').where({ state: 'waiting' }))
      expect((await rowOf(case_id)).merged_into, 'a merged case waits for nobody').to.equal(null)
    for (const { id, due_at, merged_into } of cases) {
      if (merged_into !== null) continue
      const family = [...root].filter(([, top]) => top === id).map(([one]) => one)
      const owed = (table: string) =>
        annai.db(table).whereIn('case_id', family).where({ state: 'open' }).pluck('due_at')
      const dues = [...(await owed('commitments')), ...(await owed('tasks'))].sort()
      expect(due_at, 'what lists are sorted by').to.equal(dues[0] ?? null)
    }
    return root
  }

  it('lose nothing, make no circle, are closed by the rule alone, and every number still opens', async function () {
    this.timeout(240_000)
    const numRuns = annai.db.client.config.client === 'pg' ? 3 : 10
    await fc.assert(
      fc.asyncProperty(fc.array(turn, { minLength: 6, maxLength: 14 }), async (turns) => {
        await apart()
        for (const { one, other } of turns) {
          const before = await kept()
          const alone = one.verb === 'there_and_back' || other?.verb === 'there_and_back'
          const deeds = other === null || alone ? [one] : [one, other]
          const done = await Promise.all(
            deeds.map((each, nth) => doIt(nth === 0 ? tanaka : mori, each)),
          )
          for (const status of done)
            expect([303, 409, 422], JSON.stringify(deeds)).to.include(status)
          annai.clock.forward(1000)
          await holds(before)
        }
        for (const [id, top] of await holds(new Map())) {
          const { headers } = await fetch(new URL(`/cases/${id}`, annai.url), {
            redirect: 'manual',
            headers: { cookie: tanaka.cookie },
          })
          expect(headers.get('location')).to.equal(top === id ? null : `/cases/${top}`)
        }
      }),
      { numRuns, endOnFailure: true },
    )
  })
})
